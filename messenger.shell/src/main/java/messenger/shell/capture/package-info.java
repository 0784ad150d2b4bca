/**
 * Writes the bytes of links to a file in pcap format, as TCP connections that programs such as Wireshark can take apart.
 * The bytes come from taps, so that the packets around them are made up: every stream has a SYN, acknowledgements and,
 * when the link closes, a FIN, but neither retransmissions nor the real segments.
 */
package messenger.shell.capture;
