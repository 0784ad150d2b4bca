/** Gogo commands of the scope {@code msgr}: they return objects, which {@link MessengerConverter} prints as tables. */
package messenger.shell;
