package messenger.xio.verbs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares what {@link Structs} says with the loaded libraries: fields whose value is known by another way. A difference
 * means that the libraries have another binary interface, and calls through it would touch foreign memory.
 */
final class LayoutCheck {
    private LayoutCheck() {}

    /** A context of a device that was just opened. */
    static void context(String name, long device, long context) throws IOException {
        same(name, "ibv_context.device", device, NativeMemory.getLong(context + Structs.CONTEXT_DEVICE));
        same(
                name,
                "ibv_context.abi_compat",
                Structs.CONTEXT_ABI_EXTENDED,
                NativeMemory.getLong(context + Structs.CONTEXT_ABI));
        descriptor(
                name, "ibv_context.cmd_fd", NativeMemory.getInt(context + Structs.CONTEXT_CMD_FD), "infiniband/uverbs");
        descriptor(name, "ibv_context.async_fd", NativeMemory.getInt(context + Structs.CONTEXT_ASYNC_FD), "infiniband");
        int vectors = NativeMemory.getInt(context + Structs.CONTEXT_VECTORS);
        if (vectors < 1) {
            throw unexpected(name, "ibv_context.num_comp_vectors", "at least 1", Integer.toString(vectors));
        }
        Path ports = Path.of("/sys/class/infiniband", name, "ports");
        if (!Files.isDirectory(ports)) {
            throw unexpected(name, "ibv_device.name", "a device in /sys/class/infiniband", name);
        }
        for (int offset : new int[] {
            Structs.CONTEXT_POLL_CQ, Structs.CONTEXT_REQ_NOTIFY, Structs.CONTEXT_POST_SEND, Structs.CONTEXT_POST_RECV
        }) {
            long function = NativeMemory.getLong(context + offset);
            if (!Mappings.executable(function)) {
                throw unexpected(name, "ibv_context.ops at " + offset, "a function", "0x" + Long.toHexString(function));
            }
        }
    }

    static void limits(String name, DeviceLimits limits) throws IOException {
        try (var ports = Files.list(Path.of("/sys/class/infiniband", name, "ports"))) {
            same(name, "ibv_device_attr.phys_port_cnt", ports.count(), limits.ports());
        }
        if (limits.queuePairs() < 1 || limits.workRequests() < 1 || limits.pieces() < 1 || limits.completions() < 1) {
            throw unexpected(name, "ibv_device_attr", "limits of at least 1", limits.toString());
        }
    }

    static void same(String name, String field, long expected, long found) throws IOException {
        if (expected != found) {
            throw unexpected(name, field, "0x" + Long.toHexString(expected), "0x" + Long.toHexString(found));
        }
    }

    static void descriptor(String name, String field, int descriptor, String expected) throws IOException {
        String target = Descriptors.target(descriptor);
        if (!target.contains(expected)) {
            throw unexpected(name, field, "a descriptor of " + expected, descriptor + ", which is open on " + target);
        }
    }

    private static IOException unexpected(String name, String field, String expected, String found) {
        return new IOException(
                "RDMA device " + name + ": " + field + " should be " + expected + " and is " + found + ", so "
                        + NativeLibrary.path(Libraries.VERBS)
                        + " has another layout than rdma-core 44, with which this was made;"
                        + " install rdma-core 44 or a compatible release, or use shared memory or TCP");
    }
}
