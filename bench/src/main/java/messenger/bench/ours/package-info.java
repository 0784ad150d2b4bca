/** The Messenger as the bench uses it. */
package messenger.bench.ours;
