package messenger.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A page of the documentation, whose examples are what is tested. */
final class Page {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\n(.*?)^```$");
    private static final Pattern FILE = Pattern.compile("# ((?:bin|etc|load)/\\S+)\n(?s).*");

    private final String text;

    Page(String name) throws IOException {
        text = Files.readString(Path.of(System.getProperty("docs.dir"), name));
    }

    String text() {
        return text;
    }

    /** The examples in a language, but for those that are files. */
    List<String> examples(String language) {
        return BLOCK.matcher(text)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .filter(block -> !FILE.matcher(block).matches())
                .toList();
    }

    /** The contents of the files that are named in the first line of an example. */
    Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        BLOCK.matcher(text).results().map(block -> block.group(2)).forEach(block -> {
            var file = FILE.matcher(block);
            if (file.matches()) {
                files.put(file.group(1), block);
            }
        });
        return files;
    }

    /** Writes configurations, and adds to other files. */
    void writeFiles(Path directory) throws IOException {
        for (Map.Entry<String, String> file : files().entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            if (file.getKey().endsWith(".cfg")) {
                Files.writeString(path, file.getValue());
            } else {
                Files.writeString(path, "\n" + file.getValue(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        }
    }
}
