package messenger.shell;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import messenger.api.EntityAddress;
import messenger.api.EntityName;
import messenger.api.EntityType;
import messenger.api.Messenger;
import messenger.api.Policy;

/** What words of a kind there are at the moment. */
final class Choices {
    private final Messengers messengers;
    private final Transports transports;
    private final Settings settings;
    private final Captures captures;

    Choices(Messengers messengers, Transports transports, Settings settings, Captures captures) {
        this.messengers = messengers;
        this.transports = transports;
        this.settings = settings;
        this.captures = captures;
    }

    /**
     * What may stand there.
     *
     * @param endpoint that the line names; null if it names none yet
     * @param word as far as it is written
     */
    List<Choice> of(Kind kind, String endpoint, String word) {
        return switch (kind) {
            case ANYTHING -> List.of();
            case ENDPOINT -> endpoints();
            case PEER_TYPE -> types();
            case POLICY_TYPE -> join(types(), List.of(Choice.of(PolicyCommand.DEFAULT)));
            case PEER -> peers(endpoint);
            case ADDRESS -> addresses();
            case BIND_ADDRESS ->
                transports.all().stream()
                        .map(t -> Choice.open(t.scheme() + "://", t.bundle()))
                        .toList();
            case POLICY -> Policy.names().stream().map(Choice::of).toList();
            case POLICY_ASSIGNMENT -> policyAssignments();
            case TRANSPORT -> types(transports);
            case SWAP ->
                join(types(transports), List.of(Choice.of(SwapCommand.AUTO, "the transport that ranks highest")));
            case STATE -> SessionFilter.STATES.stream().map(Choice::of).toList();
            case SETTING -> settings(endpoint, "");
            case INJECTION -> settings(endpoint, "inject.");
            case SET_KEY -> setKeys(endpoint);
            case FILE -> files(word);
            case CAPTURE ->
                captures.list().stream()
                        .map(c -> Choice.of(c.file(), c.endpoint()))
                        .toList();
        };
    }

    private static List<Choice> types(Transports transports) {
        return transports.all().stream()
                .map(t -> Choice.of(t.type(), t.bundle()))
                .toList();
    }

    private static List<Choice> join(List<Choice> a, List<Choice> b) {
        return Stream.concat(a.stream(), b.stream()).toList();
    }

    private List<Choice> endpoints() {
        return messengers.ofEndpoints().stream()
                .map(m -> Choice.of(
                        m.name(),
                        m.addresses().isEmpty()
                                ? "does not listen"
                                : m.addresses().getFirst()))
                .toList();
    }

    private static List<Choice> types() {
        return Arrays.stream(EntityType.values())
                .filter(t -> t != EntityType.UNKNOWN)
                .map(t -> Choice.of(t.toString()))
                .toList();
    }

    private List<Choice> peers(String endpoint) {
        List<Choice> peers = new ArrayList<>();
        for (Messenger messenger : chosen(endpoint)) {
            messenger.connections().forEach(c -> {
                peers.add(Choice.of(c.peerAddress(), c.peerName()));
                if (c.peerName().id() != EntityName.NO_ID) {
                    peers.add(Choice.of(c.peerName(), c.peerAddress()));
                }
            });
        }
        return distinct(peers);
    }

    /** The first of each value. */
    private static List<Choice> distinct(List<Choice> choices) {
        Map<String, Choice> byValue = new LinkedHashMap<>();
        choices.forEach(c -> byValue.putIfAbsent(c.value(), c));
        return List.copyOf(byValue.values());
    }

    private List<Messenger> chosen(String endpoint) {
        return messengers.ofEndpoints().stream()
                .filter(m -> endpoint == null || m.name().toString().equals(endpoint))
                .toList();
    }

    private List<Choice> addresses() {
        List<Choice> addresses = new ArrayList<>();
        for (Messenger messenger : messengers.ofEndpoints()) {
            messenger
                    .addresses()
                    .forEach(a -> addresses.add(Choice.of(a.withNonce(EntityAddress.ANY_NONCE), messenger.name())));
            messenger.connections().stream()
                    .filter(c -> c.peerAddress().port() != 0)
                    .forEach(c ->
                            addresses.add(Choice.of(c.peerAddress().withNonce(EntityAddress.ANY_NONCE), c.peerName())));
        }
        return distinct(addresses);
    }

    private static List<Choice> policyAssignments() {
        return Stream.concat(types().stream().map(Choice::value), Stream.of(PolicyCommand.DEFAULT))
                .flatMap(type -> Policy.names().stream().map(policy -> Choice.of(type + "=" + policy)))
                .toList();
    }

    private List<Choice> settings(String endpoint, String prefix) {
        return shown(endpoint, prefix).stream()
                .map(s -> Choice.open(s.key().substring(prefix.length()) + "=", s.effect()))
                .toList();
    }

    private List<Choice> setKeys(String endpoint) {
        return shown(endpoint, "").stream()
                .filter(s -> s.value() != null)
                .map(s -> new Choice(s.key(), s.value(), true))
                .toList();
    }

    private List<Setting> shown(String endpoint, String prefix) {
        try {
            return endpoint == null ? List.of() : settings.show(EntityName.parse(endpoint), prefix);
        } catch (IOException | IllegalArgumentException e) {
            // nothing to offer; the command itself will say why
            return List.of();
        }
    }

    private static List<Choice> files(String word) {
        Path path = Path.of(word);
        Path folder = word.endsWith("/") ? path : path.getParent();
        List<Choice> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder == null ? Path.of("") : folder)) {
            found.forEach(file ->
                    files.add(Files.isDirectory(file) ? Choice.open(file + "/", null) : Choice.of(file.toString())));
        } catch (IOException | DirectoryIteratorException e) {
            // nothing to offer; the command itself will say why
            return List.of();
        }
        return files;
    }
}
