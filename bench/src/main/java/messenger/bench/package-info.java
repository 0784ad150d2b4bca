/** Measurements. Not shipped. */
package messenger.bench;
