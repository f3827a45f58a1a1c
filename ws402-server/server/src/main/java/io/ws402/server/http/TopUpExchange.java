package io.ws402.server.http;

import io.vertx.core.AsyncResult;
import io.ws402.protocol.message.ServerMessage;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.PaymentProvider;
import io.ws402.protocol.payment.TopUpOutcome;
import io.ws402.server.session.EndReason;
import io.ws402.server.session.PayerLink;
import io.ws402.server.session.Session;
import java.math.BigInteger;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Presents the proof of a top-up to the gateway until that has decided: what is not final enough for a bounded time, but
 * what may have been added or not for as long as readings are offered, also when the session has ended meanwhile: then the
 * gateway divides the money with the session's, or sends it back. Confined to its event loop.
 */
final class TopUpExchange {
    private static final Logger LOG = LoggerFactory.getLogger(TopUpExchange.class);
    private static final long RETRY_UNAVAILABLE_MS = 500;
    private static final long RETRY_MIN_MS = 50;

    private final PaymentProvider provider;
    private final Loop loop;
    private final Session session;
    private final PayerLink payer;
    private final Duration waitForFinality;
    private @Nullable PaymentProof proof;
    private BigInteger balanceBefore = BigInteger.ZERO;
    private long since;
    private boolean saidUnknown;

    TopUpExchange(PaymentProvider provider, Loop loop, Session session, PayerLink payer, Duration waitForFinality) {
        this.provider = provider;
        this.loop = loop;
        this.session = session;
        this.payer = payer;
        this.waitForFinality = waitForFinality;
        session.whenEnding(this::ending);
    }

    /** Begins with a proof, unless another one is not decided yet. */
    void present(PaymentProof presented) {
        if (proof != null) {
            refuse(
                    Codes.TOP_UP_IN_PROGRESS,
                    "Another top-up is being checked. Send this one again when it is decided.");
            return;
        }
        proof = presented;
        balanceBefore = session.balance();
        since = loop.sessions().ticker().now();
        saidUnknown = false;
        attempt(presented);
    }

    private void attempt(PaymentProof presented) {
        loop.when(
                provider.topUp(session.grant().paymentId(), session.grant().leaseEpoch(), presented),
                answer -> answered(presented, answer));
    }

    private void answered(PaymentProof presented, AsyncResult<TopUpOutcome> answer) {
        TopUpOutcome outcome =
                answer.succeeded() ? answer.result() : new TopUpOutcome.Unavailable(String.valueOf(answer.cause()));
        switch (outcome) {
            case TopUpOutcome.Added(Money _, Money worth, Money balance) -> added(worth.units(), balance.units());
            case TopUpOutcome.Rejected(String code, String reason) -> rejected(code, reason);
            case TopUpOutcome.Pending pending -> pending(presented, pending);
            case TopUpOutcome.Unavailable(String why) -> unknown(presented, why);
        }
    }

    private void added(BigInteger amount, BigInteger balance) {
        proof = null;
        boolean told = session.balance().compareTo(balanceBefore) > 0;
        if (session.toppedUp(balance) || told || !session.state().isOpen()) {
            return;
        }
        // A proof that counted before, presented again.
        payer.send(session.toppedUpBy(amount));
    }

    private void rejected(String code, String reason) {
        proof = null;
        LOG.atInfo()
                .addKeyValue("sessionId", session.id())
                .addKeyValue("code", code)
                .log("A top-up was rejected: {}", reason);
        refuse(code, reason);
    }

    private void pending(PaymentProof presented, TopUpOutcome.Pending pending) {
        if (waited() >= waitForFinality.toNanos()) {
            proof = null;
            refuse(pending.code(), pending.reason());
            return;
        }
        if (session.state().isOpen()) {
            payer.send(new ServerMessage.PaymentPending(pending.reason(), pending.retryAfterMs()));
        }
        retry(presented, Math.max(RETRY_MIN_MS, pending.retryAfterMs()));
    }

    private void unknown(PaymentProof presented, String why) {
        if (waited() >= loop.sessions().rules().reportRetryFor().toNanos()) {
            proof = null;
            LOG.atError().addKeyValue("sessionId", session.id()).log("Gave up a top-up: {}", why);
            refuse(Codes.GATEWAY_UNAVAILABLE, "Whether the top-up counts is not known. Send its proof again.");
            return;
        }
        if (!saidUnknown && waited() >= waitForFinality.toNanos()) {
            saidUnknown = true;
            refuse(Codes.GATEWAY_UNAVAILABLE, "Whether the top-up counts is not known yet; the server keeps asking.");
        }
        retry(presented, RETRY_UNAVAILABLE_MS);
    }

    private void retry(PaymentProof presented, long delayMs) {
        loop.vertx().setTimer(delayMs, timer -> attempt(presented));
    }

    /** The last word that the payer hears of it here. */
    private void ending(EndReason reason) {
        if (proof == null) {
            return;
        }
        switch (reason.afterwards()) {
            case HAND_OVER, RELEASE ->
                say(
                        Codes.TOP_UP_IN_PROGRESS,
                        "The top-up is not decided yet. Send its proof again when you have resumed.");
            case SETTLE, ABANDON ->
                say(
                        Codes.SESSION_OVER,
                        "The session ended before the top-up was decided. What was paid for it goes back to its payer.");
        }
    }

    private long waited() {
        return loop.sessions().ticker().now() - since;
    }

    private void refuse(String code, String reason) {
        if (session.state().isOpen()) {
            say(code, reason);
        }
    }

    private void say(String code, String reason) {
        payer.send(new ServerMessage.ControlError(code, reason));
    }
}
