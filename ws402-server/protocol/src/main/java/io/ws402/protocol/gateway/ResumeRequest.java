package io.ws402.protocol.gateway;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.json.Fields;
import io.ws402.protocol.payment.SessionClaim;

/**
 * {@code POST /api/sessions/resume}: takes a session up. Answered with {@link VerifyAnswer.Granted}, or a {@link Problem}
 * 409 {@code lease_held}, 410 {@code session_over}, 409 {@code token_used}, 401 {@code token_invalid}.
 *
 * @param resumeToken works once
 * @param session who wants to hold the session now
 */
public record ResumeRequest(String resumeToken, SessionClaim session) {
    /** Reads the body; @throws io.ws402.protocol.json.MalformedJson naming the field at fault. */
    public static ResumeRequest fromJson(JsonObject json) {
        Fields fields = Fields.of(json);
        return new ResumeRequest(fields.text("resumeToken"), VerifyRequest.claim(fields));
    }

    /** The body. */
    public JsonObject toJson() {
        return VerifyRequest.put(new JsonObject().put("resumeToken", resumeToken), session);
    }

    @Override
    public String toString() {
        return "ResumeRequest[session=" + session + "]";
    }
}
