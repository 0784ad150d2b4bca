package messenger.bench.load;

import java.time.Duration;

/**
 * How a client measures.
 *
 * @param server process of the other side
 * @param warmup when the measurement begins
 * @param seconds how long it takes
 */
record Load(ProcessHandle server, Warmup warmup, Duration seconds) {}
