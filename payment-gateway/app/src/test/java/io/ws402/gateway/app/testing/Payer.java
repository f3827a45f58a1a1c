package io.ws402.gateway.app.testing;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.credits.CreditsProof;
import java.math.BigInteger;
import java.util.HexFormat;

/** Somebody with credits, and what a WS402 server does for them. */
public final class Payer {
    private final GatewayClient server;
    private final GatewayClient operator;
    private final String account;
    private final byte[] secret;

    private Payer(GatewayClient server, GatewayClient operator, String account, byte[] secret) {
        this.server = server;
        this.operator = operator;
        this.account = account;
        this.secret = secret;
    }

    /** A payer with this much, granted by the operator. */
    public static Payer with(GatewayClient server, long units) {
        GatewayClient operator = server.as(TestKeys.OPERATOR);
        JsonObject opened =
                operator.post("/api/credits/accounts", new JsonObject()).ok();
        String account = opened.getString("account");
        operator.post(
                        "/api/credits/accounts/" + account + "/grants",
                        new JsonObject().put("grantId", account).put("amount", units))
                .ok();
        return new Payer(server, operator, account, HexFormat.of().parseHex(opened.getString("secret")));
    }

    public String account() {
        return account;
    }

    public BigInteger balance() {
        return new BigInteger(
                operator.get("/api/credits/accounts/" + account).ok().getString("balance"));
    }

    /** Payment details for three seconds of the ticker at 100 units a second. */
    public JsonObject quote() {
        return server.post("/api/payment/generate", quoteRequest()).ok();
    }

    public static JsonObject quoteRequest() {
        return new JsonObject("""
                {"amount":300,"resourceId":"ticker","estimatedDuration":3,
                 "plan":{"pricePerSecond":"100","maxSessionDuration":60}}""");
    }

    public JsonObject proof(JsonObject details) {
        return CreditsProof.sign(
                        account,
                        secret,
                        details.getString("reference"),
                        new BigInteger(details.getString("amountAtomic")))
                .toPaymentProof()
                .json();
    }

    public JsonObject verifyRequest(JsonObject details, String sessionId) {
        return new JsonObject()
                .put("proof", proof(details))
                .put(
                        "session",
                        new JsonObject()
                                .put("sessionId", sessionId)
                                .put("serverId", "srv_1")
                                .put("resourceId", "ticker"));
    }

    /** A paid session. */
    public JsonObject session(String sessionId) {
        return server.post("/api/payment/verify", verifyRequest(quote(), sessionId))
                .ok();
    }

    /** A session's report: so much consumed, all of it for time. */
    public static JsonObject report(JsonObject grant, long sequence, long consumed) {
        return new JsonObject()
                .put("paymentId", grant.getString("paymentId"))
                .put("leaseEpoch", grant.getLong("leaseEpoch"))
                .put("sequence", sequence)
                .put("elapsedMs", consumed * 10)
                .put("bytes", 0)
                .put("messages", 0)
                .put("consumed", Long.toString(consumed));
    }
}
