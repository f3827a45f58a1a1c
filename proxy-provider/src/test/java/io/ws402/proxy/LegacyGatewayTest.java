package io.ws402.proxy;

import static io.ws402.proxy.FakeGateway.hangUp;
import static io.ws402.proxy.FakeGateway.json;
import static io.ws402.proxy.FakeGateway.problem;
import static io.ws402.proxy.FakeGateway.text;
import static io.ws402.proxy.Samples.CLAIM;
import static io.ws402.proxy.Samples.PLAN;
import static io.ws402.proxy.Samples.PROOF;
import static io.ws402.proxy.Samples.QUOTE_REQUEST;
import static io.ws402.proxy.Samples.eth;
import static io.ws402.proxy.Samples.report;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.ws402.protocol.gateway.GatewayApi;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.payment.AcceptedAsset;
import io.ws402.protocol.payment.CheckpointOutcome;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.QuoteOutcome;
import io.ws402.protocol.payment.RefundStatus;
import io.ws402.protocol.payment.SessionClaim;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.SettleOutcome;
import io.ws402.protocol.payment.Settlement;
import io.ws402.protocol.payment.Verification;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A gateway of WS402 0.1, as its published example behaves. */
@ExtendWith(VertxExtension.class)
class LegacyGatewayTest {
    private static final FakeGateway.Reply VALID =
            json(200, new JsonObject().put("valid", true).put("amount", 3000));
    private static final FakeGateway.Reply REFUNDED = json(
            200,
            new JsonObject()
                    .put("status", "success")
                    .put("amount", 2710)
                    .put("recipient", "0xpayer")
                    .put("message", "Refund processed successfully")
                    .put("timestamp", 1_790_000_000_000L));
    private static final String PAYMENT = "legacy_ref_1";

    private FakeGateway gateway;
    private ProxyPaymentProvider provider;

    @BeforeEach
    void start(Vertx vertx) {
        gateway = FakeGateway.start(vertx)
                .on(GatewayApi.GENERATE, json(200, Samples.legacyQuote("ref_1")))
                .on(GatewayApi.VERIFY, VALID)
                .on(GatewayApi.REFUND, REFUNDED);
        provider = ProxyPaymentProvider.create(vertx, gateway.options().withRetryAttempts(1));
    }

    @Test
    void grantsASessionWithoutALease() {
        SessionGrant grant = held();

        assertEquals(0, grant.leaseEpoch());
        assertNull(grant.resumeToken());
        assertNull(grant.accessToken());
        assertEquals(PLAN, grant.plan());
        assertEquals(eth(3000), grant.balance());
        assertEquals("0xpayer", grant.payer());
    }

    @Test
    void settlesByARefundOnceHoweverOftenItIsAsked() {
        held();
        List<Future<SettleOutcome>> settled = IntStream.range(0, 10)
                .mapToObj(i -> provider.settle(report(PAYMENT, 0, 290 + i), "client_end"))
                .toList();

        Settlement first = new Settlement(
                PAYMENT,
                eth(3000),
                eth(290),
                eth(0),
                List.of(new RefundStatus("refund_of_" + PAYMENT, eth(2710), "confirmed", "0xpayer", null, null)));
        settled.forEach(outcome -> assertEquals(new SettleOutcome.Settled(first), Await.result(outcome)));
        assertEquals(new SettleOutcome.Settled(first), Await.result(provider.settle(report(PAYMENT, 0, 5), "again")));
        List<FakeGateway.Asked> refunds = gateway.asked(GatewayApi.REFUND);
        assertEquals(1, refunds.size());
        assertEquals(2710, refunds.getFirst().body().getInteger("amount"));
        assertEquals(PROOF.json(), refunds.getFirst().body().getJsonObject("proof"));
    }

    @Test
    void refundsWhatTheGatewayReadsExactlyAndTellsTheSame() {
        long paid = 31_000_000_000_000_032L;
        gateway.on(
                GatewayApi.VERIFY, json(200, new JsonObject().put("valid", true).put("amount", paid)));
        held();

        SettleOutcome outcome = Await.result(provider.settle(report(PAYMENT, 0, 505_999_999_999_999L), "client_end"));

        long rest = gateway.asked(GatewayApi.REFUND).getFirst().body().getLong("amount");
        Settlement settlement =
                assertInstanceOf(SettleOutcome.Settled.class, outcome).settlement();
        // The next double above what was left, 30494000000000033.
        assertEquals(30_494_000_000_000_036L, rest);
        assertEquals(eth(rest), settlement.refunds().getFirst().amount());
        assertEquals(eth(paid - rest), settlement.consumed());
    }

