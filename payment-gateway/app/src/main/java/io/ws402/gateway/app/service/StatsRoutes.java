package io.ws402.gateway.app.service;

import io.vertx.core.Future;
import io.ws402.gateway.app.http.Answer;
import io.ws402.gateway.app.http.Endpoints;
import io.ws402.gateway.app.http.Exchange;
import io.ws402.gateway.method.MethodDescription;
import io.ws402.gateway.method.MethodRegistry;
import io.ws402.gateway.payment.VerifyCounters;
import io.ws402.gateway.refund.RefundQueries;
import io.ws402.gateway.refund.RefundQueries.RefundCounts;
import io.ws402.gateway.storage.Database;
import io.ws402.protocol.gateway.StatsAnswer;
import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Supplier;

/** {@code GET /api/stats}: verifications since this process started, and the refunds of the key's merchant. */
public final class StatsRoutes {
    private static final String NAME = "WS402 payment gateway";

    private final MethodRegistry methods;
    private final VerifyCounters counters;
    private final Database database;
    private final Supplier<StatsAnswer.ResponseTimes> verifyTimes;
    private final InstantSource clock;
    private final RefundQueries refunds = new RefundQueries();
    private final long startedNanos = System.nanoTime();

    /**
     * @param verifyTimes how long verify takes
     * @param clock wall time, for the record
     */
    public StatsRoutes(
            MethodRegistry methods,
            VerifyCounters counters,
            Database database,
            Supplier<StatsAnswer.ResponseTimes> verifyTimes,
            InstantSource clock) {
        this.methods = methods;
        this.counters = counters;
        this.database = database;
        this.verifyTimes = verifyTimes;
        this.clock = clock;
    }

    /** Names the endpoints. */
    public void mount(Endpoints endpoints) {
        endpoints.on("getStats", this::stats);
    }

    private Future<Answer> stats(Exchange exchange) {
        String merchantId = exchange.caller().merchantId();
        return refunds.counts(database.pool(), merchantId)
                .map(counts -> Answer.ok(stats(counters.of(merchantId), counts).toJson()));
    }

    private StatsAnswer stats(VerifyCounters.Figures figures, RefundCounts counts) {
        SequencedMap<String, BigInteger> volume = new LinkedHashMap<>();
        figures.volume().forEach((asset, units) -> volume.put(asset.value(), units));
        return new StatsAnswer(
                identity(),
                Duration.ofNanos(System.nanoTime() - startedNanos).toSeconds(),
                clock.millis(),
                figures.verified(),
                figures.rejected(),
                counts.issued(),
                counts.awaitingOperator(),
                volume,
                verifyTimes.get());
    }

    private StatsAnswer.Identity identity() {
        MethodDescription method = methods.defaultMethod().describe();
        return new StatsAnswer.Identity(
                NAME,
                method.id(),
                method.network(),
                ServiceRoutes.chainId(method).orElse(null),
                method.recipient(),
                method.capabilities().canRefund());
    }
}
