package io.ws402.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.app.contract.BodyMutations;
import io.ws402.gateway.app.contract.Operation;
import io.ws402.gateway.app.contract.SampleBodies;
import io.ws402.gateway.app.testing.Calls;
import io.ws402.gateway.app.testing.GatewayClient;
import io.ws402.gateway.app.testing.GatewayExtension;
import io.ws402.gateway.app.testing.Reply;
import io.ws402.gateway.app.testing.TestKeys;
import io.ws402.gateway.storage.Await;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before it reaches a service, and that nothing whatever is answered with a defect. */
@ExtendWith(GatewayExtension.class)
final class RequestValidationTest {
    private static final long SEED = 20261121;
    private static final String GENERATE = "/api/payment/generate";

    private final GatewayClient server;
    private final GatewayClient operator;

    RequestValidationTest(GatewayClient server) {
        this.server = server;
        this.operator = server.as(TestKeys.OPERATOR);
    }

    @Test
    void neverAnswersABodyWithADefect() {
        BodyMutations mutations = new BodyMutations(new Random(SEED));
        for (Operation operation : Calls.withBody()) {
            JsonObject sample = SampleBodies.of(operation.id());
            for (int i = 0; i < 150; i++) {
                JsonObject body = mutations.mutate(sample);
                Reply reply = operator.post(Calls.path(operation), body);
                assertNotEquals(500, reply.status(), () -> operation.id() + " " + body);
            }
        }
    }

