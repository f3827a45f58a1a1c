package io.ws402.server.resource.upstream;

import io.vertx.core.Vertx;
import io.ws402.server.app.ServerConfig;
import io.ws402.server.pricing.Tariff;
import io.ws402.server.resource.Offering;
import io.ws402.server.testing.FakeProvider;
import io.ws402.server.testing.Payer;
import io.ws402.server.testing.TestServer;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A server that sells upstreams under the id {@code service}, and a Vert.x of its own for those upstreams. */
final class UpstreamRig implements AutoCloseable {
    static final long RICH = 1_000_000_000;
    static final UpstreamLimits LIMITS =
            new UpstreamLimits(Duration.ofSeconds(10), 1024 * 1024, 100, Duration.ofMillis(200), Duration.ofSeconds(5));

    final Vertx vertx = Vertx.vertx();
    final FakeProvider provider = new FakeProvider();
    final TestServer server;

    private UpstreamRig(UnaryOperator<ServerConfig> change, UpstreamOptions options, UpstreamLimits limits) {
        server = TestServer.start(provider, change);
        server.offer(new Offering(
                        "service",
                        Tariff.of(TestServer.PLAN),
                        Duration.ofMillis(100),
                        () -> new UpstreamResource(server.vertx(), options, limits)))
                .listen();
    }

    static UpstreamRig before(String url) {
        return of(config -> config, UpstreamOptions.of(UpstreamAddress.of(url)), LIMITS);
    }

    static UpstreamRig of(UnaryOperator<ServerConfig> change, UpstreamOptions options, UpstreamLimits limits) {
        return new UpstreamRig(change, options, limits);
    }

    Payer open() throws InterruptedException {
        return server.open("service", RICH);
    }

    @Override
    public void close() {
        server.close();
        TestServer.await(vertx.close());
    }
}
