package messenger.shell.capture;

import java.lang.reflect.Proxy;
import java.util.List;
import messenger.api.EntityName;
import messenger.api.Messenger;
import messenger.api.WireTap;

/** A messenger that can be tapped, and nothing else. */
final class TapMessenger {
    private TapMessenger() {}

    static Messenger of(EntityName name, List<WireTap> taps) {
        return (Messenger) Proxy.newProxyInstance(
                TapMessenger.class.getClassLoader(),
                new Class<?>[] {Messenger.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "name" -> name;
                    case "tap" -> {
                        taps.add((WireTap) arguments[0]);
                        yield null;
                    }
                    case "untap" -> {
                        taps.remove(arguments[0]);
                        yield null;
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
