package io.ws402.proxy;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One call to the gateway.
 *
 * @param method GET or POST
 * @param path behind the gateway's URL
 * @param body what is sent, or null
 * @param idempotencyKey the same for all attempts of the call; null where the call moves no money
 * @param pace how long it may take
 * @param fractions whether the answer may hold fractions beside its amounts, as documents of 0.1 do
 * @param repeatable whether an attempt whose fate is unknown may be repeated
 */
record GatewayCall(
        HttpMethod method,
        String path,
        @Nullable JsonObject body,
        @Nullable String idempotencyKey,
        Pace pace,
        boolean fractions,
        boolean repeatable) {
    /** How long a call and its attempts may take. */
    enum Pace {
        /** Attempts one after the other inside the timeout. */
        NORMAL,
        /** The gateway itself waits for finality: one attempt may take the whole timeout. */
        PATIENT,
        /** Worth nothing when late: all attempts inside the time of one. */
        SHORT
    }

    static GatewayCall get(String path) {
        return new GatewayCall(HttpMethod.GET, path, null, null, Pace.NORMAL, false, true);
    }

    static GatewayCall post(String path, JsonObject body) {
        return new GatewayCall(HttpMethod.POST, path, body, null, Pace.NORMAL, false, true);
    }

    static GatewayCall movingMoney(String path, JsonObject body) {
        String key = UUID.randomUUID().toString();
        return new GatewayCall(HttpMethod.POST, path, body, key, Pace.NORMAL, false, true);
    }

    GatewayCall at(Pace other) {
        return new GatewayCall(method, path, body, idempotencyKey, other, fractions, repeatable);
    }

    GatewayCall withFractions() {
        return new GatewayCall(method, path, body, idempotencyKey, pace, true, repeatable);
    }

    /** A 0.1 gateway knows no idempotency key: a refund whose fate is unknown is not sent twice. */
    GatewayCall once() {
        return new GatewayCall(method, path, body, idempotencyKey, pace, fractions, false);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
