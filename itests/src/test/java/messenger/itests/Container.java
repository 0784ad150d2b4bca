package messenger.itests;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ops4j.pax.exam.Option;

/** What Pax Exam puts into a container: the delivered bundles but for the shell, which would read commands. */
final class Container {
    private Container() {}

    static Option[] options() throws IOException {
        List<Option> options = new ArrayList<>();
        options.add(frameworkProperty("felix.service.urlhandlers").value("false"));
        for (Path jar : Delivered.bundles(Delivered.jar(), Path.of(System.getProperty("bundles.dir")))) {
            if (!jar.getFileName().toString().startsWith("org.apache.felix.gogo.shell-")) {
                options.add(bundle(jar.toUri().toString()));
            }
        }
        options.add(junitBundles());
        return options.toArray(Option[]::new);
    }
}
