package messenger.bench.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import messenger.bench.load.Measurement;

/** All figures of one run of the bench, as they are kept in a file. */
final class Results {
    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

    /** What the bench ran on, and when. */
    String machine = MachineDescription.text();

    String began = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    String ended = "";
    int rounds;
    /** Milliseconds that one and the same computation took before each cell. */
    List<Double> calibrations = new ArrayList<>();

    /** From the command of a container to a server that listens. */
    List<Double> startMillis = new ArrayList<>();

    /** By the names of cells. */
    Map<String, List<Measurement>> measurements = new LinkedHashMap<>();

    /** By the names of cells: why a run gave nothing. */
    Map<String, String> failures = new LinkedHashMap<>();

    void add(Cell cell, Measurement measurement) {
        measurements.computeIfAbsent(cell.name(), name -> new ArrayList<>()).add(measurement);
    }

    void failed(Cell cell, String why) {
        failures.put(cell.name(), why);
    }

    Optional<Summary> summary(Cell cell) {
        List<Measurement> runs = measurements.get(cell.name());
        return runs == null ? Optional.empty() : Optional.of(new Summary(runs));
    }

    static Results read(Path file) throws IOException {
        return GSON.fromJson(Files.readString(file), Results.class);
    }

    void write(Path file) throws IOException {
        ended = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        Files.writeString(file, GSON.toJson(this) + "\n");
    }
}
