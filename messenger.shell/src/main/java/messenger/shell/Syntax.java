package messenger.shell;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;

/**
 * How a command is written. Its one source is the annotations of the command's method, which Gogo's own {@code help} reads
 * too: usage, messages, completion and documentation all come from here.
 */
final class Syntax {
    static final String SCOPE = "msgr";

    private final Method method;
    private final List<Operand> operands;

    private Syntax(Method method) {
        this.method = method;
        operands = Arrays.stream(method.getParameters())
                .filter(p -> p.getType() != CommandSession.class)
                .map(Operand::of)
                .toList();
    }

    /** Of the method of a command that has a description. */
    static Syntax of(Class<? extends Command> command) {
        return Arrays.stream(command.getMethods())
                .filter(m -> m.isAnnotationPresent(Descriptor.class))
                .map(Syntax::new)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(command + " has no method with a @Descriptor"));
    }

    /** Without the scope. */
    String name() {
        return method.getName();
    }

    String qualifiedName() {
        return SCOPE + ":" + name();
    }

    String description() {
        return method.getAnnotation(Descriptor.class).value();
    }

    List<Operand> options() {
        return operands.stream().filter(Operand::isOption).toList();
    }

    /** Arguments that are known by their place. */
    List<Operand> arguments() {
        return operands.stream().filter(o -> !o.isOption()).toList();
    }

    Optional<Operand> option(String name) {
        return operands.stream().filter(o -> o.names().contains(name)).findFirst();
    }

    String usage() {
        return Stream.concat(
                        Stream.of(qualifiedName()),
                        Stream.concat(options().stream(), arguments().stream()).map(Operand::usage))
                .collect(Collectors.joining(" "));
    }

    /** What {@code --help} prints. */
    String help() {
        StringBuilder text =
                new StringBuilder(qualifiedName() + " - " + description() + "\n\nusage: " + usage() + "\n");
        List<String[]> rows = Stream.concat(arguments().stream(), options().stream())
                .map(o -> new String[] {
                    o.isOption() ? (String.join(", ", o.names()) + " " + o.placeholder()).strip() : o.placeholder(),
                    o.description()
                })
                .toList();
        int width = rows.stream().mapToInt(r -> r[0].length()).max().orElse(0);
        rows.forEach(r -> text.append("\n  ")
                .append(r[0])
                .append(" ".repeat(width - r[0].length()))
                .append("  ")
                .append(r[1]));
        return text.toString().stripTrailing();
    }

    /**
     * Calls the command.
     *
     * @throws IllegalArgumentException naming the argument and what is allowed
     */
    Object invoke(Command command, CommandSession session, List<String> words) throws Exception {
        Arguments arguments = Arguments.of(this, words);
        Object[] values = new Object[method.getParameterCount()];
        for (int i = 0, next = 0; i < values.length; i++) {
            values[i] = method.getParameterTypes()[i] == CommandSession.class
                    ? session
                    : arguments.value(operands.get(next++), session);
        }
        try {
            return method.invoke(command, values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception exception) {
                throw exception;
            }
            throw e;
        }
    }
}
