package messenger.xio.verbs;

import com.ibm.disni.verbs.RdmaCm;
import com.ibm.disni.verbs.RdmaProvider;
import com.ibm.disni.verbs.RdmaVerbs;
import java.io.IOException;
import java.lang.reflect.Field;

/**
 * The provider that DiSNI has while there are users of it. Every object of DiSNI's API asks a private static field for it,
 * which is the only way to have a provider of one's own: DiSNI's public method fills it with DiSNI's own if it is empty.
 * So there is one for all fabrics of a bundle.
 */
final class InstalledProvider extends RdmaProvider {
    private static final int DISNI_NATIVE_VERSION = 32;

    private final ProviderKind kind;
    private final Provider provider;
    private final MappingSpacers spacers = new MappingSpacers();
    private int users = 1;

    private InstalledProvider(ProviderKind kind) throws IOException {
        this.kind = kind;
        provider = switch (kind) {
            case OWN -> new NativeProvider();
            case DISNI -> new DisniProvider();
        };
    }

    /** Puts a provider there, or adds a user to the one that is there. */
    static InstalledProvider acquire(ProviderKind kind) throws IOException {
        synchronized (RdmaProvider.class) {
            Object present = read();
            if (present == null) {
                InstalledProvider made = new InstalledProvider(kind);
                write(made);
                return made;
            }
            if (present instanceof InstalledProvider installed && installed.kind == kind) {
                installed.users++;
                return installed;
            }
            throw new IOException("DiSNI has the provider "
                    + (present instanceof InstalledProvider other ? other.kind : present.getClass())
                    + ", and can have only"
                    + " one at a time: use the same provider for all endpoints, or end those that use another first");
        }
    }

    /** One user less; the last one unloads the libraries. */
    void release() {
        synchronized (RdmaProvider.class) {
            if (--users == 0) {
                write(null);
                provider.close();
            }
        }
    }

    Provider calls() {
        return provider;
    }

    MappingSpacers spacers() {
        return spacers;
    }

    @Override
    public RdmaCm openCm() {
        return provider.cm();
    }

    @Override
    public RdmaVerbs openVerbs() {
        return provider.verbs();
    }

    @Override
    public int getVersion() {
        return DISNI_NATIVE_VERSION;
    }

    private static Object read() throws IOException {
        try {
            return field().get(null);
        } catch (IllegalAccessException e) {
            throw new IOException("DiSNI's provider cannot be read", e);
        }
    }

    private static void write(RdmaProvider provider) {
        try {
            field().set(null, provider);
        } catch (IOException | IllegalAccessException e) {
            throw new IllegalStateException("DiSNI's provider cannot be set", e);
        }
    }

    private static Field field() throws IOException {
        try {
            Field field = RdmaProvider.class.getDeclaredField("provider");
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new IOException("DiSNI's RdmaProvider has no field 'provider', as DiSNI 2.1 has; use DiSNI 2.1", e);
        }
    }
}
