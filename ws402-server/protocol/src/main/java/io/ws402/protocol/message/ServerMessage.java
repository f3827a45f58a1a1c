package io.ws402.protocol.message;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.Reading;
import io.ws402.protocol.payment.RefundStatus;
import io.ws402.protocol.payment.Settlement;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a WS402 server says to a payer over the WebSocket. Amounts are smallest units of the session's asset. */
public sealed interface ServerMessage {
    /** The message's {@code type} on the wire. */
    String type();

    /**
     * The session is paid and the meter runs. Whatever is nullable here a 0.1 server does not send.
     *
     * @param sessionId its name
     * @param balance everything that was paid in, and the credit that the payer had
     * @param credit how much of the balance was the payer's credit, left over from earlier payments; zero from a 0.1 server
     * @param pricePerSecond of the plan that was quoted
     * @param resourceId what was paid for
     * @param asset what the amounts are of
     * @param resumeToken takes the session up on any server after a lost connection
     * @param accessToken opens the session's HTTP resource and status
     * @param expiresInMs how long the access token lives; 0 without one
     * @param updateIntervalMs how often usage updates come
     * @param progress what was metered before; null unless the session was resumed
     */
    record SessionStarted(
            String sessionId,
            BigInteger balance,
            BigInteger credit,
            BigInteger pricePerSecond,
            @Nullable String resourceId,
            @Nullable Asset asset,
            @Nullable String resumeToken,
            @Nullable String accessToken,
            long expiresInMs,
            long updateIntervalMs,
            @Nullable Progress progress)
            implements ServerMessage {
        @Override
        public String type() {
            return "session_started";
        }

        @Override
        public String toString() {
            return "SessionStarted[sessionId=" + sessionId + ", balance=" + balance + "]";
        }
    }

    /**
     * How far a resumed session had come.
     *
     * @param reading totals since the session first started
     * @param consumed what they cost
     */
    record Progress(Reading reading, BigInteger consumed) {}

    /** The payment was seen, but is not final enough yet; the server keeps asking. */
    record PaymentPending(String reason, long retryAfterMs) implements ServerMessage {
        @Override
        public String type() {
            return "payment_pending";
        }
    }

    /**
     * No session on this proof or token; the server closes.
     *
     * @param reason a sentence
     * @param code one of {@link io.ws402.protocol.payment.Codes}
     * @param retryAfterMs when presenting it again can succeed, or null
     */
    record PaymentRejected(
            String reason, String code, @Nullable Long retryAfterMs) implements ServerMessage {
        @Override
        public String type() {
            return "payment_rejected";
        }
    }

    /** What has been used so far. */
    record UsageUpdate(String sessionId, Reading reading, BigInteger consumedAmount, BigInteger remainingBalance)
            implements ServerMessage {
        @Override
        public String type() {
            return "usage_update";
        }
    }

    /** The balance has fallen below a threshold; once for each. */
    record BalanceLow(BigInteger remainingBalance, long secondsLeft) implements ServerMessage {
        @Override
        public String type() {
            return "balance_low";
        }
    }

    /** Everything that was paid in is used; the server closes. */
    record BalanceExhausted(String message) implements ServerMessage {
        @Override
        public String type() {
            return "balance_exhausted";
        }
    }

    /** The plan's maximum duration is reached; the server closes. */
    record MaxDurationReached(String message) implements ServerMessage {
        @Override
        public String type() {
            return "max_duration_reached";
        }
    }

    /**
     * The session is over.
     *
     * @param sessionId which
     * @param reason why, snake_case
     * @param paid everything that was paid in, in the session's asset
     * @param consumed what it cost, in the session's asset
     * @param refunds what goes back, one for each deposit not used up; empty while the gateway has not answered
     */
    record SessionEnded(String sessionId, String reason, BigInteger paid, BigInteger consumed, List<Refund> refunds)
            implements ServerMessage {
        /** The end of a session that was settled. */
        public static SessionEnded of(String sessionId, String reason, Settlement settlement) {
            List<Refund> refunds = settlement.refunds().stream().map(Refund::of).toList();
            return new SessionEnded(
                    sessionId,
                    reason,
                    settlement.paid().units(),
                    settlement.consumed().units(),
                    refunds);
        }

        @Override
        public String type() {
            return "ws402.session_ended";
        }
    }

