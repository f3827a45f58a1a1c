package io.ws402.server.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.ws402.protocol.gateway.GatewayApi;
import io.ws402.protocol.payment.PaymentProvider;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /.well-known/ws402-receipts/jwks.json}: the gateway's public keys for receipts, which payers can not ask for
 * themselves. The gateway is asked once in a minute at most, however many ask here; while it is away, what it said last
 * stands. Shared by all event loops.
 */
final class ReceiptKeyRoutes {
    private static final long FRESH_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long AGAIN_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long PATIENCE_MS = 3_000;

    private final PaymentProvider provider;
    private final LongSupplier nanoClock;
    private @Nullable Future<JsonObject> asked;
    private @Nullable JsonObject last;
    private long askedAt;

    ReceiptKeyRoutes(PaymentProvider provider, LongSupplier nanoClock) {
        this.provider = provider;
        this.nanoClock = nanoClock;
    }

    void mount(Router router) {
        router.get(GatewayApi.RECEIPT_KEYS).handler(this::keys);
    }

    private void keys(RoutingContext context) {
        keys().onSuccess(keys -> Answers.json(context.response(), 200, keys))
                .onFailure(fault -> SessionStatusRoutes.unavailable(context.response()));
    }

    /** The keys; fails while the gateway is away and has never answered. */
    synchronized Future<JsonObject> keys() {
        long age = nanoClock.getAsLong() - askedAt;
        Future<JsonObject> current = asked;
        if (current == null || age > FRESH_NANOS || (current.failed() && age > AGAIN_NANOS)) {
            askedAt = nanoClock.getAsLong();
            current = provider.receiptKeys()
                    .timeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
                    .onSuccess(this::keep);
            asked = current;
        }
        return current.recover(this::orLast);
    }

    private synchronized void keep(JsonObject keys) {
        last = keys;
    }

    private synchronized Future<JsonObject> orLast(Throwable fault) {
        return last == null ? Future.failedFuture(fault) : Future.succeededFuture(last);
    }
}
