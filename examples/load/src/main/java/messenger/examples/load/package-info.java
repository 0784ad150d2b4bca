/**
 * Traffic that checks itself: every message that a session accepted is dispatched by the peer exactly once, in order for
 * each priority, with its content, and every request is answered, whatever happens to the links.
 */
package messenger.examples.load;
