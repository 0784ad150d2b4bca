package messenger.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A Karaf, unpacked from its released archive and set up as docs/karaf.md says, without a network. */
final class Karaf implements AutoCloseable {
    private static final Path ARCHIVE = Path.of(System.getProperty("karaf.archive"));
    private static final Path KAR = Path.of(System.getProperty("messenger.kar"));
    private static final Page PAGE = page();

    private final Path home;
    private final int port;
    private final int xioPort;
    private final Terminal terminal;

    Karaf(Path directory, String term) throws Exception {
        Files.copy(ARCHIVE, directory.resolve(ARCHIVE.getFileName()));
        Files.copy(KAR, directory.resolve("messenger.kar"));
        Program.sh(directory, PAGE.examples("sh").getFirst());
        home = directory.resolve(ARCHIVE.getFileName().toString().replace(".tar.gz", ""));
        PAGE.writeFiles(home);
        port = FreePort.find();
        change("messenger.simple-osd0.cfg", ":6800", ":" + port);
        xioPort = FreePort.find();
        change("messenger.xio-osd0.cfg", ":6900", ":" + xioPort);
        Path nowhere = Files.createDirectory(directory.resolve("nowhere"));
        change(
                "org.ops4j.pax.url.mvn.cfg",
                "(?m)^org.ops4j.pax.url.mvn.repositories *=(.*\\\\\n)*.*$",
                "org.ops4j.pax.url.mvn.repositories = " + nowhere.toUri() + "@id=nowhere\n"
                        + "org.ops4j.pax.url.mvn.localRepository = " + nowhere);
        terminal = new Terminal(home, term, "bin/karaf");
    }

    private static Page page() {
        try {
            return new Page("karaf.md");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Edits a file of etc. */
    void change(String file, String regex, String replacement) throws IOException {
        Path path = home.resolve("etc").resolve(file);
        String text = Files.readString(path);
        String changed = Pattern.compile(regex).matcher(text).replaceAll(replacement);
        if (changed.equals(text)) {
            throw new AssertionError("no " + regex + " in " + path);
        }
        Files.writeString(path, changed);
    }

    void write(String file, String text) throws IOException {
        Files.writeString(home.resolve("etc").resolve(file), text);
    }

    Terminal console() {
        return terminal;
    }

    /** Where the endpoint osd.0 of the page listens. */
    String address() {
        return "tcp://127.0.0.1:" + port;
    }

    /** Where it listens for the other transport. */
    String xioAddress() {
        return "xio://127.0.0.1:" + xioPort;
    }

    int port() {
        return port;
    }

    /** Defines the command by which the page has features installed. */
    void defineFeatures() throws Exception {
        terminal.run(features().getFirst());
    }

    /** Runs the example of the page that installs a feature. */
    void install() throws Exception {
        terminal.run(features().get(1));
    }

    void uninstall(String feature) throws Exception {
        terminal.run(features().get(2).replace("messenger-examples", feature));
    }

    private static List<String> features() {
        return PAGE.examples("gosh").getFirst().lines().toList();
    }

    /** Its log. */
    String log() throws IOException {
        return Files.readString(home.resolve("data/log/karaf.log"));
    }

    @Override
    public void close() {
        terminal.close();
    }
}
