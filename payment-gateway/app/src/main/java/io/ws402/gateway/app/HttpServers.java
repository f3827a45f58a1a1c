package io.ws402.gateway.app;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.ws402.gateway.app.config.GatewayConfig.Http;
import io.ws402.gateway.app.http.HttpVerticle;
import java.io.IOException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The HTTP server: an instance for each core, all on one port. */
final class HttpServers {
    // Instances that give the same negative number share a port of the system's choice; each gateway has its own
    // number.
    private static final AtomicInteger CHOSEN_PORTS = new AtomicInteger();

    private final Vertx vertx;
    private final String deploymentId;
    private final int port;

    private HttpServers(Vertx vertx, String deploymentId, int port) {
        this.vertx = vertx;
        this.deploymentId = deploymentId;
        this.port = port;
    }

    static Future<HttpServers> start(Vertx vertx, Http http, Function<Vertx, Router> routes) {
        int port = http.port() == 0 ? CHOSEN_PORTS.decrementAndGet() : http.port();
        Queue<HttpVerticle> instances = new ConcurrentLinkedQueue<>();
        DeploymentOptions perCore =
                new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
        return vertx.deployVerticle(
                        () -> {
                            HttpVerticle instance = new HttpVerticle(http.host(), port, http.drainTimeout(), routes);
                            instances.add(instance);
                            return instance;
                        },
                        perCore)
                .map(id -> new HttpServers(vertx, id, instances.element().actualPort()))
                .recover(failure -> Future.failedFuture(
                        // With the native transport it is no BindException.
                        failure instanceof IOException || failure instanceof UnresolvedAddressException
                                ? new CannotListenException(http.host(), http.port(), failure)
                                : failure));
    }

    int port() {
        return port;
    }

    /** Ends when every request that was taken is answered, or the drain timeout is over. */
    Future<Void> stop() {
        return vertx.undeploy(deploymentId);
    }
}
