package io.ws402.protocol.message;

import io.ws402.protocol.payment.PaymentProof;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** What a payer says over the WebSocket. */
public sealed interface ClientMessage {
    /** The message's {@code type} on the wire. */
    String type();

    /** Evidence of having paid; opens a session. */
    record Proof(PaymentProof proof) implements ClientMessage {
        @Override
        public String type() {
            return "payment_proof";
        }
    }

    /**
     * Goes on with a session that is paid and not over.
     *
     * @param token the resume token, which works once
     */
    record Resume(String token) implements ClientMessage {
        @Override
        public String type() {
            return "ws402.resume";
        }

        @Override
        public String toString() {
            return "Resume[]";
        }
    }

    /** Ends the session; what was not used is refunded. */
    record End() implements ClientMessage {
        @Override
        public String type() {
            return "ws402.end";
        }
    }

    /** Stops meter and traffic for a while. */
    record Pause() implements ClientMessage {
        @Override
        public String type() {
            return "ws402.pause";
        }
    }

    /** Ends a pause. */
    record Continue() implements ClientMessage {
        @Override
        public String type() {
            return "ws402.continue";
        }
    }

    /**
     * Asks for terms on which the session's balance can grow.
     *
     * @param size by how much
     * @param method the payment method, or null for the session's own
     * @param asset the asset, or null for the session's own
     */
    record QuoteTopUp(
            Size size, @Nullable String method, @Nullable String asset) implements ClientMessage {
        @Override
        public String type() {
            return "ws402.quote_top_up";
        }

        /** How large a top-up is meant to be. */
        public sealed interface Size {}

        /** An amount in smallest units of what is to be paid. */
        public record Amount(BigInteger units) implements Size {}

        /** What so many seconds cost in what is to be paid. */
        public record Seconds(long seconds) implements Size {}
    }

    /** Evidence of having paid a top-up. */
    record TopUp(PaymentProof proof) implements ClientMessage {
        @Override
        public String type() {
            return "ws402.top_up";
        }
    }
}
