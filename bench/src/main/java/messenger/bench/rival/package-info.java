/** What is measured beside ours: the bare socket and ring, and other messaging systems as their users would use them. */
package messenger.bench.rival;
