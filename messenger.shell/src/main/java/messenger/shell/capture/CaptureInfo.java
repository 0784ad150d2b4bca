package messenger.shell.capture;

/**
 * A capture.
 *
 * @param endpoint whose links are captured
 * @param file where to
 * @param state running, stopped, full, or failed and why
 * @param links seen so far
 * @param reads pieces of bytes written to the file; one for each read or write of a socket
 * @param bytes size of the file
 * @param droppedBytes that were not written because the file was too slow
 */
public record CaptureInfo(
        String endpoint, String file, String state, int links, long reads, long bytes, long droppedBytes) {
    @Override
    public String toString() {
        return endpoint + " to " + file + ": " + state + ", " + links + " links, " + bytes + " bytes"
                + (droppedBytes == 0 ? "" : ", " + droppedBytes + " bytes dropped");
    }
}
