/** What every messaging system under test offers to the workloads. */
package messenger.bench.system;
