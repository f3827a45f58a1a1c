package io.ws402.gateway.app.contract;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** A body that the contract allows, for each operation that takes one. */
public final class SampleBodies {
    private static final String REPORT = """
            {"paymentId":"pay_1","leaseEpoch":1,"sequence":2,"elapsedMs":3000,"bytes":10,"messages":1,"consumed":"300"}""";

    private SampleBodies() {}

    /** Of one operation, which must take a body. */
    public static JsonObject of(String operationId) {
        return Objects.requireNonNull(all().get(operationId), operationId);
    }

    /** By operation id. */
    public static Map<String, JsonObject> all() {
        Map<String, JsonObject> bodies = new LinkedHashMap<>();
        bodies.put("generatePayment", new JsonObject("""
                {"amount":300,"amountAtomic":"300","resourceId":"ticker","estimatedDuration":3,"method":"credits",
                 "asset":"CREDIT","plan":{"pricePerSecond":"100","pricePerMegabyte":0,"pricePerMessage":"0",
                 "maxSessionDuration":60},"merchantId":"mch_default","payerAddress":"127.0.0.1"}"""));
        bodies.put("verifyPayment", new JsonObject("""
                {"proof":{"type":"credits","reference":"00"},"timestamp":1,
                 "session":{"sessionId":"ses_1","serverId":"srv_1","resourceId":"ticker"}}"""));
        bodies.put("topUpPayment", new JsonObject("""
                {"paymentId":"pay_1","leaseEpoch":1,"proof":{"type":"credits","reference":"00"}}"""));
        bodies.put("settlePayment", new JsonObject(REPORT).put("reason", "client_ended"));
        bodies.put("refundPayment", new JsonObject("""
                {"proof":{"type":"credits","reference":"00"},"amount":100,"amountAtomic":"100","timestamp":"1"}"""));
        bodies.put("checkpointSessions", sessions());
        bodies.put("releaseSessions", sessions());
        bodies.put("resumeSession", new JsonObject("""
                {"resumeToken":"a.b.c","sessionId":"ses_2","serverId":"srv_2","resourceId":"ticker"}"""));
        bodies.put("renewToken", new JsonObject("""
                {"paymentId":"pay_1","leaseEpoch":1}"""));
        bodies.put("grantCredits", new JsonObject("""
                {"grantId":"g1","amount":"1000"}"""));
        return bodies;
    }

    private static JsonObject sessions() {
        return new JsonObject("{\"serverId\":\"srv_1\",\"sessions\":[" + REPORT + "," + REPORT + "]}");
    }
}
