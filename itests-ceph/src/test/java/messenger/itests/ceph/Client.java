package messenger.itests.ceph;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Ceph's programs for users, in a namespace. */
record Client(Namespace namespace, Path configuration) {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** What ceph 16 says when its first command has overtaken the map that tells it the fsid, with whatever in between. */
    private static final String TOO_EARLY = "Error EPERM: problem getting command descriptions from mon";

    private static final int ATTEMPTS = 5;

    /** Runs ceph; what it prints. */
    String ceph(String... arguments) {
        for (int attempt = 1; ; attempt++) {
            try {
                return run(LIMIT, "ceph", arguments);
            } catch (IllegalStateException e) {
                if (attempt == ATTEMPTS || !e.getMessage().contains(TOO_EARLY)) {
                    throw e;
                }
            }
        }
    }

    /** Runs ceph for an answer in JSON. */
    JsonObject ask(String... arguments) {
        List<String> words = new ArrayList<>(Arrays.asList(arguments));
        words.addAll(List.of("--format", "json"));
        return JsonParser.parseString(ceph(words.toArray(String[]::new))).getAsJsonObject();
    }

    /** Runs rados; what it prints. */
    String rados(String... arguments) {
        return run(LIMIT, "rados", arguments);
    }

    /** Runs rados, which may take longer than a command should. */
    String rados(Duration limit, String... arguments) {
        return run(limit, "rados", arguments);
    }

    private String run(Duration limit, String program, String... arguments) {
        List<String> words = new ArrayList<>(List.of(program, "-c", configuration.toString()));
        words.addAll(Arrays.asList(arguments));
        return namespace.run(limit, words.toArray(String[]::new));
    }
}
