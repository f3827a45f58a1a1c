package io.ws402.gateway.app.cli;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.gateway.app.DatabaseSource;
import io.ws402.gateway.app.config.GatewayConfig;
import io.ws402.gateway.storage.Database;
import java.util.function.BiFunction;

/** Runs a command's work on the gateway's database, beside a gateway that may be running, and cleans up after it. */
final class OnDatabase {
    private OnDatabase() {}

    static <T> T run(ConfigOptions options, BiFunction<Database, GatewayConfig, Future<T>> work) {
        GatewayConfig config = options.readForDatabase();
        Vertx vertx = Vertx.vertx();
        try {
            return DatabaseSource.openBeside(vertx, config)
                    .compose(source -> work.apply(source.database(), config).eventually(() -> source.close()))
                    .await();
        } finally {
            vertx.close().await();
        }
    }
}
