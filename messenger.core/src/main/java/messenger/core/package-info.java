/**
 * What is the same whatever the transport: endpoints, sessions, their stores, dispatch, throttles and the handshake's
 * decisions.
 *
 * <p>Each piece of session state has one writer at a time: a {@link messenger.core.Strand} runs what is posted to it one
 * task after the other, on the thread that found it idle. A session has two, one for control and sending ({@link
 * messenger.core.Session}, {@link messenger.core.Outbox}), one for receiving ({@link messenger.core.Inbox}).
 */
package messenger.core;
