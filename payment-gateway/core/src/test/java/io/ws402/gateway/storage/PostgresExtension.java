package io.ws402.gateway.storage;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test class an empty database of its own, as a parameter of type {@link ConnectionSettings} of its
 * constructor, lifecycle and test methods. The database is the same for the whole class, its nested classes included,
 * and is dropped after it.
 *
 * <p>One {@link EmbeddedPostgres} with the product's own, safe settings serves the whole JVM, from a folder under
 * {@code target} that the next run finds again. Test classes may run in parallel.
 */
public final class PostgresExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(PostgresExtension.class);
    private static final AtomicInteger SEQUENCE = new AtomicInteger();

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ConnectionSettings.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return database(context);
    }

    /** The database of the test class that {@code context} is in, for other extensions. */
    public static ConnectionSettings database(ExtensionContext context) {
        ExtensionContext testClass = topLevel(context);
        return testClass
                .getStore(NAMESPACE)
                .computeIfAbsent(
                        "database",
                        key -> TestDatabase.create(server(context), testClass.getRequiredTestClass()),
                        TestDatabase.class)
                .settings();
    }

    /** The server of this JVM. Tests may make databases of their own on it; it is not theirs to stop. */
    public static EmbeddedPostgres server(ExtensionContext context) {
        Store store = context.getRoot().getStore(NAMESPACE);
        return store.computeIfAbsent("server", key -> start(), EmbeddedPostgres.class);
    }

    /** The test class, of a nested one the outermost: what is kept there is closed before its database is dropped. */
    public static ExtensionContext topLevel(ExtensionContext context) {
        ExtensionContext found = context;
        for (ExtensionContext each = context;
                each.getTestClass().isPresent();
                each = each.getParent().orElseThrow()) {
            found = each;
        }
        return found;
    }

    // Two test runs in one folder at once, such as an IDE's beside Maven's, get a server each.
    private static EmbeddedPostgres start() {
        for (int number = 1; ; number++) {
            try {
                return EmbeddedPostgres.start(Path.of("target", "postgres-" + number), 0);
            } catch (EmbeddedPostgresException e) {
                if (e.reason() != EmbeddedPostgresException.Reason.DATA_FOLDER_IN_USE) {
                    throw e;
                }
            }
        }
    }

    private record TestDatabase(EmbeddedPostgres server, ConnectionSettings settings) implements AutoCloseable {
        static TestDatabase create(EmbeddedPostgres server, Class<?> testClass) {
            String simple = testClass.getSimpleName().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
            String name =
                    "test_" + simple.substring(0, Math.min(40, simple.length())) + "_" + SEQUENCE.incrementAndGet();
            // What a run that was killed left behind.
            server.dropDatabase(name);
            server.createDatabase(name);
            return new TestDatabase(server, server.connection().withDatabase(name));
        }

        @Override
        public void close() {
            server.dropDatabase(settings.database());
        }
    }
}
