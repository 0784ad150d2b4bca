/**
 * The behaviour that every transport must show. A transport supplies a {@link
 * messenger.conformance.TransportUnderTest} and inherits all tests through {@link
 * messenger.conformance.TransportConformance}, or those of one theme through its interface.
 *
 * <p>Every test runs on endpoints of messenger.core. Between these and the transport sits a tap, which cuts links at
 * chosen points and checks on the way that both sides keep the contract of messenger.spi.
 *
 * <p>System properties: {@code messenger.seed} repeats a run, {@code messenger.stress.seconds} (8) is how long each
 * stress test sends, {@code messenger.wait.seconds} (30) is how long a test waits for anything.
 */
package messenger.conformance;
