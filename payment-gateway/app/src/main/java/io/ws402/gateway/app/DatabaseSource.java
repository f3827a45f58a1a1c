package io.ws402.gateway.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.gateway.app.config.GatewayConfig;
import io.ws402.gateway.storage.ConnectionSettings;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.EmbeddedPostgres;
import io.ws402.gateway.storage.EmbeddedPostgresException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's database with whatever stands behind it: a PostgreSQL somewhere, or an embedded one that is started and
 * stopped with the gateway.
 */
public final class DatabaseSource {
    private final Vertx vertx;
    private final Database database;
    private final @Nullable EmbeddedPostgres embedded;

    private DatabaseSource(Vertx vertx, Database database, @Nullable EmbeddedPostgres embedded) {
        this.vertx = vertx;
        this.database = database;
        this.embedded = embedded;
    }

    /** Starts what is needed, migrates, connects. When it fails nothing is left running. */
    public static Future<DatabaseSource> open(Vertx vertx, GatewayConfig config) {
        if (config.databaseUrl().isPresent()) {
            return open(vertx, config, config.databaseUrl().get(), null);
        }
        return blocking(vertx, () -> EmbeddedPostgres.start(folder(config), 0))
                .compose(embedded -> open(vertx, config, embedded.connection(), embedded));
    }

    /**
     * As {@link #open}, for a command that may run beside the gateway: an embedded PostgreSQL that a gateway runs already
     * is used, and left running.
     */
    public static Future<DatabaseSource> openBeside(Vertx vertx, GatewayConfig config) {
        return open(vertx, config)
                .recover(failure -> failure instanceof EmbeddedPostgresException inUse
                                && inUse.reason() == EmbeddedPostgresException.Reason.DATA_FOLDER_IN_USE
                        ? blocking(
                                        vertx,
                                        () -> EmbeddedPostgres.running(folder(config))
                                                .orElseThrow(() -> inUse))
                                .compose(running -> open(vertx, config, running, null))
                        : Future.failedFuture(failure));
    }

    private static Path folder(GatewayConfig config) {
        return config.data().resolve("postgres");
    }

    private static Future<DatabaseSource> open(
            Vertx vertx, GatewayConfig config, ConnectionSettings connection, @Nullable EmbeddedPostgres embedded) {
        return Database.open(vertx, connection, config.database())
                .map(database -> new DatabaseSource(vertx, database, embedded))
                .recover(failure -> stop(vertx, embedded).transform(stopped -> Future.failedFuture(failure)));
    }

    /** The database. */
    public Database database() {
        return database;
    }

    /** Closes connections, then the embedded server. */
    public Future<Void> close() {
        database.close();
        return stop(vertx, embedded);
    }

    private static Future<Void> stop(Vertx vertx, @Nullable EmbeddedPostgres embedded) {
        return embedded == null
                ? Future.succeededFuture()
                : blocking(vertx, () -> {
                    embedded.close();
                    return null;
                });
    }

    /** Starting and stopping a server takes seconds and must not hold up others that block. */
    private static <T extends @Nullable Object> Future<T> blocking(Vertx vertx, Callable<T> task) {
        return vertx.executeBlocking(task, false);
    }
}
