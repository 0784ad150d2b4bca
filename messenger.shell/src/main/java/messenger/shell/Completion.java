package messenger.shell;

import java.util.List;
import java.util.Optional;

/** Finds out what a word of a command line is to be, and offers what it may be. */
final class Completion {
    private final Choices choices;

    Completion(Choices choices) {
        this.choices = choices;
    }

    /**
     * What the last of some words may be.
     *
     * @param words behind the command's name; the last one is being written, and empty if nothing of it is there yet
     */
    List<Choice> complete(Syntax syntax, List<String> words) {
        List<Operand> places = syntax.arguments();
        String endpoint = null;
        int place = 0;
        Optional<Operand> option = Optional.empty();
        for (String word : words.subList(0, words.size() - 1)) {
            if (option.isPresent()) {
                option = Optional.empty();
            } else if (Arguments.isOption(word)) {
                option = syntax.option(word).filter(o -> !o.isFlag());
            } else {
                if (place < places.size() && places.get(place).kind() == Kind.ENDPOINT) {
                    endpoint = word;
                }
                place++;
            }
        }
        String word = words.getLast();
        if (option.isPresent()) {
            return choices.of(option.get().kind(), endpoint, word);
        }
        if (word.startsWith("-")) {
            return syntax.options().stream()
                    .map(o -> Choice.of(o.title(), o.description()))
                    .toList();
        }
        Optional<Operand> operand = place(places, place);
        return operand.isEmpty() ? List.of() : choices.of(operand.get().kind(), endpoint, word);
    }

    private static Optional<Operand> place(List<Operand> places, int at) {
        if (at < places.size()) {
            return Optional.of(places.get(at));
        }
        return places.isEmpty() || !places.getLast().isRepeated() ? Optional.empty() : Optional.of(places.getLast());
    }
}
