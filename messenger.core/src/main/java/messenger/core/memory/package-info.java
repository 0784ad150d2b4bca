/**
 * Pooled memory of messages, which devices and other processes can be given. Native code, by Java's foreign function API,
 * is touched when the first piece is asked for and not before.
 */
package messenger.core.memory;
