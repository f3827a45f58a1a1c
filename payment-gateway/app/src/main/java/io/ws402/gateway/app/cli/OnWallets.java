package io.ws402.gateway.app.cli;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.gateway.app.DatabaseSource;
import io.ws402.gateway.app.config.GatewayConfig;
import io.ws402.gateway.method.MethodContext;
import io.ws402.gateway.method.MethodRegistry;
import io.ws402.gateway.storage.Database;
import java.time.InstantSource;

/** Runs a command's work on the gateway's database and payment methods, beside a gateway that may be running. */
final class OnWallets {
    private OnWallets() {}

    /** What a command does. */
    @FunctionalInterface
    interface Work<T> {
        Future<T> on(Vertx vertx, Database database, MethodRegistry methods);
    }

    static <T> T run(ConfigOptions options, Work<T> work) {
        GatewayConfig config = options.readForDatabase();
        Vertx vertx = Vertx.vertx();
        try {
            return DatabaseSource.openBeside(vertx, config)
                    .compose(source -> Future.succeededFuture()
                            .compose(open -> run(vertx, config, source.database(), work))
                            .eventually(source::close))
                    .await();
        } finally {
            vertx.close().await();
        }
    }

    private static <T> Future<T> run(Vertx vertx, GatewayConfig config, Database database, Work<T> work) {
        MethodRegistry methods = MethodRegistry.load(
                config.methods(),
                new MethodContext(vertx, database.pool(), InstantSource.system(), config.development()),
                config.defaultMethod().orElse(null));
        return work.on(vertx, database, methods).eventually(() -> {
            methods.close();
            return Future.succeededFuture();
        });
    }
}
