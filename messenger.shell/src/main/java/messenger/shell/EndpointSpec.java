package messenger.shell;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import messenger.api.EntityAddress;
import messenger.api.EntityName;
import messenger.api.EntityType;
import messenger.api.Policy;

/**
 * An endpoint that {@code msgr:create} is asked for.
 *
 * @param name its name
 * @param policies name of a policy by type of peer or {@code default}
 * @param bind where to listen
 * @param nonce unsigned 32 bits; empty for a random one
 */
record EndpointSpec(EntityName name, Map<String, String> policies, List<EntityAddress> bind, OptionalLong nonce) {
    static final String USAGE =
            "usage: msgr:create NAME [--policy TYPE=POLICY]... [--bind ADDRESS]... [--nonce NUMBER]";
    private static final String DEFAULT = "default";
    private static final String SIMPLE = "simple";
    private static final long MAX_NONCE = 0xffff_ffffL;

    /**
     * Parses a command line. Gogo's own options occur once at most, these may be repeated.
     *
     * @throws IllegalArgumentException naming the argument and what is allowed
     */
    static EndpointSpec parse(List<String> arguments) {
        EntityName name = null;
        Map<String, String> policies = new LinkedHashMap<>();
        List<EntityAddress> bind = new ArrayList<>();
        OptionalLong nonce = OptionalLong.empty();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            switch (argument) {
                case "-p", "--policy" -> addPolicy(policies, value(arguments, ++i));
                case "-b", "--bind" -> bind.add(EntityAddress.parse(value(arguments, ++i)));
                case "--nonce" -> nonce = OptionalLong.of(Values.whole("--nonce", value(arguments, ++i), 0, MAX_NONCE));
                default -> {
                    if (name != null || argument.startsWith("-")) {
                        throw new IllegalArgumentException("'" + argument + "' is not expected; " + USAGE);
                    }
                    name = EntityName.parse(argument);
                }
            }
        }
        if (name == null) {
            throw new IllegalArgumentException(USAGE);
        }
        return new EndpointSpec(name, policies, bind, nonce);
    }

    private static String value(List<String> arguments, int at) {
        if (at == arguments.size()) {
            throw new IllegalArgumentException("'" + arguments.get(at - 1) + "' needs a value; " + USAGE);
        }
        return arguments.get(at);
    }

    private static void addPolicy(Map<String, String> policies, String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException("--policy '" + text + "'; allowed: TYPE=POLICY, for example"
                    + " client=stateless_server or default=lossless_peer");
        }
        String type = text.substring(0, equals);
        String policy = text.substring(equals + 1);
        if (!type.equals(DEFAULT)) {
            EntityType.parse(type);
        }
        Policy.named(policy);
        if (policies.put(type, policy) != null) {
            throw new IllegalArgumentException("--policy for " + type + " is given twice");
        }
    }

    /** Types of the transports that it needs: those of its addresses, TCP if it has none. */
    TreeSet<String> transports() {
        TreeSet<String> types =
                new TreeSet<>(bind.stream().map(EndpointSpec::transportOf).toList());
        if (types.isEmpty()) {
            types.add(SIMPLE);
        }
        return types;
    }

    /** Addresses of one transport. */
    List<EntityAddress> bind(String transport) {
        return bind.stream().filter(a -> transportOf(a).equals(transport)).toList();
    }

    private static String transportOf(EntityAddress address) {
        return address.scheme().equals(EntityAddress.TCP) ? SIMPLE : address.scheme();
    }
}
