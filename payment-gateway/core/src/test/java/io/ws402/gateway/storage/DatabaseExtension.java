package io.ws402.gateway.storage;

import io.vertx.core.Vertx;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test class the gateway's database, migrated and empty, as a parameter of type {@link Database} of its
 * constructor, lifecycle and test methods, and the {@link Vertx} it runs on.
 */
public final class DatabaseExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(DatabaseExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Database.class || type == Vertx.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Opened opened = opened(context);
        return parameter.getParameter().getType() == Vertx.class ? opened.vertx() : opened.database();
    }

    private static Opened opened(ExtensionContext context) {
        ConnectionSettings settings = PostgresExtension.database(context);
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(settings.database(), name -> open(settings), Opened.class);
    }

    private static Opened open(ConnectionSettings settings) {
        Vertx vertx = Vertx.vertx();
        return new Opened(vertx, Await.of(Database.open(vertx, settings, DatabaseOptions.defaults())));
    }

    private record Opened(Vertx vertx, Database database) implements AutoCloseable {
        @Override
        public void close() {
            database.close();
            Await.of(vertx.close());
        }
    }
}
