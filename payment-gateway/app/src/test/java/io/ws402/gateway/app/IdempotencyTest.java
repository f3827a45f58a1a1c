package io.ws402.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.app.testing.GatewayClient;
import io.ws402.gateway.app.testing.GatewayExtension;
import io.ws402.gateway.app.testing.Payer;
import io.ws402.gateway.app.testing.Reply;
import io.ws402.gateway.app.testing.TestKeys;
import io.ws402.gateway.storage.Await;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(GatewayExtension.class)
final class IdempotencyTest {
    private final GatewayClient server;

    IdempotencyTest(GatewayClient server) {
        this.server = server;
    }

    @Test
    void givesTheSameAnswerToTheSameCallAndRefusesAnotherUnderItsKey() {
        JsonObject grant = Payer.with(server, 300).session("ses_idempotent");
        Map<String, String> key = Map.of("Idempotency-Key", "settle-1");
        JsonObject report = Payer.report(grant, 1, 100);
        JsonObject first = server.post("/api/payment/settle", report, key).ok();
        JsonObject again = server.post("/api/payment/settle", report, key).ok();
        assertEquals(first.getString("consumed"), again.getString("consumed"));
        assertEquals(
                first.getJsonArray("refunds").getJsonObject(0).getString("refundId"),
                again.getJsonArray("refunds").getJsonObject(0).getString("refundId"));
        server.post("/api/payment/settle", Payer.report(grant, 2, 100), key).problem(409, "idempotency_key_reused");
    }

    @Test
    void admitsOneRequestUnderAKeyAlsoWhenManyComeAtOnce() {
        JsonObject grant = Payer.with(server, 300).session("ses_at_once");
        Map<String, String> key = Map.of("Idempotency-Key", "settle-at-once");
        List<Future<Reply>> asked = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            JsonObject report = Payer.report(grant, 1, i % 2 == 0 ? 100 : 200);
            asked.add(server.send(HttpMethod.POST, "/api/payment/settle", report.toBuffer(), key));
        }
        List<Reply> replies = Await.all(asked);
        int admitted = replies.get(0).status() == 200 ? 0 : 1;
        for (int i = 0; i < replies.size(); i++) {
            assertEquals(i % 2 == admitted ? 200 : 409, replies.get(i).status());
        }
    }

    @Test
    void refusesTheKeyOfAnotherPath() {
        Payer payer = Payer.with(server, 300);
        JsonObject verify = payer.verifyRequest(payer.quote(), "ses_path");
        Map<String, String> key = Map.of("Idempotency-Key", "verify-1");
        server.post("/api/payment/verify", verify, key).ok();
        server.post("/api/payment/refund", verify.copy().put("amount", 1), key).problem(409, "idempotency_key_reused");
    }

    @Test
    void keepsTheKeysOfDifferentApiKeysApart() {
        GatewayClient operator = server.as(TestKeys.OPERATOR);
        JsonObject account =
                operator.post("/api/credits/accounts", new JsonObject()).ok();
        Map<String, String> key = Map.of("Idempotency-Key", "shared");
        operator.post(
                        "/api/credits/accounts/" + account.getString("account") + "/grants",
                        new JsonObject().put("grantId", "shared").put("amount", 5),
                        key)
                .ok();
        JsonObject grant = Payer.with(server, 300).session("ses_shared");
        server.post("/api/payment/settle", Payer.report(grant, 1, 1), key).ok();
    }

    @Test
    void grantsOnceForAGrantIdWhateverItsKey() {
        GatewayClient operator = server.as(TestKeys.OPERATOR);
        String account =
                operator.post("/api/credits/accounts", new JsonObject()).ok().getString("account");
        String grants = "/api/credits/accounts/" + account + "/grants";
        JsonObject grant = new JsonObject().put("grantId", "once").put("amount", "70");
        List<Future<Reply>> calls = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            calls.add(operator.send(
                    HttpMethod.POST, grants, grant.toBuffer(), Map.of("Idempotency-Key", "once-" + (i % 2))));
        }
        Await.all(calls).forEach(Reply::ok);
        assertEquals(
                BigInteger.valueOf(70),
                new BigInteger(
                        operator.get("/api/credits/accounts/" + account).ok().getString("balance")));
        operator.post(grants, grant.copy().put("amount", "71")).problem(409, "already_granted");
        operator.post(grants, new JsonObject().put("grantId", "nothing").put("amount", 0))
                .problem(400, "invalid_amount");
    }

    @Test
    void refusesAKeyThatIsTooLongOrInvisible() {
        JsonObject grant = Payer.with(server, 300).session("ses_long_key");
        server.post("/api/payment/settle", Payer.report(grant, 1, 1), Map.of("Idempotency-Key", "x".repeat(256)))
                .problem(400, "invalid_field");
    }
}
