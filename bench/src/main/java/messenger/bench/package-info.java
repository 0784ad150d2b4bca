/** Measurements, each a program that prints what it measured beside what it is compared with. Not shipped. */
package messenger.bench;
