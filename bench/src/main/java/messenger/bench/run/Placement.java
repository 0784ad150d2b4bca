package messenger.bench.run;

import java.util.List;

/** On which processors the two processes run. */
enum Placement {
    /** Both on one, in turns. */
    ONE_CORE("one core", List.of("taskset", "-c", "0"), List.of("taskset", "-c", "0")),
    /** Each on one of its own. */
    TWO_CORES("two cores", List.of("taskset", "-c", "0"), List.of("taskset", "-c", "1")),
    /** Wherever the system puts them. */
    FREE("free", List.of(), List.of());

    private final String title;
    private final List<String> client;
    private final List<String> server;

    Placement(String title, List<String> client, List<String> server) {
        this.title = title;
        this.client = client;
        this.server = server;
    }

    String title() {
        return title;
    }

    List<String> clientCommand() {
        return client;
    }

    List<String> serverCommand() {
        return server;
    }
}
