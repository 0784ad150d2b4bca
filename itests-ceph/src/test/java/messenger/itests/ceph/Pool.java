package messenger.itests.ceph;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A pool, and its placement groups as their primary OSDs see them, which takes no manager daemon. */
record Pool(Cluster cluster, String name, int number, int groups) {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSZ", Locale.ROOT);

    static Pool find(Cluster cluster, String name) {
        for (JsonElement each : cluster.admin().ask("osd", "dump").getAsJsonArray("pools")) {
            JsonObject pool = each.getAsJsonObject();
            if (pool.get("pool_name").getAsString().equals(name)) {
                return new Pool(
                        cluster,
                        name,
                        pool.get("pool").getAsInt(),
                        pool.get("pg_num").getAsInt());
            }
        }
        throw new IllegalArgumentException("no pool " + name);
    }

    private record Group(AdminSocket primary, JsonObject status) {
        String state() {
            return status.get("state").getAsString();
        }

        private JsonObject statistics() {
            return status.getAsJsonObject("info").getAsJsonObject("stats");
        }

        OffsetDateTime deepScrubbed() {
            return OffsetDateTime.parse(
                    statistics().get("last_deep_scrub_stamp").getAsString(), STAMP);
        }
    }

    private List<String> ids() {
        List<String> ids = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            ids.add(number + "." + Integer.toHexString(group));
        }
        return ids;
    }

    /** A group, asked of its primary; empty while there is none. */
    private Optional<Group> group(String id) {
        return cluster.osds().stream()
                .flatMap(osd -> osd.socket().ask("query", "pgid", id).stream()
                        .map(status -> new Group(osd.socket(), status.getAsJsonObject())))
                .findFirst();
    }

    /** States of the groups. */
    Map<String, String> states() {
        Map<String, String> states = new LinkedHashMap<>();
        ids().forEach(id -> states.put(id, group(id).map(Group::state).orElse("unknown")));
        return states;
    }

    /** Waits until every object has all its copies. */
    void awaitClean() {
        Await.until(
                LIMIT,
                () -> states().values().stream().allMatch("active+clean"::equals),
                () -> "pool " + name + " to be clean; " + states());
    }

    /**
     * Has all copies of all objects read and compared.
     *
     * @return what is wrong, by group; empty if nothing is
     */
    Map<String, String> deepScrub() {
        OffsetDateTime begin = OffsetDateTime.now(ZoneOffset.UTC);
        for (String id : ids()) {
            AdminSocket primary = group(id)
                    .orElseThrow(() -> new IllegalStateException("group " + id + " has no primary"))
                    .primary();
            // both set back when it was done last: one makes the next scrub a deep one, the other makes it due
            primary.demand("deep_scrub", "pgid", id);
            primary.demand("scrub", "pgid", id);
        }
        Map<String, String> wrong = new LinkedHashMap<>();
        for (String id : ids()) {
            Await.until(
                    LIMIT,
                    () -> group(id)
                            .map(Group::deepScrubbed)
                            .filter(begin::isBefore)
                            .isPresent(),
                    () -> "group " + id + " to be scrubbed; " + states());
            JsonObject found = JsonParser.parseString(
                            cluster.admin().rados("list-inconsistent-obj", id, "--format", "json"))
                    .getAsJsonObject();
            if (!found.getAsJsonArray("inconsistents").isEmpty()
                    || group(id).orElseThrow().state().contains("inconsistent")) {
                wrong.put(id, found.toString());
            }
        }
        return wrong;
    }
}
