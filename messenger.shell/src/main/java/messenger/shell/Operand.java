package messenger.shell;

import java.lang.reflect.Parameter;
import java.util.List;
import org.apache.felix.service.command.Descriptor;

/**
 * An argument or option of a command, from the annotations of its method's parameter.
 *
 * @param names of an option; empty for an argument that is known by its place
 * @param placeholder stands for its value, such as NAME
 * @param description what it means, with its unit and default
 * @param type of one value
 * @param kind what completion offers
 * @param isFlag whether it is an option without a value
 * @param isOptional whether it may be left out
 * @param isRepeated whether it may be given several times; the method gets an array
 * @param absent text of the value when it is left out; null for none
 * @param min least number
 * @param max largest number
 */
record Operand(
        List<String> names,
        String placeholder,
        String description,
        Class<?> type,
        Kind kind,
        boolean isFlag,
        boolean isOptional,
        boolean isRepeated,
        String absent,
        long min,
        long max) {
    static Operand of(Parameter parameter) {
        Argument argument = parameter.getAnnotation(Argument.class);
        var option = parameter.getAnnotation(org.apache.felix.service.command.Parameter.class);
        boolean isFlag =
                option != null && !option.presentValue().equals(org.apache.felix.service.command.Parameter.UNSPECIFIED);
        String text = parameter.getAnnotation(Descriptor.class).value();
        int colon = isFlag ? -1 : text.indexOf(": ");
        boolean isArray = parameter.getType().isArray();
        String absent = option == null || option.absentValue().isEmpty() ? null : option.absentValue();
        return new Operand(
                option == null ? List.of() : List.of(option.names()),
                colon < 0 ? "" : text.substring(0, colon),
                colon < 0 ? text : text.substring(colon + 2),
                isArray ? parameter.getType().componentType() : parameter.getType(),
                argument == null ? Kind.ANYTHING : argument.value(),
                isFlag,
                option != null || (argument != null && argument.optional()),
                isArray,
                absent,
                argument == null ? 0 : argument.min(),
                argument == null ? Long.MAX_VALUE : argument.max());
    }

    boolean isOption() {
        return !names.isEmpty();
    }

    /** How messages call it: the longest name of an option, else the placeholder. */
    String title() {
        return isOption() ? names.getLast() : placeholder;
    }

    /** How it is written in a usage line. */
    String usage() {
        String once = isFlag ? names.getFirst() : isOption() ? names.getFirst() + " " + placeholder : placeholder;
        return (isOptional ? "[" + once + "]" : once) + (isRepeated ? "..." : "");
    }
}
