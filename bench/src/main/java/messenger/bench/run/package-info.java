/** Cells, the processes that they run in, and what is made of their figures. */
package messenger.bench.run;
