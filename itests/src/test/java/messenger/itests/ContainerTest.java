package messenger.itests;

import java.io.IOException;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;

/** Tests inside a container. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public abstract class ContainerTest {
    @Inject
    protected BundleContext context;

    @Inject
    protected ConfigurationAdmin admin;

    Parties parties;

    @Configuration
    public Option[] container() throws IOException {
        return Container.options();
    }

    /** What the parties talk over. */
    Wire wire() {
        return Wire.TCP;
    }

    @Before
    public void openParties() {
        parties = new Parties(context, admin, wire());
    }

    @After
    public void closeParties() throws Exception {
        parties.close();
    }
}
