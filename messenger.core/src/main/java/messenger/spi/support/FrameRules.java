package messenger.spi.support;

/**
 * What a transport demands of the messages that arrive.
 *
 * @param pid of the transport's configuration, named where a remedy is to change it
 * @param crcHeader whether header, front and middle have a CRC
 * @param crcData whether data has a CRC
 * @param frontMax bytes of the largest front section
 * @param middleMax bytes of the largest middle section
 * @param dataMax bytes of the largest data section
 */
public record FrameRules(String pid, boolean crcHeader, boolean crcData, int frontMax, int middleMax, int dataMax) {}
