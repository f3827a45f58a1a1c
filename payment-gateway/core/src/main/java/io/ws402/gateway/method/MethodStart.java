package io.ws402.gateway.method;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts one method, again and again until it is up. */
final class MethodStart {
    private static final Logger LOG = LoggerFactory.getLogger(MethodStart.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration HEALTH_WAIT = Duration.ofSeconds(3);

    private final Vertx vertx;
    private final PaymentMethod method;
    private volatile boolean up;
    private volatile boolean closed;

    MethodStart(Vertx vertx, PaymentMethod method) {
        this.vertx = vertx;
        this.method = method;
    }

    PaymentMethod method() {
        return method;
    }

    boolean isUp() {
        return up;
    }

    /** The first attempt; completes at the latest after the wait, and never fails. */
    Future<Void> start(Duration wait) {
        return attempt(wait, FIRST_PAUSE).otherwiseEmpty();
    }

    private Future<Void> attempt(Duration wait, Duration pauseAfter) {
        return Future.succeededFuture()
                .compose(now -> method.start())
                .timeout(wait.toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(started -> {
                    up = true;
                    LOG.info("payment method {} is up", method.describe().id());
                })
                .onFailure(failure -> {
                    LOG.warn(
                            "payment method {} did not start, trying again in {} s: {}",
                            method.describe().id(),
                            pauseAfter.toSeconds(),
                            failure.getMessage());
                    vertx.setTimer(pauseAfter.toMillis(), timer -> again(wait, pauseAfter));
                });
    }

    private void again(Duration wait, Duration pause) {
        if (!closed) {
            Duration longer = pause.multipliedBy(2);
            attempt(wait, longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE);
        }
    }

    Future<MethodHealth> health() {
        if (!up) {
            return Future.succeededFuture(
                    new MethodHealth(false, "not started yet; the gateway's log says why, and it is tried again"));
        }
        return Future.succeededFuture()
                .compose(now -> method.health())
                .timeout(HEALTH_WAIT.toMillis(), TimeUnit.MILLISECONDS)
                .otherwise(failure -> new MethodHealth(false, "no answer within " + HEALTH_WAIT.toSeconds() + " s"));
    }

    void close() {
        closed = true;
        method.close();
    }
}
