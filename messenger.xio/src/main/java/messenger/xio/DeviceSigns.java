package messenger.xio;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the kernel shows of RDMA devices as files: cheap to look at, and different whenever a device comes, goes or changes
 * the state of a port.
 *
 * @param devices where the kernel lists them, {@code /sys/class/infiniband}
 * @param nodes where programs open them, {@code /dev/infiniband}
 */
record DeviceSigns(Path devices, Path nodes) {
    /** Those of this machine. */
    static DeviceSigns ofThisMachine() {
        return new DeviceSigns(Path.of("/sys/class/infiniband"), Path.of("/dev/infiniband"));
    }

    /** The signs by path. */
    Map<Path, String> look() {
        Map<Path, String> signs = new TreeMap<>();
        for (Path device : entries(devices)) {
            signs.put(device, "");
            for (Path port : entries(device.resolve("ports"))) {
                signs.put(port, text(port.resolve("state")));
            }
        }
        for (Path node : entries(nodes)) {
            signs.put(node, Files.isReadable(node) && Files.isWritable(node) ? "rw" : "");
        }
        return signs;
    }

    private static List<Path> entries(Path directory) {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory)) {
            found.forEach(entries::add);
        } catch (IOException | DirectoryIteratorException e) {
            // not there, or gone meanwhile: no sign of it
            return List.of();
        }
        return entries;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
