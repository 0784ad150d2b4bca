package messenger.shell;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.felix.service.command.CommandSession;

/** The words of a command line, by what they are for. */
final class Arguments {
    private static final String END_OF_OPTIONS = "--";

    private final Syntax syntax;
    private final Map<Operand, List<String>> texts = new HashMap<>();

    private Arguments(Syntax syntax) {
        this.syntax = syntax;
    }

    /**
     * Sorts words. {@code --} ends the options; {@code --name=value} is the same as {@code --name value}.
     *
     * @throws IllegalArgumentException naming the word and what is allowed
     */
    static Arguments of(Syntax syntax, List<String> words) {
        Arguments arguments = new Arguments(syntax);
        List<String> placed = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals(END_OF_OPTIONS)) {
                placed.addAll(words.subList(i + 1, words.size()));
                break;
            }
            if (!isOption(word)) {
                placed.add(word);
                continue;
            }
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            Operand option = arguments.option(equals < 0 ? word : word.substring(0, equals));
            if (option.isFlag()) {
                arguments.add(option, "true");
            } else if (equals >= 0) {
                arguments.add(option, word.substring(equals + 1));
            } else if (++i < words.size()) {
                arguments.add(option, words.get(i));
            } else {
                throw arguments.wrong("'" + word + "' needs a value");
            }
        }
        arguments.place(placed);
        return arguments;
    }

    /** Whether a word is an option and no number. */
    static boolean isOption(String word) {
        return word.length() > 1 && word.startsWith("-") && !Character.isDigit(word.charAt(1));
    }

    private Operand option(String name) {
        return syntax.option(name).orElseThrow(() -> wrong("'" + name + "' is no option of " + syntax.qualifiedName()));
    }

    private void add(Operand operand, String text) {
        List<String> given = texts.computeIfAbsent(operand, o -> new ArrayList<>());
        if (!given.isEmpty() && !operand.isRepeated()) {
            throw wrong("'" + operand.title() + "' is given twice");
        }
        given.add(text);
    }

    private void place(List<String> words) {
        List<Operand> places = syntax.arguments();
        for (int i = 0; i < words.size(); i++) {
            Operand last = places.isEmpty() ? null : places.getLast();
            if (i >= places.size() && (last == null || !last.isRepeated())) {
                throw wrong("'" + words.get(i) + "' is not expected");
            }
            add(i < places.size() ? places.get(i) : last, words.get(i));
        }
        for (Operand place : places) {
            if (!place.isOptional() && !texts.containsKey(place)) {
                throw wrong(place.placeholder() + " is missing");
            }
        }
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(what + "; usage: " + syntax.usage());
    }

    /** What the method gets: null or an empty array if it was left out and has no default. */
    Object value(Operand operand, CommandSession session) {
        List<String> given =
                texts.getOrDefault(operand, operand.absent() == null ? List.of() : List.of(operand.absent()));
        if (!operand.isRepeated()) {
            return given.isEmpty() ? null : Values.parse(operand, given.getFirst(), session);
        }
        Object array = Array.newInstance(operand.type(), given.size());
        for (int i = 0; i < given.size(); i++) {
            Array.set(array, i, Values.parse(operand, given.get(i), session));
        }
        return array;
    }
}
