package messenger.shell;

import java.lang.reflect.Array;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A key of a configuration, as Metatype describes it.
 *
 * @param key such as {@code idle.timeout}
 * @param description meaning and unit; its last sentence says when a change takes effect
 * @param type of one value
 * @param isList whether it has several values
 * @param defaults what holds without a value
 * @param options the only values allowed; empty if any may be
 * @param check answers what is wrong with a text, or null
 */
record Attribute(
        String key,
        String description,
        Class<?> type,
        boolean isList,
        List<String> defaults,
        List<String> options,
        UnaryOperator<String> check) {

    /** When a change takes effect. */
    String effect() {
        String text = description.strip();
        int end = text.lastIndexOf(". ");
        String sentence = (end < 0 ? text : text.substring(end + 2)).replaceFirst("^Takes effect ", "");
        String plain = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
        return plain.isEmpty() ? plain : Character.toLowerCase(plain.charAt(0)) + plain.substring(1);
    }

    /**
     * A text as the value to store.
     *
     * @throws IllegalArgumentException naming the key, the value and what is allowed
     */
    Object parse(String text) {
        String fault = check.apply(text);
        if (fault != null && !fault.isEmpty()) {
            throw refused(text, fault);
        }
        if (!isList) {
            return single(text);
        }
        List<String> parts = text.isBlank() ? List.of() : List.of(text.split("\\s*,\\s*"));
        return parts.stream().map(this::single).toArray(n -> (Object[]) Array.newInstance(type, n));
    }

    private Object single(String text) {
        String value = text.strip();
        if (!options.isEmpty() && !options.contains(value)) {
            throw refused(text, null);
        }
        try {
            return switch (type.getSimpleName()) {
                case "Long" -> Long.valueOf(value);
                case "Integer" -> Integer.valueOf(value);
                case "Double" -> Double.valueOf(value);
                case "Boolean" -> bool(value);
                default -> value;
            };
        } catch (NumberFormatException e) {
            throw refused(text, null);
        }
    }

    private Boolean bool(String value) {
        if (!value.equals("true") && !value.equals("false")) {
            throw refused(value, null);
        }
        return Boolean.valueOf(value);
    }

    private IllegalArgumentException refused(String text, String fault) {
        return new IllegalArgumentException(key + " '" + text + "' is not allowed; allowed: " + allowed()
                + (fault == null ? "" : " (" + fault + ")"));
    }

    private String allowed() {
        if (!options.isEmpty()) {
            return String.join(", ", options);
        }
        String what = switch (type.getSimpleName()) {
            case "Long", "Integer" -> "a whole number";
            case "Double" -> "a number";
            case "Boolean" -> "true or false";
            default -> "text";
        };
        return (isList ? what + ", several with commas between them" : what) + ": " + description;
    }
}
