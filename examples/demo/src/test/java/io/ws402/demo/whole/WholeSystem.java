package io.ws402.demo.whole;

import io.vertx.core.Vertx;
import io.ws402.demo.system.DemoSystem;
import io.ws402.demo.system.LeaseTimes;
import io.ws402.demo.system.Ports;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One running system with short leases for all tests of this JVM that take a {@link WholeSystem}. A test that kills
 * something starts it again.
 */
record WholeSystem(Vertx vertx, DemoSystem system, DemoSystem.Running running) implements AutoCloseable {
    static WholeSystem start() throws InterruptedException {
        return start(LeaseTimes.SHORT);
    }

    static WholeSystem start(LeaseTimes leases) throws InterruptedException {
        Vertx vertx = Vertx.vertx();
        DemoSystem system = new DemoSystem(vertx, Ports.free(), leases);
        try {
            return new WholeSystem(vertx, system, system.start(DemoSystem.Progress.SILENT));
        } catch (InterruptedException | RuntimeException e) {
            system.close();
            vertx.close();
            throw e;
        }
    }

    @Override
    public void close() {
        system.close();
        vertx.close();
    }

    /** Hands the system to tests. */
    static final class Extension implements ParameterResolver {
        private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(Extension.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == WholeSystem.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(NAMESPACE)
                    .computeIfAbsent("system", key -> startUnchecked(), WholeSystem.class);
        }

        private static WholeSystem startUnchecked() {
            try {
                return start();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
