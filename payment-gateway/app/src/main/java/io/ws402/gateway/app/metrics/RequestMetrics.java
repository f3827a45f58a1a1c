package io.ws402.gateway.app.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import io.ws402.gateway.app.http.Answer;
import io.ws402.gateway.app.http.RequestObserver;
import io.ws402.protocol.gateway.StatsAnswer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * How long requests take: {@code ws402_gateway_verify_seconds} with percentiles, and {@code
 * ws402_gateway_requests_seconds} by operation and status; and how many were too many: {@code
 * ws402_gateway_requests_refused_total} by code. Thread-safe.
 */
public final class RequestMetrics implements RequestObserver {
    private static final String VERIFY = "verifyPayment";
    private static final int TOO_MANY = 429;
    private static final double[] PERCENTILES = {0.5, 0.95, 0.99};

    private final MeterRegistry registry;
    private final Timer verify;
    private final Map<Series, Timer> requests = new ConcurrentHashMap<>();

    private record Series(String operation, int status) {}

    /** In this registry. */
    public RequestMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.verify = Timer.builder("ws402.gateway.verify")
                .description("How long POST /api/payment/verify takes")
                .publishPercentiles(PERCENTILES)
                .register(registry);
    }

    @Override
    public void answered(String operationId, Answer answer, long nanos) {
        if (operationId.equals(VERIFY)) {
            verify.record(nanos, TimeUnit.NANOSECONDS);
        }
        if (answer.status() == TOO_MANY) {
            registry.counter("ws402.gateway.requests.refused", "code", answer.code())
                    .increment();
        }
        requests.computeIfAbsent(new Series(operationId, answer.status()), this::timer)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Series series) {
        return Timer.builder("ws402.gateway.requests")
                .description("How long requests take")
                .tag("operation", series.operation)
                .tag("status", Integer.toString(series.status))
                .register(registry);
    }

    /** How long verify took: the mean of all, the percentiles of the last minutes. */
    public StatsAnswer.ResponseTimes verifyTimes() {
        HistogramSnapshot snapshot = verify.takeSnapshot();
        ValueAtPercentile[] values = snapshot.percentileValues();
        return new StatsAnswer.ResponseTimes(
                Math.round(snapshot.mean(TimeUnit.MILLISECONDS)),
                Math.round(values[0].value(TimeUnit.MILLISECONDS)),
                Math.round(values[1].value(TimeUnit.MILLISECONDS)),
                Math.round(values[2].value(TimeUnit.MILLISECONDS)));
    }
}
