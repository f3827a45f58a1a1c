package io.ws402.gateway.payment;

import io.ws402.gateway.access.Caller;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.SessionClaim;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to hold a payment.
 *
 * @param caller whose API key
 * @param sessionId repeating a claim with it gets the same answer; nobody else does
 * @param serverId the server process, empty for a 0.1 server
 * @param resourceId what the session is for, null from a 0.1 server
 * @param lease for how long, null for a hold without a lease
 * @param patience how long the call waits for a payment that is not final enough; zero answers "pending" at once
 */
record Claimant(
        Caller caller,
        String sessionId,
        String serverId,
        @Nullable String resourceId,
        @Nullable Duration lease,
        Duration patience) {
    /** Inside the 30 s after which a 0.1 server, which knows no "pending", gives up. */
    static final Duration PATIENCE_WITHOUT_SESSION = Duration.ofSeconds(25);

    private static final int SESSION_ID_BYTES = 16;

    static Claimant of(Caller caller, SessionClaim session, Duration lease) {
        return new Claimant(
                caller, session.sessionId(), session.serverId(), session.resourceId(), lease, Duration.ZERO);
    }

    /**
     * A 0.1 server, which names no session. Its own retries repeat proof and timestamp, another socket's call does not:
     * key, payment, proof and timestamp together stand for the session.
     */
    static Claimant withoutSession(Caller caller, String reference, PaymentProof proof, long timestamp) {
        String call = String.join(
                "\n",
                caller.apiKeyId(),
                reference,
                Long.toString(timestamp),
                proof.json().encode());
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(call.getBytes(StandardCharsets.UTF_8));
            String sessionId = "ses_" + HexFormat.of().formatHex(digest, 0, SESSION_ID_BYTES);
            return new Claimant(caller, sessionId, "", null, null, PATIENCE_WITHOUT_SESSION);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
