package io.ws402.server.http;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.Verification;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the gateway about one proof or token until it knows, or the deadline is over. A grant that comes when nobody waits
 * for it any more — the socket went, the deadline passed — is handed to {@code tooLate}, so that its lease can be given
 * back. Confined to one event loop.
 */
final class ProofExchange {
    private static final Logger LOG = LoggerFactory.getLogger(ProofExchange.class);
    private static final long RETRY_UNAVAILABLE_MS = 500;
    private static final long RETRY_MIN_MS = 50;

    private final Vertx vertx;
    private final LongSupplier nanoClock;
    private final Supplier<Future<Verification>> ask;
    private final boolean waitsForPending;
    private final Consumer<Verification.Pending> onPending;
    private final Consumer<SessionGrant> tooLate;
    private final Promise<Verdict> verdict = Promise.promise();
    private Verdict.Refused atDeadline = new Verdict.Refused(
            Codes.GATEWAY_UNAVAILABLE, "The payment could not be checked in time. Try again.", null);
    private boolean over;
    private long timer;

    /** What came of it. */
    sealed interface Verdict {
        /** @param askedAtNanos when the gateway was asked; the lease may run from then */
        record Granted(SessionGrant grant, long askedAtNanos) implements Verdict {}

        record Refused(String code, String reason, @Nullable Long retryAfterMs) implements Verdict {}
    }

    /**
     * @param ask asks the gateway once
     * @param waitsForPending whether a pending answer is waited for; else it is a refusal
     */
    ProofExchange(
            Vertx vertx,
            LongSupplier nanoClock,
            Supplier<Future<Verification>> ask,
            boolean waitsForPending,
            Consumer<Verification.Pending> onPending,
            Consumer<SessionGrant> tooLate) {
        this.vertx = vertx;
        this.nanoClock = nanoClock;
        this.ask = ask;
        this.waitsForPending = waitsForPending;
        this.onPending = onPending;
        this.tooLate = tooLate;
    }

    /** Begins to ask; completes on this loop, never with a failure, and not at all when it was cancelled. */
    Future<Verdict> run(Duration deadline) {
        timer = vertx.setTimer(deadline.toMillis(), id -> decide(atDeadline));
        attempt();
        return verdict.future();
    }

    /** Nobody waits any longer. */
    void cancel() {
        over = true;
        vertx.cancelTimer(timer);
    }

    private void attempt() {
        if (!over) {
            long askedAt = nanoClock.getAsLong();
            ask.get().onComplete(answer -> answered(askedAt, answer));
        }
    }

    private void answered(long askedAt, AsyncResult<Verification> answer) {
        if (answer.failed()) {
            LOG.error("Checking a payment failed", answer.cause());
            retry(RETRY_UNAVAILABLE_MS);
            return;
        }
        switch (answer.result()) {
            case Verification.Accepted(SessionGrant grant) -> {
                if (over) {
                    tooLate.accept(grant);
                } else {
                    decide(new Verdict.Granted(grant, askedAt));
                }
            }
            case Verification.Rejected(String code, String reason) -> decide(new Verdict.Refused(code, reason, null));
            case Verification.Pending pending -> pending(pending);
            case Verification.Unavailable(String reason) -> {
                LOG.warn("The gateway did not check a payment: {}", reason);
                retry(RETRY_UNAVAILABLE_MS);
            }
        }
    }

    private void pending(Verification.Pending pending) {
        atDeadline = new Verdict.Refused(pending.code(), pending.reason(), pending.retryAfterMs());
        if (!waitsForPending) {
            decide(atDeadline);
        } else if (!over) {
            onPending.accept(pending);
            retry(Math.max(RETRY_MIN_MS, pending.retryAfterMs()));
        }
    }

    private void retry(long delayMs) {
        if (!over) {
            vertx.setTimer(delayMs, id -> attempt());
        }
    }

    private void decide(Verdict decision) {
        if (!over) {
            cancel();
            verdict.complete(decision);
        }
    }
}
