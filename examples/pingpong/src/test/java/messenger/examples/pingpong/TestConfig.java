package messenger.examples.pingpong;

import java.lang.annotation.Annotation;

/** Configurations of servers. */
@SuppressWarnings("BadAnnotationImplementation") // only its values are read
final class TestConfig {
    private TestConfig() {}

    static SimpleDispatcher.Config of(String endpoint, boolean fast) {
        return new SimpleDispatcher.Config() {
            @Override
            public String messenger_endpoint() {
                return endpoint;
            }

            @Override
            public boolean fast() {
                return fast;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return SimpleDispatcher.Config.class;
            }
        };
    }
}
