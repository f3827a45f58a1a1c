package io.ws402.demo.whole;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;

/** What a payer was asked to pay for a resource. */
record Quoted(String resource, JsonObject details) {
    BigInteger amount() {
        return new BigInteger(details.getString("amountAtomic"));
    }

    String recipient() {
        return details.getString("recipient");
    }

    String reference() {
        return details.getString("reference");
    }

    JsonObject proof(String txHash) {
        return new JsonObject().put("type", "base").put("txHash", txHash).put("reference", reference());
    }
}
