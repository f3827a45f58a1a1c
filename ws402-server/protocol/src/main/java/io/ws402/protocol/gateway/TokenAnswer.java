package io.ws402.protocol.gateway;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.json.Fields;

/**
 * The answer to {@link TokenRequest}.
 *
 * @param accessToken opens the session's HTTP resource and status
 * @param accessTokenExpiresInMs from now
 */
public record TokenAnswer(String accessToken, long accessTokenExpiresInMs) {
    /** Reads the body; @throws io.ws402.protocol.json.MalformedJson naming the field at fault. */
    public static TokenAnswer fromJson(JsonObject json) {
        Fields fields = Fields.of(json);
        return new TokenAnswer(fields.text("accessToken"), fields.whole("accessTokenExpiresInMs"));
    }

    /** The body. */
    public JsonObject toJson() {
        return new JsonObject().put("accessToken", accessToken).put("accessTokenExpiresInMs", accessTokenExpiresInMs);
    }

    @Override
    public String toString() {
        return "TokenAnswer[accessTokenExpiresInMs=" + accessTokenExpiresInMs + "]";
    }
}
