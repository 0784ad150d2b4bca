package messenger.shell.capture;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** A file in pcap format with times in nanoseconds, of raw IP packets. */
final class PcapFile implements Closeable {
    private static final int MAGIC_NANOSECONDS = 0xa1b2_3c4d;
    private static final int LINKTYPE_RAW = 101;
    private static final int MAX_PACKET = 262_144;
    private static final int FILE_HEADER = 24;
    private static final int PACKET_HEADER = 16;

    private final OutputStream out;
    private long size;

    /** Makes the file; it must not exist, unless it is to be replaced. */
    PcapFile(Path file, boolean replace) throws IOException {
        out = new BufferedOutputStream(
                replace
                        ? Files.newOutputStream(file)
                        : Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        ByteBuffer header = ByteBuffer.allocate(FILE_HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(MAGIC_NANOSECONDS).putShort((short) 2).putShort((short) 4);
        header.putInt(0).putInt(0).putInt(MAX_PACKET).putInt(LINKTYPE_RAW);
        write(header.array());
        flush();
    }

    void write(Instant time, Packet packet) throws IOException {
        byte[] bytes = packet.encode();
        ByteBuffer header = ByteBuffer.allocate(PACKET_HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt((int) time.getEpochSecond()).putInt(time.getNano());
        header.putInt(bytes.length).putInt(bytes.length);
        write(header.array());
        write(bytes);
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        size += bytes.length;
    }

    void flush() throws IOException {
        out.flush();
    }

    /** Bytes written so far. */
    long size() {
        return size;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
