package io.ws402.proxy;

import static io.ws402.proxy.FakeGateway.json;
import static io.ws402.proxy.FakeGateway.problem;
import static io.ws402.proxy.FakeGateway.text;
import static io.ws402.proxy.Samples.CLAIM;
import static io.ws402.proxy.Samples.GRANT;
import static io.ws402.proxy.Samples.PROOF;
import static io.ws402.proxy.Samples.QUOTE_REQUEST;
import static io.ws402.proxy.Samples.report;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.ws402.protocol.gateway.GatewayApi;
import io.ws402.protocol.gateway.MethodsAnswer;
import io.ws402.protocol.gateway.SessionsRecorded;
import io.ws402.protocol.gateway.SessionsReport;
import io.ws402.protocol.gateway.SettleRequest;
import io.ws402.protocol.gateway.TopUpAnswer;
import io.ws402.protocol.gateway.VerifyAnswer;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.AcceptedAsset;
import io.ws402.protocol.payment.CheckpointOutcome;
import io.ws402.protocol.payment.QuoteOutcome;
import io.ws402.protocol.payment.ReceiptOutcome;
import io.ws402.protocol.payment.RefundStatus;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.SettleOutcome;
import io.ws402.protocol.payment.Settlement;
import io.ws402.protocol.payment.TokenOutcome;
import io.ws402.protocol.payment.TopUpOutcome;
import io.ws402.protocol.payment.Verification;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class ProxyPaymentProviderTest {
    private Vertx vertx;
    private FakeGateway gateway;

    @BeforeEach
    void start(Vertx given) {
        vertx = given;
        gateway = FakeGateway.start(given);
    }

    @Test
    void handsTheGatewaysTermsOnUntouched() {
        gateway.on(GatewayApi.GENERATE, json(200, Samples.quoted()));

        QuoteOutcome.Quoted quoted = assertInstanceOf(
                QuoteOutcome.Quoted.class, Await.result(provider().quote(QUOTE_REQUEST)));

        assertEquals(Samples.quoted(), quoted.quote().details());
        assertEquals(Samples.eth(3001), quoted.quote().price());
        assertEquals(
                3600,
                gateway.asked(GatewayApi.GENERATE)
                        .getFirst()
                        .body()
                        .getJsonObject("plan")
                        .getInteger("maxSessionDuration"));
    }

    @Test
    void tellsARefusedQuoteFromAGatewayThatIsAway() {
        gateway.on(GatewayApi.GENERATE, problem(400, "unknown_asset"), problem(500, "internal"));
        ProxyPaymentProvider provider = provider();

        assertEquals(
                new QuoteOutcome.Refused("unknown_asset", "because of unknown_asset"),
                Await.result(provider.quote(QUOTE_REQUEST)));
        assertInstanceOf(QuoteOutcome.Unavailable.class, Await.result(provider.quote(QUOTE_REQUEST)));
    }

    @Test
    void saysWhichCapAQuoteRanInto() {
        gateway.on(GatewayApi.GENERATE, problem(429, "too_many_quotes"));

        assertEquals(
                new QuoteOutcome.Refused("too_many_quotes", "because of too_many_quotes"),
                Await.result(provider().quote(QUOTE_REQUEST)));
    }

    @Test
    void grantsASessionForAnAcceptedProof() {
        gateway.on(GatewayApi.VERIFY, json(200, Samples.granted()));

        assertEquals(new Verification.Accepted(GRANT), Await.result(provider().verify(PROOF, CLAIM)));
        JsonObject body = gateway.asked(GatewayApi.VERIFY).getFirst().body();
        assertEquals(PROOF.json(), body.getJsonObject("proof"));
        assertEquals("ses_1", body.getJsonObject("session").getString("sessionId"));
    }

    @Test
    void tellsRejectedFromPending() {
        gateway.on(
                GatewayApi.VERIFY,
                json(200, new VerifyAnswer.Refused("already_claimed", "taken", "held", "pay_1", null).toJson()),
                json(200, new VerifyAnswer.Refused("payment_pending", "3 of 5", "pending", "pay_1", 700L).toJson()),
                problem(400, "malformed_proof"));
        ProxyPaymentProvider provider = provider();

        assertEquals(
                new Verification.Rejected("already_claimed", "taken"), Await.result(provider.verify(PROOF, CLAIM)));
        assertEquals(
                new Verification.Pending("payment_pending", "3 of 5", 700),
                Await.result(provider.verify(PROOF, CLAIM)));
        assertEquals(
                new Verification.Rejected("malformed_proof", "because of malformed_proof"),
                Await.result(provider.verify(PROOF, CLAIM)));
    }

    @Test
    void resumesOrSaysWhyNot() {
        JsonObject held = new JsonObject()
                .put("code", "lease_held")
                .put("detail", "another server serves it")
                .put("retryAfterMs", 900);
        gateway.on(
                GatewayApi.RESUME,
                json(200, Samples.granted()),
                json(409, held),
                problem(410, "session_over"),
                problem(409, "token_used"),
                problem(401, "token_invalid"));
        ProxyPaymentProvider provider = provider();

        assertEquals(new Verification.Accepted(GRANT), Await.result(provider.resume("t", CLAIM)));
        assertEquals(
                new Verification.Pending("lease_held", "another server serves it", 900),
                Await.result(provider.resume("t", CLAIM)));
        for (String code : List.of("session_over", "token_used", "token_invalid")) {
            assertEquals(
                    new Verification.Rejected(code, "because of " + code), Await.result(provider.resume("t", CLAIM)));
        }
    }

    @Test
    void renewsATokenOrSaysWhyNot() {
        gateway.on(
                GatewayApi.TOKEN,
                json(200, new JsonObject().put("accessToken", "a.b.c").put("accessTokenExpiresInMs", 900_000)),
                problem(409, "lease_lost"),
                json(404, new JsonObject().put("error", "Not Found")));
        ProxyPaymentProvider provider = provider();

        assertEquals(new TokenOutcome.Renewed("a.b.c", 900_000), Await.result(provider.renewToken("pay_1", 3)));
        JsonObject asked = gateway.asked(GatewayApi.TOKEN).getFirst().body();
        assertEquals(new JsonObject().put("paymentId", "pay_1").put("leaseEpoch", 3), asked);
        assertEquals(
                new TokenOutcome.Refused("lease_lost", "because of lease_lost"),
                Await.result(provider.renewToken("pay_1", 3)));
        assertEquals("not_supported", ((TokenOutcome.Refused) Await.result(provider.renewToken("pay_1", 3))).code());
        assertEquals("not_supported", ((TokenOutcome.Refused) Await.result(provider.renewToken("legacy_1", 0))).code());
        assertEquals(3, gateway.asked(GatewayApi.TOKEN).size());
    }

    @Test
    void quotesATopUpForTheSessionThatItHolds() {
        gateway.on(GatewayApi.GENERATE, json(200, Samples.quoted()), problem(409, "lease_lost"));
        ProxyPaymentProvider provider = provider();

        assertInstanceOf(QuoteOutcome.Quoted.class, Await.result(provider.quoteTopUp("pay_1", 3, QUOTE_REQUEST, null)));
        assertEquals(
                new JsonObject().put("paymentId", "pay_1").put("leaseEpoch", 3),
                gateway.asked(GatewayApi.GENERATE).getFirst().body().getJsonObject("topUp"));
        assertEquals(
                new QuoteOutcome.Refused("lease_lost", "because of lease_lost"),
                Await.result(provider.quoteTopUp("pay_1", 3, QUOTE_REQUEST, null)));
        QuoteOutcome legacy = Await.result(provider.quoteTopUp("legacy_1", 0, QUOTE_REQUEST, null));
        assertEquals("not_supported", ((QuoteOutcome.Refused) legacy).code());
    }

    @Test
    void topsUpOrSaysWhyNot() {
        Money amount = Money.zero(GRANT.balance().asset()).plus(GRANT.balance());
        JsonObject added = new TopUpAnswer("pay_1", amount, amount, amount.plus(amount)).toJson();
        gateway.on(
                GatewayApi.TOP_UP,
                problem(503, "rail_unavailable"),
                json(200, added),
                problem(409, "payment_pending"),
                problem(410, "session_over"),
                json(404, new JsonObject().put("error", "Not Found")));
        ProxyPaymentProvider provider = provider();

        assertEquals(
                new TopUpOutcome.Added(amount, amount, amount.plus(amount)),
                Await.result(provider.topUp("pay_1", 3, PROOF)));
        assertEquals(
                1,
                gateway.asked(GatewayApi.TOP_UP).stream()
                        .map(asked -> asked.headers().get("Idempotency-Key"))
                        .distinct()
                        .count());
        assertInstanceOf(TopUpOutcome.Pending.class, Await.result(provider.topUp("pay_1", 3, PROOF)));
        assertEquals(
                new TopUpOutcome.Rejected("session_over", "because of session_over"),
                Await.result(provider.topUp("pay_1", 3, PROOF)));
        assertEquals("not_supported", ((TopUpOutcome.Rejected) Await.result(provider.topUp("pay_1", 3, PROOF))).code());
        assertEquals(
                "not_supported", ((TopUpOutcome.Rejected) Await.result(provider.topUp("legacy_1", 0, PROOF))).code());
        assertEquals(5, gateway.asked(GatewayApi.TOP_UP).size());
    }

    @Test
    void checkpointsAllSessionsInOneCall() {
        var over = new CheckpointOutcome.Over("pay_2", "lease_lost");
        var toppedUp = new CheckpointOutcome.ToppedUp("pay_1", BigInteger.valueOf(700));
        gateway.on(
                GatewayApi.CHECKPOINT, json(200, new SessionsRecorded(1, List.of(over), List.of(toppedUp)).toJson()));
        var reports = List.of(report("pay_1", 1, 290), report("pay_2", 4, 5));

        assertEquals(
                new CheckpointOutcome.Recorded(List.of(over), List.of(toppedUp)),
                Await.result(provider().checkpoint("server-1", reports)));
        assertEquals(
                new SessionsReport("server-1", reports),
                SessionsReport.fromJson(
                        gateway.asked(GatewayApi.CHECKPOINT).getFirst().body()));
    }

    @Test
    void settlesOrSaysWhyNot() {
        gateway.on(GatewayApi.SETTLE, json(200, Samples.settled()), problem(409, "lease_lost"));
        ProxyPaymentProvider provider = provider();

        assertEquals(
                new SettleOutcome.Settled(Samples.SETTLEMENT),
                Await.result(provider.settle(report("pay_1", 1, 290), "client_end")));
        assertEquals(
                new SettleOutcome.Refused("lease_lost", "because of lease_lost"),
                Await.result(provider.settle(report("pay_1", 1, 290), "client_end")));
        assertEquals(
                new SettleRequest(report("pay_1", 1, 290), "client_end"),
                SettleRequest.fromJson(
                        gateway.asked(GatewayApi.SETTLE).getFirst().body()));
    }

    @Test
    void asksForNoSessionThatHasNoIdsForm() {
        assertEquals(Optional.empty(), Await.result(provider().session("../payments?x=")));
        assertEquals(Optional.empty(), Await.result(provider().session("ses_unknown")));
        assertEquals(1, gateway.asked("/api/sessions/ses_unknown").size());
    }

    @Test
    void remembersWhatIsAcceptedForAWhile() {
        var eth = new MethodsAnswer.TakenAsset(Samples.ETH, true);
        var off = new MethodsAnswer.Method("off", "evm", "off", 1L, List.of(eth), false, false);
        var base = new MethodsAnswer.Method("base", "evm", "base", 8453L, List.of(eth), true, true);
        gateway.on(GatewayApi.METHODS, json(200, new MethodsAnswer(List.of(off, base)).toJson()));
        ProxyPaymentProvider provider = provider();

        for (int i = 0; i < 3; i++) {
            assertEquals(
                    List.of(new AcceptedAsset("base", "base", Samples.ETH, true)), Await.result(provider.accepts()));
        }
        assertEquals(1, gateway.asked(GatewayApi.METHODS).size());
    }

    @Test
    void sendsTheProtocolsHeadersAndNotThoseInstead() {
        gateway.on(GatewayApi.VERIFY, json(200, Samples.granted()));
        gateway.on(GatewayApi.CHECKPOINT, json(200, new SessionsRecorded(1, List.of(), List.of()).toJson()));
        ProxyPaymentProvider provider = ProxyPaymentProvider.create(
                vertx, gateway.options().withCustomHeaders(Map.of("X-Region", "eu", "Authorization", "Basic none")));

        Await.result(provider.verify(PROOF, CLAIM));
        Await.result(provider.checkpoint("server-1", List.of(report("pay_1", 1, 290))));

        var headers = gateway.asked(GatewayApi.VERIFY).getFirst().headers();
        assertEquals(List.of("Bearer a-key-that-must-never-be-logged"), headers.getAll("Authorization"));
        assertEquals("proxy", headers.get("X-WS402-Provider"));
        assertEquals("eu", headers.get("X-Region"));
        assertTrue(headers.get("traceparent").matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01"));
        assertTrue(headers.get("Idempotency-Key").matches("[0-9a-f-]{36}"));
        assertFalse(gateway.asked(GatewayApi.CHECKPOINT).getFirst().headers().contains("Idempotency-Key"));
    }

    @Test
    void failsClearlyOnARefusedKeyWithoutShowingIt() {
        gateway.on(GatewayApi.VERIFY, problem(401, "unauthorized"));

        GatewayException failure = Await.failure(provider().verify(PROOF, CLAIM));

        assertTrue(failure.getMessage().contains("refused this server's API key (HTTP 401)"), failure.getMessage());
        assertFalse((failure + gateway.options().toString()).contains("never-be-logged"));
        assertEquals(1, gateway.asked(GatewayApi.VERIFY).size());
    }

    @Test
    void blamesNoPayerForAWrongUrl() {
        ProxyPaymentProvider provider =
                ProxyPaymentProvider.create(vertx, ProxyOptions.of(gateway.url() + "/elsewhere/", "key"));

        for (Future<?> call : List.of(
                provider.quote(QUOTE_REQUEST),
                provider.verify(PROOF, CLAIM),
                provider.settle(report("pay_1", 1, 290), "client_end"))) {
            assertTrue(Await.failure(call).getMessage().contains("check that gatewayUrl"));
        }
        assertEquals(1, gateway.asked("/elsewhere/api/payment/verify").size());
    }

    @Test
    void keepsTheTraceOfItsEmbedder() {
        gateway.on(GatewayApi.VERIFY, json(200, Samples.granted()));
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

        Await.result(
                ProxyPaymentProvider.create(vertx, gateway.options().withCustomHeaders(Map.of("Traceparent", trace)))
                        .verify(PROOF, CLAIM));

        assertEquals(
                List.of(trace),
                gateway.asked(GatewayApi.VERIFY).getFirst().headers().getAll("traceparent"));
    }

    @Test
    void failsOnAnswersThatDoNotFit() {
        gateway.on(
                GatewayApi.VERIFY,
                text(200, "<html>"),
                json(200, new JsonObject().put("hello", "world")),
                text(200, "{\"valid\":true,\"amount\":1e3}"),
                json(302, new JsonObject()));
        ProxyPaymentProvider provider = provider();

        for (int i = 0; i < 4; i++) {
            Await.failure(provider.verify(PROOF, CLAIM));
        }
        assertEquals(4, gateway.asked(GatewayApi.VERIFY).size());
    }

    @Test
    void passesDocumentsOnAsTheyAre() {
        gateway.on(GatewayApi.HEALTH, text(200, "{\"status\":\"ok\",\"provider\":\"Base\",\"uptime\":12.5}"));

        assertEquals("ok", Await.result(provider().health()).getString("status"));
        assertEquals(
                new JsonObject().put("keys", new JsonArray()),
                Await.result(provider().publicKeys()));
    }

    @Test
    void handsOnASignedReceiptOrSaysWhyThereIsNone() {
        String path = GatewayApi.SESSIONS + "/ses_1" + GatewayApi.RECEIPT;
        gateway.on(
                path,
                json(200, new JsonObject().put("receipt", "a.b.c")),
                problem(404, "unknown_session"),
                problem(404, "receipts_not_offered"),
                problem(409, "receipt_too_large"),
                text(404, "<html>"));
        ProxyPaymentProvider provider = provider();

        assertEquals(new ReceiptOutcome.Issued("a.b.c"), Await.result(provider.receipt("ses_1")));
        for (String code :
                List.of("unknown_session", "receipts_not_offered", "receipt_too_large", "receipts_not_offered")) {
            assertEquals(
                    code,
                    assertInstanceOf(ReceiptOutcome.Refused.class, Await.result(provider.receipt("ses_1")))
                            .code());
        }
        assertInstanceOf(ReceiptOutcome.Refused.class, Await.result(provider.receipt("../keys")));
        assertEquals(5, gateway.asked(path).size());
    }

    @Test
    void failsWhereAGatewayAnswersSomethingElseThanAReceipt() {
        String path = GatewayApi.SESSIONS + "/ses_1" + GatewayApi.RECEIPT;
        gateway.on(path, json(200, new JsonObject()), problem(403, "forbidden"));
        ProxyPaymentProvider provider = provider();

        Await.failure(provider.receipt("ses_1"));
        Await.failure(provider.receipt("ses_1"));
    }

    @Test
    void hasNoKeysOfReceiptsWhereTheGatewayHasNone() {
        assertEquals(
                new JsonObject().put("keys", new JsonArray()),
                Await.result(provider().receiptKeys()));
    }

    @Test
    void callsTheEmbedderBackWhateverItThrows() {
        gateway.on(GatewayApi.VERIFY, json(200, Samples.granted()));
        gateway.on(GatewayApi.SETTLE, json(200, Samples.settled()));
        List<Object> heard = new ArrayList<>();
        ProxyPaymentProvider provider = ProxyPaymentProvider.create(vertx, gateway.options(), new ProxyListener() {
            @Override
            public void onPaymentVerified(SessionGrant grant) {
                heard.add(grant);
                throw new IllegalStateException("an embedder's fault, on purpose");
            }

            @Override
            public void onRefundIssued(String paymentId, RefundStatus refund) {
                heard.add(refund);
            }

            @Override
            public void onSessionEnd(Settlement settlement) {
                heard.add(settlement);
            }
        });

        assertInstanceOf(Verification.Accepted.class, Await.result(provider.verify(PROOF, CLAIM)));
        Await.result(provider.settle(report("pay_1", 1, 290), "client_end"));

        assertEquals(List.of(GRANT, Samples.SETTLEMENT.refunds().getFirst(), Samples.SETTLEMENT), heard);
    }

    @Test
    void completesOnTheCallersContext() {
        gateway.on(GatewayApi.SETTLE, problem(503, "starting"), json(200, Samples.settled()));
        ProxyPaymentProvider provider = provider();
        Promise<Boolean> same = Promise.promise();

        vertx.runOnContext(v -> {
            Context caller = vertx.getOrCreateContext();
            Future<SettleOutcome> settled = provider.settle(report("pay_1", 1, 290), "client_end");
            settled.onComplete(outcome -> same.complete(caller.equals(Vertx.currentContext())));
        });

        assertTrue(Await.result(same.future()));
    }

    private ProxyPaymentProvider provider() {
        return ProxyPaymentProvider.create(vertx, gateway.options());
    }
}
