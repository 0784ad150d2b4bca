/** Workloads: what the client sends, what the server does with it, and what is measured. */
package messenger.bench.load;
