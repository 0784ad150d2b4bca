/**
 * A relay: stands in for a daemon, and carries every message to the real one and back. Written on the public API alone.
 *
 * <p>{@link messenger.examples.relay.ClientRelay} serves lossy clients, each by a session of its own with the daemon;
 * {@link messenger.examples.relay.PeerRelay} stands between two lossless peers.
 */
package messenger.examples.relay;
