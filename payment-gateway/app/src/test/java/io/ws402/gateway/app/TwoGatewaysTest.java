package io.ws402.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.app.testing.Eventually;
import io.ws402.gateway.app.testing.GatewayClient;
import io.ws402.gateway.app.testing.GatewayExtension;
import io.ws402.gateway.app.testing.Payer;
import io.ws402.gateway.app.testing.Reply;
import io.ws402.gateway.app.testing.TestKeys;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.ConnectionSettings;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two gateways over one database. */
@ExtendWith(GatewayExtension.class)
final class TwoGatewaysTest {
    private final GatewayClient first;
    private final GatewayClient second;
    private final Gateway secondGateway;

    TwoGatewaysTest(GatewayClient server, Vertx vertx, ConnectionSettings database) {
        this.first = server;
        this.secondGateway = Await.of(Gateway.start(vertx, GatewayExtension.config(database, "")));
        this.second = server.at(secondGateway.port());
    }

    @AfterEach
    void stop() {
        Await.of(secondGateway.close());
    }

    @Test
    void holdsOnceOfSixtyFourVerifiesAtOnce() {
        Payer payer = Payer.with(first, 300);
        JsonObject details = payer.quote();
        List<Future<Reply>> calls = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            GatewayClient gateway = i % 2 == 0 ? first : second;
            calls.add(gateway.posting("/api/payment/verify", payer.verifyRequest(details, "ses_rival_" + i)));
        }
        List<JsonObject> answers = Await.all(calls).stream().map(Reply::ok).toList();
        List<JsonObject> accepted =
                answers.stream().filter(answer -> answer.getBoolean("valid")).toList();
        assertEquals(1, accepted.size());
        assertEquals(
                63,
                answers.stream()
                        .filter(answer -> "already_claimed".equals(answer.getString("code")))
                        .count());
        assertEquals(BigInteger.ZERO, payer.balance());
        String winner = accepted.getFirst().getString("sessionId");
        JsonObject again = second.post("/api/payment/verify", payer.verifyRequest(details, winner))
                .ok();
        assertTrue(again.getBoolean("valid"));
    }

    @Test
    void settlesOnceWhateverIsAskedOfBothAndRefundsOnce() {
        Payer payer = Payer.with(first, 300);
        JsonObject grant = payer.session("ses_both");
        List<Future<Reply>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            GatewayClient gateway = i % 2 == 0 ? first : second;
            calls.add(gateway.posting("/api/payment/settle", Payer.report(grant, 1 + i, 100 + i)));
        }
        List<String> consumed = Await.all(calls).stream()
                .map(reply -> reply.ok().getString("consumed"))
                .distinct()
                .toList();
        assertEquals(1, consumed.size());
        BigInteger left = BigInteger.valueOf(300).subtract(new BigInteger(consumed.getFirst()));
        Eventually.holds(() -> payer.balance().equals(left));
        assertTrue(first.as(TestKeys.OPERATOR).get("/api/audit").ok().getBoolean("holds"));
    }

    @Test
    void takesTokensAndKeysOfTheOther() {
        JsonObject grant = Payer.with(first, 300).session("ses_token");
        JsonObject resume = new JsonObject()
                .put("resumeToken", grant.getString("resumeToken"))
                .put("sessionId", "ses_token_2")
                .put("serverId", "srv_2");
        second.post("/api/sessions/resume", resume).problem(409, "lease_held");
        assertEquals(
                first.get("/.well-known/jwks.json").ok(),
                second.get("/.well-known/jwks.json").ok());
    }
}
