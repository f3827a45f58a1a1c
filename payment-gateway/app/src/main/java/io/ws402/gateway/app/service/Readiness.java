package io.ws402.gateway.app.service;

import io.vertx.core.Future;
import io.ws402.gateway.storage.Database;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Whether requests should be sent to this gateway. Thread-safe. */
public final class Readiness {
    private static final Duration DATABASE_WAIT = Duration.ofSeconds(2);

    private final Database database;
    private volatile boolean draining;

    /** Ready as long as this database answers. */
    public Readiness(Database database) {
        this.database = database;
    }

    /** From now on it is not ready: it is being stopped. */
    public void drain() {
        draining = true;
    }

    /** What is missing, or empty; never fails, and takes two seconds at most. */
    public Future<Optional<String>> missing() {
        if (draining) {
            return Future.succeededFuture(Optional.of("the gateway is being stopped"));
        }
        return database.pool()
                .query("SELECT 1")
                .execute()
                .timeout(DATABASE_WAIT.toMillis(), TimeUnit.MILLISECONDS)
                .map(rows -> Optional.<String>empty())
                .otherwise(Optional.of("the database does not answer"));
    }
}
