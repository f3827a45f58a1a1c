package io.ws402.bench.socket;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.ws402.bench.process.WorkerLine;
import io.ws402.protocol.payment.PaymentProvider;
import io.ws402.protocol.rate.Rate;
import io.ws402.proxy.ProxyOptions;
import io.ws402.proxy.ProxyPaymentProvider;
import io.ws402.server.app.ServerConfig;
import io.ws402.server.app.Ws402Server;
import io.ws402.server.http.RateLimits;
import io.ws402.server.http.SocketLimits;
import io.ws402.server.pricing.Tariff;
import io.ws402.server.resource.EchoResource;
import io.ws402.server.resource.Offering;
import io.ws402.server.resource.Resource;
import java.io.IOException;

/** The program of our side: a WS402 server on one event loop, before a {@link MemoryLedger} or a gateway. */
final class OurServer {
    private static final int ANYBODY = 1_000_000;

    private OurServer() {}

    /** Runs it until its owner has gone. */
    public static void main(String[] arguments) throws IOException {
        new WorkerLine().on("start", OurServer::start).serve(arguments);
    }

    private static JsonObject start(JsonObject order) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        ServerConfig config = ServerConfig.DEFAULTS
                .listeningOn("127.0.0.1", 0)
                .withEventLoops(1)
                .withLimits(limits());
        String gateway = order.getString("gateway");
        PaymentProvider provider = gateway == null
                ? new MemoryLedger(Work.PLAN)
                : ProxyPaymentProvider.create(vertx, ProxyOptions.of(gateway, order.getString("key")));
        Ws402Server server = Ws402Server.create(vertx, config, provider);
        for (Work work : Work.values()) {
            Resource resource = work == Work.ECHO ? new EchoResource() : Resource.of(session -> frame -> {});
            server.offer(new Offering(work.id(), Tariff.of(Work.PLAN), work.updates(), () -> resource));
        }
        return new JsonObject().put("port", server.start().await());
    }

    /** The defaults, but for what keeps one address from holding everything: here all payers have one address. */
    private static SocketLimits limits() {
        SocketLimits defaults = SocketLimits.DEFAULTS;
        Rate any = Rate.parse(ANYBODY + "/s burst " + ANYBODY);
        return new SocketLimits(
                defaults.firstMessage(),
                defaults.keepAlive(),
                defaults.verify(),
                defaults.resourceOpen(),
                defaults.stuck(),
                defaults.frameBytesMax(),
                defaults.messageBytesMax(),
                defaults.sendQueueBytesMax(),
                defaults.droppedMax(),
                defaults.unpaidMax(),
                defaults.unpaidMax(),
                defaults.sessionsMax(),
                new RateLimits(any, any, any, any, any),
                defaults.httpPerSession());
    }
}