    @Test
    void readsAmountsAsTheDoublesThatJavaScriptMeans() {
        long written = 30_000_000_000_000_010L;
        long meant = 30_000_000_000_000_008L;
        gateway.on(GatewayApi.GENERATE, json(200, Samples.legacyQuote("ref_1").put("amount", written)))
                .on(
                        GatewayApi.VERIFY,
                        json(200, new JsonObject().put("valid", true).put("amount", written)));

        QuoteOutcome.Quoted quoted =
                assertInstanceOf(QuoteOutcome.Quoted.class, Await.result(provider.quote(QUOTE_REQUEST)));
        assertEquals(eth(meant), quoted.quote().price());
        assertEquals(eth(meant), held().balance());
        Await.result(provider.settle(report(PAYMENT, 0, 0), "client_end"));
        assertEquals(meant, gateway.asked(GatewayApi.REFUND).getFirst().body().getLong("amount"));
    }

    @Test
    void asksForNoRefundWhenAllWasConsumed() {
        held();

        assertEquals(
                new SettleOutcome.Settled(new Settlement(PAYMENT, eth(3000), eth(3000), eth(0), List.of())),
                Await.result(provider.settle(report(PAYMENT, 0, 9999), "balance_exhausted")));
        assertEquals(0, gateway.asked(GatewayApi.REFUND).size());
    }

    @Test
    void repeatsARefundOnlyWhenItCertainlyHadNoEffect() {
        gateway.on(GatewayApi.REFUND, problem(503, "starting"), REFUNDED);
        held();

        assertInstanceOf(
                SettleOutcome.Unavailable.class, Await.result(provider.settle(report(PAYMENT, 0, 290), "client_end")));
        assertInstanceOf(
                SettleOutcome.Settled.class, Await.result(provider.settle(report(PAYMENT, 0, 290), "client_end")));
        assertEquals(2, gateway.asked(GatewayApi.REFUND).size());
    }

    @Test
    void leavesARefundOfUnknownFateToAnOperator(Vertx vertx) {
        List<FakeGateway.Reply> unknown =
                List.of(hangUp(), problem(500, "refund_failed"), problem(504, "late"), text(200, "<html>"));
        for (FakeGateway.Reply fate : unknown) {
            provider = ProxyPaymentProvider.create(vertx, gateway.options());
            FakeGateway.Reply[] replies = {fate, REFUNDED};
            gateway.on(GatewayApi.REFUND, replies);
            int before = gateway.asked(GatewayApi.REFUND).size();
            held();

            for (int i = 0; i < 2; i++) {
                SettleOutcome.Settled settled = assertInstanceOf(
                        SettleOutcome.Settled.class,
                        Await.result(provider.settle(report(PAYMENT, 0, 290), "client_end")));
                assertEquals(
                        "awaiting_operator",
                        settled.settlement().refunds().getFirst().state());
            }
            assertEquals(before + 1, gateway.asked(GatewayApi.REFUND).size());
        }
    }

    @Test
    void acceptsAProofForOneSessionOnly() {
        SessionGrant grant = held();
        SessionClaim other = new SessionClaim("ses_2", "server-1", "ticker");

        assertEquals(new Verification.Accepted(grant), Await.result(provider.verify(PROOF, CLAIM)));
        assertRejected(Codes.ALREADY_CLAIMED, provider.verify(PROOF, other));
        Await.result(provider.settle(report(PAYMENT, 0, 290), "client_end"));
        assertRejected(Codes.UNKNOWN_REFERENCE, provider.verify(PROOF, other));
        assertEquals(1, gateway.asked(GatewayApi.VERIFY).size());
    }

    @Test
    void acceptsOneOfManyAtOnceThoughTheGatewayAcceptsAll() {
        Await.result(provider.quote(QUOTE_REQUEST));

        List<Future<Verification>> all = IntStream.range(0, 20)
                .mapToObj(i -> provider.verify(PROOF, new SessionClaim("ses_" + i, "server-1", "ticker")))
                .toList();

        assertEquals(
                1,
                all.stream()
                        .map(Await::result)
                        .filter(Verification.Accepted.class::isInstance)
                        .count());
    }

