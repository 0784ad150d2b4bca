package messenger.shell;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;

/** How a command is written, from the annotations of its method. What a description
 * says before its colon is the placeholder. */
final class Usage {
    private Usage() {}

    /**
     * What to throw when arguments fit no method of a command.
     *
     * @param commands holds the commands
     * @param arguments the command's name and what was given, as Gogo passes them to {@code _main}
     */
    static IllegalArgumentException refuse(Object commands, String[] arguments) {
        String usage = Arrays.stream(commands.getClass().getMethods())
                .filter(m -> m.getName().equalsIgnoreCase(arguments[0]) && m.isAnnotationPresent(Descriptor.class))
                .map(Usage::of)
                .sorted()
                .collect(Collectors.joining(" or "));
        String given = String.join(" ", Arrays.asList(arguments).subList(1, arguments.length));
        return new IllegalArgumentException("'" + given + "' does not fit; usage: " + usage);
    }

    private static String of(Method method) {
        String parameters = Arrays.stream(method.getParameters())
                .map(p -> of(p.getAnnotation(Descriptor.class), p.getAnnotation(Parameter.class)))
                .sorted((a, b) -> Boolean.compare(a.startsWith("["), b.startsWith("[")))
                .collect(Collectors.joining(" "));
        return ("msgr:" + method.getName() + " " + parameters).stripTrailing();
    }

    private static String of(Descriptor descriptor, Parameter option) {
        String placeholder = placeholder(descriptor);
        if (option == null) {
            return placeholder;
        }
        boolean flag = !option.presentValue().equals(Parameter.UNSPECIFIED);
        return "[" + option.names()[0] + (flag ? "" : " " + placeholder) + "]";
    }

    private static String placeholder(Descriptor descriptor) {
        String text = descriptor.value();
        int end = text.indexOf(':');
        return end < 0 ? text : text.substring(0, end);
    }
}
