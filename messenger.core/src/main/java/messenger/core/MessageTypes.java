package messenger.core;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import messenger.api.MessageHeader;
import messenger.api.MessageType;
import messenger.api.Sections;

/** The message types that are registered now. Reading takes no lock. */
final class MessageTypes {
    private record Ranked(MessageType<?> type, int ranking) {}

    private final List<Ranked> all = new CopyOnWriteArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Map<Integer, MessageType<?>> byNumber = Map.of();
    /** The keys, sorted: asked for each message, which is to cost no Integer. */
    private volatile int[] numbers = {};

    private volatile Map<Class<?>, MessageType<?>> byClass = Map.of();

    Registration add(MessageType<?> type, int ranking) {
        if (type.number() < 1 || type.number() > 0xffff) {
            throw new IllegalArgumentException("message type " + type.getClass().getName() + " has number "
                    + type.number() + "; allowed: 1..65535");
        }
        Ranked entry = new Ranked(type, ranking);
        all.add(entry);
        index();
        return () -> {
            if (all.remove(entry)) {
                index();
            }
        };
    }

    private void index() {
        synchronized (this) {
            byNumber = best(MessageType::number);
            numbers = byNumber.keySet().stream()
                    .mapToInt(Integer::intValue)
                    .sorted()
                    .toArray();
            byClass = best(MessageType::bodyClass);
        }
        listeners.forEach(Runnable::run);
    }

    /** Runs a task whenever types come or go. */
    Registration onChange(Runnable task) {
        listeners.add(task);
        return () -> listeners.remove(task);
    }

    /** Those of some numbers that nobody has registered. */
    List<Integer> missing(Collection<Integer> numbers) {
        return numbers.stream()
                .filter(number -> !byNumber.containsKey(number))
                .sorted()
                .toList();
    }

    private <K> Map<K, MessageType<?>> best(Function<MessageType<?>, K> key) {
        return all.stream()
                .sorted(Comparator.comparingInt(Ranked::ranking).reversed())
                .map(Ranked::type)
                .collect(Collectors.toUnmodifiableMap(key, Function.identity(), (first, second) -> first));
    }

    /**
     * The type that encodes bodies of a class.
     *
     * @throws IllegalArgumentException if there is none
     */
    @SuppressWarnings("unchecked")
    <T> MessageType<T> forBody(T body) {
        MessageType<?> type = byClass.get(body.getClass());
        if (type == null) {
            throw new IllegalArgumentException(
                    "no MessageType is registered for " + body.getClass().getName() + "; register one as a service");
        }
        return (MessageType<T>) type;
    }

    /** Whether somebody decodes messages with that number. */
    boolean knows(int number) {
        return Arrays.binarySearch(numbers, number) >= 0;
    }

    /** What became of decoding: a body, or the reason why there is none. */
    record Decoded(Object body, String reason) {}

    /** What becomes of a message whose type nobody has registered. */
    static Decoded unknown(int type) {
        return new Decoded(null, "no MessageType is registered for type " + type);
    }

    Decoded decode(MessageHeader header, Sections sections) {
        MessageType<?> type = byNumber.get(header.type());
        if (type == null) {
            return unknown(header.type());
        }
        try {
            int needed = header.compatVersion() == 0 ? header.version() : header.compatVersion();
            int known = type.version();
            if (needed > known) {
                return new Decoded(
                        null,
                        "type " + header.type() + " needs a reader of version " + needed
                                + ", the registered one has version " + known);
            }
            Object body = type.decode(sections, header.version());
            return body == null
                    ? new Decoded(null, "the decoder of type " + header.type() + " returned null")
                    : new Decoded(body, null);
        } catch (RuntimeException | Error e) {
            // text only: the exception's class may belong to a bundle that goes
            return new Decoded(null, "type " + header.type() + " could not be decoded: " + e);
        }
    }
}
