package io.ws402.protocol.gateway;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.SessionGrant;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** The answer to {@link VerifyRequest}, HTTP 200 in each case; {@link ResumeRequest} is answered with a grant too. */
public sealed interface VerifyAnswer {
    /** Held for the session that asked. */
    record Granted(SessionGrant grant) implements VerifyAnswer {}

    /** Held without a session, for a 0.1 server. */
    record Held(String paymentId, String payer, Money amount) implements VerifyAnswer {}

    /**
     * Not held.
     *
     * @param code one of {@link io.ws402.protocol.payment.Codes}; {@code retryable} on the wire follows from it
     * @param reason a sentence for the payer
     * @param state the payment's, or null where none is known
     * @param paymentId the payment, or null where none is known
     * @param retryAfterMs when asking again makes sense, or null
     */
    record Refused(
            String code,
            String reason,
            @Nullable String state,
            @Nullable String paymentId,
            @Nullable Long retryAfterMs) implements VerifyAnswer {}

    /** A 0.1 gateway's yes: it names no payment and gives no lease. */
    record Bare(BigInteger amount) implements VerifyAnswer {}

    /** The body. */
    default JsonObject toJson() {
        return VerifyAnswerJson.write(this);
    }

    /** Reads the body, a 0.1 gateway's too; @throws io.ws402.protocol.json.MalformedJson naming the field at fault. */
    static VerifyAnswer fromJson(JsonObject json) {
        return VerifyAnswerJson.read(json);
    }
}
