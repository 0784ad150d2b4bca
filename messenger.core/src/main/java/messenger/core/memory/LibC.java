package messenger.core.memory;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** The calls of Linux's C library that make and map a memfd. Thread safe. */
final class LibC {
    private static final String ERRNO = "errno";
    private static final int MFD_CLOEXEC = 1;
    private static final int MFD_ALLOW_SEALING = 2;
    private static final int F_ADD_SEALS = 1033;
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED = 1;
    private static final long MAP_FAILED = -1;

    private final Linker linker = Linker.nativeLinker();
    private final MemoryLayout state = Linker.Option.captureStateLayout();
    private final VarHandle errno = state.varHandle(MemoryLayout.PathElement.groupElement(ERRNO));
    private final MethodHandle memfdCreate = find("memfd_create", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private final MethodHandle fallocate =
            find("fallocate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
    private final MethodHandle fcntl = find(
            "fcntl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2));
    private final MethodHandle mmap = find(
            "mmap", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private final MethodHandle munmap = find("munmap", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    private final MethodHandle close = find("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    @SuppressWarnings("restricted")
    private MethodHandle find(String name, FunctionDescriptor function, Linker.Option... options) {
        Linker.Option[] all = new Linker.Option[options.length + 1];
        System.arraycopy(options, 0, all, 1, options.length);
        all[0] = Linker.Option.captureCallState(ERRNO);
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), function, all);
    }

    /** An empty memfd, which can be sealed and is closed by exec. */
    int memfdCreate(String name) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment failure = arena.allocate(state);
            return checked(
                    "memfd_create",
                    (int) memfdCreate.invokeExact(failure, arena.allocateFrom(name), MFD_CLOEXEC | MFD_ALLOW_SEALING),
                    failure);
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Allocates all pages of a file. */
    void fallocate(int descriptor, long length) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment failure = arena.allocate(state);
            checked(
                    "fallocate of " + length + " bytes",
                    (int) fallocate.invokeExact(failure, descriptor, 0, 0L, length),
                    failure);
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Forbids what the bits say, for good. */
    void addSeals(int descriptor, int seals) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment failure = arena.allocate(state);
            checked(
                    "fcntl F_ADD_SEALS " + seals,
                    (int) fcntl.invokeExact(failure, descriptor, F_ADD_SEALS, seals),
                    failure);
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Maps a file from its beginning, shared, for reading and writing; returns the address. */
    long map(int descriptor, long length) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment failure = arena.allocate(state);
            long address = (long) mmap.invokeExact(failure, 0L, length, PROT_READ_WRITE, MAP_SHARED, descriptor, 0L);
            checked("mmap of " + length + " bytes", address == MAP_FAILED ? -1 : 0, failure);
            return address;
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    void unmap(long address, long length) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment failure = arena.allocate(state);
            checked("munmap of " + length + " bytes", (int) munmap.invokeExact(failure, address, length), failure);
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    void close(int descriptor) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment failure = arena.allocate(state);
            checked("close of descriptor " + descriptor, (int) close.invokeExact(failure, descriptor), failure);
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private int checked(String call, int result, MemorySegment failure) throws IOException {
        if (result < 0) {
            throw new IOException(call + " failed with errno " + (int) errno.get(failure, 0L));
        }
        return result;
    }
}
