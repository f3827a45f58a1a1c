package io.ws402.server.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.ws402.protocol.payment.PaymentProvider;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The gateway's health as probes ask for it: at most one question in two seconds, and a bounded wait. Thread-safe. */
final class GatewayHealth {
    private static final long FRESH_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long PATIENCE_MS = 3_000;

    private final PaymentProvider provider;
    private final LongSupplier nanoClock;
    private @Nullable Future<JsonObject> latest;
    private long askedAt;

    GatewayHealth(PaymentProvider provider, LongSupplier nanoClock) {
        this.provider = provider;
        this.nanoClock = nanoClock;
    }

    /** The gateway's own document; fails when it does not answer. Completes on any thread. */
    synchronized Future<JsonObject> check() {
        long now = nanoClock.getAsLong();
        Future<JsonObject> current = latest;
        if (current == null || now - askedAt > FRESH_NANOS) {
            current = provider.health().timeout(PATIENCE_MS, TimeUnit.MILLISECONDS);
            latest = current;
            askedAt = now;
        }
        return current;
    }
}
