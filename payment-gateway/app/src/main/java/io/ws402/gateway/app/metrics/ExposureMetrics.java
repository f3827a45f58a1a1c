package io.ws402.gateway.app.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.gateway.payment.Exposure;
import io.ws402.gateway.payment.ExposureQueries;
import io.ws402.gateway.work.RepeatedPass;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;

/**
 * How much is served on that could still be undone, of all payers together: {@code ws402_gateway_exposure}, by method and
 * asset, and {@code ws402_gateway_exposure_cap} where there is a cap, in smallest units. Looked up every fifteen seconds.
 */
public final class ExposureMetrics {
    private static final Duration PAUSE = Duration.ofSeconds(15);

    private final ExposureQueries exposures;
    private final MultiGauge atRisk;
    private final MultiGauge caps;

    /** In this registry. */
    public ExposureMetrics(ExposureQueries exposures, MeterRegistry registry) {
        this.exposures = exposures;
        this.atRisk = MultiGauge.builder("ws402.gateway.exposure")
                .description("What is served on and could still be undone, in smallest units")
                .register(registry);
        this.caps = MultiGauge.builder("ws402.gateway.exposure.cap")
                .description("The most that it may be, in smallest units")
                .register(registry);
    }

    /** Looks now and again, until it is stopped. */
    public RepeatedPass start(Vertx vertx) {
        RepeatedPass repeated = new RepeatedPass(vertx, "sum of what is exposed", PAUSE, this::pass);
        repeated.start();
        return repeated;
    }

    private Future<Boolean> pass() {
        return exposures.list().map(all -> {
            atRisk.register(all.stream().map(each -> row(each, each.atRisk())).toList(), true);
            caps.register(capped(all), true);
            return false;
        });
    }

    private static List<MultiGauge.Row<?>> capped(List<Exposure> all) {
        return all.stream()
                .<MultiGauge.Row<?>>mapMulti((each, rows) -> {
                    BigInteger cap = each.cap();
                    if (cap != null) {
                        rows.accept(row(each, cap));
                    }
                })
                .toList();
    }

    private static MultiGauge.Row<?> row(Exposure of, BigInteger units) {
        return MultiGauge.Row.of(
                Tags.of("method", of.method(), "asset", of.asset().value()), units.doubleValue());
    }
}
