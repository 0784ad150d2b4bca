/**
 * The TCP transport: Ceph's messenger v1 to the byte.
 *
 * <p>A {@link messenger.simple.SimpleMessenger} is attached to one endpoint. An {@code Accepter} takes connections
 * in, a {@code PipeConnection} is a link over one socket: its {@code Pipe} decodes what arrives, on the thread of an
 * {@code EventLoop}; its {@code FrameWriter} encodes what leaves, on the thread that sends. What the fields of
 * handshakes and frames mean is decided by the session in messenger.core.
 *
 * <p>Numbers on the wire are little endian, except the family and port of addresses.
 */
package messenger.simple;
