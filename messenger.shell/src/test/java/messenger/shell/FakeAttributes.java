package messenger.shell;

import java.util.List;
import java.util.Optional;

/** Some keys of each kind. */
final class FakeAttributes implements Attributes {
    private static final List<String> POLICIES = List.of("lossless_peer", "stateless_server");

    @Override
    public Optional<List<Attribute>> of(String factoryPid) {
        return switch (factoryPid) {
            case "messenger.endpoint" ->
                Optional.of(List.of(
                        text("name", "Name. Changing it ends all sessions.", List.of()),
                        text("policy.client", "Policy for clients. Takes effect for new sessions.", POLICIES),
                        number("idle.timeout", "Milliseconds without a frame. Takes effect at once.", "900000"),
                        list("throttle.messages", "TYPE=MESSAGES each. Takes effect at once."),
                        list("throttle.bytes", "TYPE=BYTES each. Takes effect at once."),
                        number("inject.socket.failures", "One in so many fails. Takes effect at once.", "0"),
                        number("inject.seed", "Chooses calls. Changing it ends all sessions.", "1")));
            case "messenger.simple" ->
                Optional.of(List.of(
                        text("endpoint", "Name. Changing it closes all links.", List.of()),
                        list("bind", "Addresses. Takes effect at once; links stay."),
                        new Attribute(
                                "crc.data",
                                "Whether data carries a CRC. Takes effect for new links.",
                                Boolean.class,
                                false,
                                List.of("true"),
                                List.of(),
                                text -> "")));
            default -> Optional.empty();
        };
    }

    private static Attribute text(String key, String description, List<String> options) {
        return new Attribute(key, description, String.class, false, List.of(), options, text -> null);
    }

    private static Attribute list(String key, String description) {
        return new Attribute(key, description, String.class, true, List.of(), List.of(), text -> null);
    }

    private static Attribute number(String key, String description, String byDefault) {
        return new Attribute(
                key,
                description,
                Long.class,
                false,
                List.of(byDefault),
                List.of(),
                text -> text.startsWith("-") ? "less than 0" : null);
    }
}
