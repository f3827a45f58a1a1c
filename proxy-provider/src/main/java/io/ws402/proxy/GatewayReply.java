package io.ws402.proxy;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.gateway.Problem;
import org.jspecify.annotations.Nullable;

/** What came of a call to the gateway, after all its attempts. */
sealed interface GatewayReply {
    /** An answer. */
    record Answered(JsonObject body) implements GatewayReply {}

    /** The gateway understood and says no (4xx), or failed in a way that trying again does not mend (500). */
    record Refused(Problem problem) implements GatewayReply {}

    /**
     * No answer.
     *
     * @param reason what happened, for the log
     * @param unsent whether the request certainly had no effect
     * @param problem what the gateway said with a 429, 502, 503 or 504, or null
     * @param again whether trying again makes sense
     */
    record Missed(String reason, boolean unsent, @Nullable Problem problem, boolean again) implements GatewayReply {
        long retryAfterMs() {
            Long asked = problem == null ? null : problem.retryAfterMs();
            return asked == null ? 0 : asked;
        }
    }
}
