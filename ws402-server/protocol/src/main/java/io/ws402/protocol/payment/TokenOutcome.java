package io.ws402.protocol.payment;

/** What came of asking for another access token. */
public sealed interface TokenOutcome {
    /**
     * A fresh token; older ones stay good for as long as they live.
     *
     * @param accessToken opens the session's HTTP resource and status
     * @param expiresInMs from now
     */
    record Renewed(String accessToken, long expiresInMs) implements TokenOutcome {
        @Override
        public String toString() {
            return "Renewed[expiresInMs=" + expiresInMs + "]";
        }
    }

    /**
     * There is none.
     *
     * @param code {@code lease_lost}, {@code session_over}, {@code payment_reversed}, {@code unknown_payment}, or {@code
     *     not_supported} by a gateway of WS402 0.1
     * @param reason a sentence
     */
    record Refused(String code, String reason) implements TokenOutcome {}

    /** The gateway did not answer; asking again later can succeed. */
    record Unavailable(String reason) implements TokenOutcome {}
}