    @Test
    void neverAnswersGarbageWithADefect() {
        Random random = new Random(SEED);
        for (Operation operation : Calls.withBody()) {
            for (int i = 0; i < 30; i++) {
                byte[] garbage = new byte[random.nextInt(60)];
                random.nextBytes(garbage);
                if (random.nextBoolean()) {
                    byte[] sample = SampleBodies.of(operation.id()).toBuffer().getBytes();
                    sample[random.nextInt(sample.length)] = (byte) random.nextInt(256);
                    garbage = sample;
                }
                int status = operator.postRaw(Calls.path(operation), Buffer.buffer(garbage))
                        .status();
                assertTrue(status < 500, operation.id());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"amount\":300,\"amount\":3,\"resourceId\":\"r\",\"estimatedDuration\":3} | duplicate_key | amount",
                "{\"amount\":1.5,\"resourceId\":\"r\",\"estimatedDuration\":3} | invalid_number | amount",
                "{\"amount\":1e3,\"resourceId\":\"r\",\"estimatedDuration\":3} | invalid_number | amount",
                "{\"amount\":3.0,\"resourceId\":\"r\",\"estimatedDuration\":3} | invalid_number | amount",
                "{\"amount\":NaN,\"resourceId\":\"r\",\"estimatedDuration\":3} | invalid_number | amount",
                "{\"amount\":-1,\"resourceId\":\"r\",\"estimatedDuration\":3} | invalid_amount | amount",
                "{\"amount\":\"-1\",\"resourceId\":\"r\",\"estimatedDuration\":3} | invalid_amount | amount",
                "{\"amount\":\"1e3\",\"resourceId\":\"r\",\"estimatedDuration\":3} | invalid_amount | amount",
                "{\"amount\":true,\"resourceId\":\"r\",\"estimatedDuration\":3} | invalid_amount | amount",
                "{\"amount\":1,\"amountAtomic\":\"2\",\"resourceId\":\"r\",\"estimatedDuration\":3} | twins_differ | amount",
                "{\"amount\":1,\"resourceId\":\"r\"} | missing_field | estimatedDuration",
                "{\"amount\":1,\"resourceId\":\"r\",\"estimatedDuration\":0} | invalid_field | estimatedDuration",
                "{\"amount\":1,\"resourceId\":\"\",\"estimatedDuration\":1} | invalid_field | resourceId",
                "{\"amount\":1,\"resourceId\":\"\\u0000\",\"estimatedDuration\":1} | invalid_string | resourceId",
                "{\"amount\":1,\"resourceId\":\"r\",\"estimatedDuration\":1,\"plan\":{\"maxSessionDuration\":1}} | missing_field | plan.pricePerSecond"
            })
    void refusesAnAmbiguousOrWrongFieldByItsName(String body, String code, String field) {
        JsonObject problem = server.postRaw(GENERATE, Buffer.buffer(body)).problem(400, code);
        assertEquals(field, problem.getString("field"));
        assertTrue(problem.getString("detail").contains(field), problem::encode);
    }

    @Test
    void refusesAnAmountOfMoreThan78Digits() {
        for (String amount : new String[] {"9".repeat(79), "\"" + "9".repeat(79) + "\""}) {
            String body = "{\"amount\":" + amount + ",\"resourceId\":\"r\",\"estimatedDuration\":1}";
            assertEquals(
                    "amount",
                    server.postRaw(GENERATE, Buffer.buffer(body)).json().getString("field"));
        }
        String largest = "{\"amount\":" + "9".repeat(78) + ",\"resourceId\":\"r\",\"estimatedDuration\":1}";
        server.postRaw(GENERATE, Buffer.buffer(largest)).problem(400, "amount_too_large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "1", "\"x\"", "null", "{", "{}}", "{\"a\":1}x", "{a:1}"})
    void refusesWhatIsNoJsonObject(String body) {
        Reply reply = server.postRaw(GENERATE, Buffer.buffer(body));
        assertEquals(400, reply.status(), reply::toString);
    }

    @Test
    void refusesABodyThatIsTooDeepOrNoText() {
        String deep = "{\"amount\":" + "[".repeat(40) + "]".repeat(40) + "}";
        server.postRaw(GENERATE, Buffer.buffer(deep)).problem(400, "too_deep");
        server.postRaw(GENERATE, Buffer.buffer(new byte[] {'{', (byte) 0xff, '}'}))
                .problem(400, "invalid_json");
    }

    @Test
    void takesABodyUpToItsCapAndNoFurther() {
        JsonObject body = SampleBodies.of("generatePayment");
        int missing = 65_536 - body.put("padding", "").toBuffer().length();
        assertEquals(
                200,
                server.post(GENERATE, body.put("padding", "x".repeat(missing))).status());
        server.post(GENERATE, body.put("padding", "x".repeat(missing + 1))).problem(413, "too_large");
        server.post(GENERATE, body.put("padding", "x".repeat(1_000_000))).problem(413, "too_large");
        // The connection is good for the next call.
        server.get("/api/methods").ok();
    }

    @Test
    void takesACheckpointOfTenThousandSessions() {
        JsonObject report = SampleBodies.of("checkpointSessions");
        JsonObject one = report.getJsonArray("sessions").getJsonObject(0);
        for (int i = 2; i < 10_000; i++) {
            report.getJsonArray("sessions").add(one.copy().put("paymentId", "pay_" + i));
        }
        JsonObject answer = server.post("/api/sessions/checkpoint", report).ok();
        assertEquals(0, answer.getInteger("recorded"));
        assertEquals(
                "unknown_payment", answer.getJsonArray("over").getJsonObject(7).getString("code"));
    }

    @Test
    void wantsJson() {
        Reply reply = Await.of(server.send(
                HttpMethod.POST,
                GENERATE,
                SampleBodies.of("generatePayment").toBuffer(),
                Map.of("Content-Type", "application/x-www-form-urlencoded")));
        reply.problem(415, "unsupported_media_type");
    }

    @Test
    void saysWhatIsNotThere() {
        server.get("/api/nothing").problem(404, "not_found");
        Await.of(server.send(HttpMethod.DELETE, "/api/payments/x", null, Map.of()))
                .problem(405, "method_not_allowed");
        server.get("/api/payments/pay_nobody").problem(404, "unknown_payment");
        server.get("/api/sessions/ses_nobody").problem(404, "unknown_session");
        operator.get("/api/credits/accounts/acc_nobody").problem(404, "unknown_account");
    }

    @Test
    void checksParametersOfTheQuery() {
        assertEquals(
                "state",
                server.get("/api/payments?state=lost")
                        .problem(400, "invalid_field")
                        .getString("field"));
        assertEquals(
                "limit",
                server.get("/api/payments?limit=1e2")
                        .problem(400, "invalid_field")
                        .getString("field"));
        server.get("/api/payments?cursor=%00").problem(400, "invalid_field");
        assertTrue(server.get("/api/payments?state=%ff%ff").status() < 500);
        assertTrue(server.get("/api/payments/%00").status() < 500);
    }

    @Test
    void refusesQuotesThatCanNotBe() {
        JsonObject sample = SampleBodies.of("generatePayment");
        server.post(GENERATE, sample.copy().put("method", "nope")).problem(400, "unknown_method");
        server.post(GENERATE, sample.copy().put("asset", "NOPE")).problem(400, "unknown_asset");
        server.post(GENERATE, sample.copy().put("merchantId", "mch_other")).problem(403, "wrong_merchant");
        server.post(GENERATE, sample.copy().put("amount", 0).put("amountAtomic", "0"))
                .problem(400, "amount_too_small");
    }
}
