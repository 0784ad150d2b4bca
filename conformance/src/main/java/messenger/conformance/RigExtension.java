package messenger.conformance;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Builds the {@link Rig} of a test, takes it down, and tells its state if the test fails. */
final class RigExtension
        implements BeforeEachCallback, AfterEachCallback, ParameterResolver, TestExecutionExceptionHandler {
    private static final Namespace NAMESPACE = Namespace.create(RigExtension.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        ConformanceTests tests = (ConformanceTests) context.getRequiredTestInstance();
        context.getStore(NAMESPACE).put(Rig.class, new Rig(tests.transport()));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Rig rig = context.getStore(NAMESPACE).remove(Rig.class, Rig.class);
        if (rig != null) {
            rig.close();
            rig.contract().verify();
        }
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        Rig rig = context.getStore(NAMESPACE).get(Rig.class, Rig.class);
        if (rig != null) {
            failure.addSuppressed(new StateAtFailure(rig.describe()));
        }
        throw failure;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Rig.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE).get(Rig.class, Rig.class);
    }

    /** Carries the state of all endpoints into the report of a failure. */
    private static final class StateAtFailure extends Exception {
        private static final long serialVersionUID = 1L;

        private StateAtFailure(String state) {
            super(state, null, false, false);
        }
    }
}