    @Test
    void keepsAProofFromTheGatewayThatWouldBurnIt() {
        Await.result(provider.quote(QUOTE_REQUEST));
        PaymentProof foreign = new PaymentProof(new JsonObject().put("reference", "quoted_elsewhere"));

        assertRejected(Codes.UNKNOWN_REFERENCE, provider.verify(foreign, CLAIM));
        assertRejected(
                Codes.RESOURCE_MISMATCH, provider.verify(PROOF, new SessionClaim("ses_1", "server-1", "dearer")));
        assertEquals(0, gateway.asked(GatewayApi.VERIFY).size());
    }

    @Test
    void rejectsWhatItRejects() {
        gateway.on(
                GatewayApi.VERIFY,
                json(
                        200,
                        new JsonObject()
                                .put("valid", false)
                                .put("amount", 0)
                                .put("reason", "Transaction not found on blockchain")));
        Await.result(provider.quote(QUOTE_REQUEST));

        assertEquals(
                new Verification.Rejected(Codes.PAYMENT_REJECTED, "Transaction not found on blockchain"),
                Await.result(provider.verify(PROOF, CLAIM)));
    }

    @Test
    void needsNoCheckpointsAndRefundsWhatIsReleased() {
        held();

        assertEquals(
                new CheckpointOutcome.Recorded(List.of()),
                Await.result(provider.checkpoint("server-1", List.of(report(PAYMENT, 0, 100)))));
        assertEquals(
                new CheckpointOutcome.Recorded(List.of()),
                Await.result(provider.release("server-1", List.of(report(PAYMENT, 0, 290)))));
        assertEquals(1, gateway.asked(GatewayApi.REFUND).size());
        assertEquals(0, gateway.asked(GatewayApi.CHECKPOINT).size());
    }

    @Test
    void noticesThatTheGatewayWasReplaced() {
        held();
        gateway.on(GatewayApi.GENERATE, json(200, Samples.quoted()));
        gateway.on(GatewayApi.VERIFY, json(200, Samples.granted()));
        Await.result(provider.quote(QUOTE_REQUEST));

        PaymentProof fresh = new PaymentProof(new JsonObject().put("reference", "quoted_by_another_server"));
        assertEquals(new Verification.Accepted(Samples.GRANT), Await.result(provider.verify(fresh, CLAIM)));
        assertInstanceOf(
                SettleOutcome.Settled.class, Await.result(provider.settle(report(PAYMENT, 0, 290), "client_end")));
    }

    @Test
    void knowsNoResumeTokens() {
        assertRejected(Codes.TOKEN_INVALID, provider.resume("token", CLAIM));
    }

    @Test
    void learnsFromStatisticsWhatIsAccepted() {
        gateway.on(
                GatewayApi.STATS,
                text(
                        200,
                        "{\"gateway\":\"ws402-payment-gateway\",\"provider\":\"Base\",\"network\":\"base-sepolia\","
                                + "\"chainId\":84532,\"uptime\":12.34}"));

        Asset eth = new Asset(new AssetId("eip155:84532/slip44:60"), "ETH", 18);
        assertEquals(List.of(new AcceptedAsset("base", "base-sepolia", eth, true)), Await.result(provider.accepts()));
    }

    @Test
    void readsSolanaDetailsWithTheirFractions() {
        String details = "{\"type\":\"solana\",\"network\":\"devnet\",\"recipient\":\"R\",\"amount\":300,"
                + "\"amountSOL\":3e-7,\"currency\":\"SOL\",\"reference\":\"ref_sol\"}";
        gateway.on(GatewayApi.GENERATE, text(200, details));

        QuoteOutcome.Quoted quoted =
                assertInstanceOf(QuoteOutcome.Quoted.class, Await.result(provider.quote(QUOTE_REQUEST)));

        assertEquals(
                new AssetId("solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1/slip44:501"),
                quoted.quote().price().asset().id());
        assertEquals("0.0000003 SOL", quoted.quote().price().toString());
        assertEquals("3E-7", quoted.quote().details().getValue("amountSOL").toString());
    }

    private SessionGrant held() {
        Await.result(provider.quote(QUOTE_REQUEST));
        return assertInstanceOf(Verification.Accepted.class, Await.result(provider.verify(PROOF, CLAIM)))
                .grant();
    }

    private static void assertRejected(String code, Future<Verification> outcome) {
        assertEquals(
                code,
                assertInstanceOf(Verification.Rejected.class, Await.result(outcome))
                        .code());
    }
}