    /**
     * A refund as it stands when the session ends.
     *
     * @param amount smallest units of what was paid
     * @param state {@code planned, signed, broadcast, confirmed, credited, awaiting_operator, void}
     * @param id its name at the gateway
     * @param txHash once there is one
     * @param other where another asset goes back than the session's, which and what it counts for; else null
     */
    record Refund(
            BigInteger amount,
            String state,
            String id,
            @Nullable String txHash,
            @Nullable OtherAsset other) {
        /** A refund in the session's own asset. */
        public Refund(BigInteger amount, String state, String id, @Nullable String txHash) {
            this(amount, state, id, txHash, null);
        }

        /** A refund as the gateway tells of it. */
        public static Refund of(RefundStatus refund) {
            Money worth = refund.worth();
            return new Refund(
                    refund.amount().units(),
                    refund.state(),
                    refund.refundId(),
                    refund.txHash(),
                    worth == null ? null : new OtherAsset(refund.amount().asset(), worth.units()));
        }

        /** What was not used, in the session's asset. */
        public BigInteger unused() {
            return other == null ? amount : other.worth();
        }
    }

    /**
     * An asset that is not the session's.
     *
     * @param asset which
     * @param worth what counts of it, in the session's asset
     */
    record OtherAsset(Asset asset, BigInteger worth) {}

    /** This server is draining: reconnect elsewhere and resume. */
    record Migrate(String resumeToken) implements ServerMessage {
        @Override
        public String type() {
            return "ws402.migrate";
        }

        @Override
        public String toString() {
            return "Migrate[]";
        }
    }

    /**
     * Terms for a top-up.
     *
     * @param paymentDetails as in the schema; perhaps in another asset than the session's
     * @param worth what paying them adds to the balance, in the session's asset; null from a server that tops up in no other
     */
    record TopUpQuote(JsonObject paymentDetails, @Nullable BigInteger worth) implements ServerMessage {
        @Override
        public String type() {
            return "ws402.top_up_quote";
        }

        @Override
        public String toString() {
            return "TopUpQuote[]";
        }
    }

    /**
     * A top-up was accepted.
     *
     * @param amount by how much the balance has grown, in the session's asset
     * @param balance everything that was paid in, this included
     * @param remainingBalance what of it is not used yet
     * @param secondsLeft until it is used, or the session's maximum duration is reached, without further traffic
     */
    record ToppedUp(BigInteger amount, BigInteger balance, BigInteger remainingBalance, long secondsLeft)
            implements ServerMessage {
        @Override
        public String type() {
            return "ws402.topped_up";
        }
    }

    /** Meter and traffic stand still, for at most so long. */
    record Paused(long pauseLeftMs) implements ServerMessage {
        @Override
        public String type() {
            return "ws402.paused";
        }
    }

    /** The pause is over. */
    record Resumed() implements ServerMessage {
        @Override
        public String type() {
            return "ws402.resumed";
        }
    }

    /** Tokens that take the place of earlier ones; the access token lives for {@code expiresInMs}. */
    record Token(String resumeToken, String accessToken, long expiresInMs) implements ServerMessage {
        @Override
        public String type() {
            return "ws402.token";
        }

        @Override
        public String toString() {
            return "Token[expiresInMs=" + expiresInMs + "]";
        }
    }

    /** A control could not be carried out; the session goes on. */
    record ControlError(String code, String reason) implements ServerMessage {
        @Override
        public String type() {
            return "ws402.error";
        }
    }
}
