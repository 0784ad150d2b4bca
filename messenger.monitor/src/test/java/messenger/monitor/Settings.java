package messenger.monitor;

import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.util.Map;

/** Configurations as Declarative Services make them: the defaults, but for some values. */
final class Settings {
    private Settings() {}

    static <A extends Annotation> A of(Class<A> type, Map<String, ?> values) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, none) -> {
            Object value = values.get(method.getName().replace('_', '.'));
            if (value instanceof RuntimeException failure) {
                throw failure;
            }
            return value == null ? method.getDefaultValue() : value;
        }));
    }
}
