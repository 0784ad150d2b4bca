package messenger.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Fields that are changed atomically in place: what each session has many of has no object for each. */
final class Fields {
    private Fields() {}

    /** The field of the class that looks it up. */
    static VarHandle of(MethodHandles.Lookup owner, String field, Class<?> type) {
        try {
            return owner.findVarHandle(owner.lookupClass(), field, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
