package io.ws402.demo.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.ws402.demo.wallet.CreditsWallet;
import io.ws402.demo.wallet.Wallet;
import io.ws402.protocol.message.ClientMessage;
import io.ws402.protocol.message.ServerMessage;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.Reading;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PayingClientTest {
    private static final ClientOptions OPTIONS = new ClientOptions(
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(10),
            Duration.ofSeconds(20));
    private static final Duration SHORT = Duration.ofMillis(100);

    private static Vertx vertx;

    private final Wallet wallet = new CreditsWallet("acc_1", new byte[32]);
    private final List<String> story = new ArrayList<>();
    private ScriptedServer server;
    private ScriptedServer other;
    private PayingClient client;

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void start() {
        server = new ScriptedServer(vertx);
        other = new ScriptedServer(vertx);
        client = new PayingClient(vertx, OPTIONS);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
        other.close();
    }

    @Test
    void paysStreamsEndsAndSeesTheRefundThrough() throws InterruptedException {
        server.then(ScriptedServer.session())
                .showing("settled", "planned")
                .showing("settled", "broadcast")
                .showing("settled", "confirmed");

        SessionSummary summary = ended(run(order()));

        assertEquals(ScriptedServer.credits(3000), summary.paid());
        assertEquals(ScriptedServer.credits(400), summary.consumed());
        assertEquals(ScriptedServer.credits(2600), summary.refunded());
        assertEquals("client_ended", summary.endReason());
        assertEquals("0xfeed", summary.refundTx());
        assertTrue(summary.refundsConfirmed());
        assertEquals(4000, summary.reading().elapsedMs());
        assertEquals(
                List.of(
                        "quoted",
                        "paid",
                        "started",
                        "text {\"price\":1}",
                        "usage",
                        "ended",
                        "planned",
                        "broadcast",
                        "confirmed"),
                story);
        assertInstanceOf(ClientMessage.End.class, server.heard.get(1));
    }

    @Test
    void getsAlongWithAServerThatSelectsNoSubprotocol() throws InterruptedException {
        server.close();
        server = new ScriptedServer(vertx, false);
        server.then(ScriptedServer.session()).showing("settled", "confirmed");

        ended(run(order()));
    }

    @Test
    void asksForTheMethodAndAssetItWants() throws InterruptedException {
        server.then(ScriptedServer.session()).showing("settled", "confirmed");

        ended(run(order().paidWith("credits", "CREDIT")));

        assertEquals("/ws402/schema/ticker?duration=30&method=credits&asset=CREDIT", server.asked.getFirst());
    }

    @Test
    void presentsTheProofAgainWhileThePaymentIsPending() throws InterruptedException {
        server.then(ScriptedServer.rejecting(Codes.PAYMENT_PENDING, 50L))
                .then(ScriptedServer.rejecting(Codes.GATEWAY_UNAVAILABLE, null))
                .then(ScriptedServer.session())
                .showing("settled", "confirmed");

        ended(run(order()));

        assertEquals(4, server.heard.size());
        assertEquals(server.heard.get(0), server.heard.get(2));
    }

    @Test
    void waitsWhileTheServerSaysPending() throws InterruptedException {
        server.then((socket, message) -> {
                    if (message instanceof ClientMessage.Proof) {
                        ScriptedServer.say(socket, new ServerMessage.PaymentPending("1 of 2 blocks", 100));
                    }
                    ScriptedServer.session().accept(socket, message);
                })
                .showing("settled", "confirmed");

        ended(run(order()));

        assertEquals("pending 1 of 2 blocks", story.get(2));
    }

    @Test
    void takesAFinalNoForAnAnswer() throws InterruptedException {
        server.then(ScriptedServer.rejecting(Codes.AMOUNT_MISMATCH, null));

        SessionOutcome.NotStarted outcome = assertInstanceOf(SessionOutcome.NotStarted.class, run(order()));

        assertEquals(Codes.AMOUNT_MISMATCH, outcome.code());
        assertEquals(1, server.heard.size());
    }

    @Test
    void goesOnAtTheOtherServerWhenTheFirstIsLost() throws InterruptedException {
        server.then(ScriptedServer.lostAfterStart())
                .then(ScriptedServer.rejecting(Codes.GATEWAY_UNAVAILABLE, 50L))
                .then(ScriptedServer.rejecting(Codes.LEASE_HELD, 50L));
        other.then(ScriptedServer.rejecting(Codes.LEASE_HELD, 50L))
                .then(ScriptedServer.session())
                .showing("settled", "confirmed");

        SessionSummary summary = ended(run(order().withOtherServers(List.of(other.uri()))));

        assertEquals(1, summary.interruptions());
        assertEquals(new ClientMessage.Resume("resume-1"), other.heard.getFirst());
        assertTrue(story.contains("resumed " + other.uri()));
    }

    @Test
    void goesElsewhereWhenTheServerDrains() throws InterruptedException {
        server.then((socket, message) -> {
            ScriptedServer.start(socket, null);
            ScriptedServer.say(socket, new ServerMessage.Migrate("resume-from-migrate"));
            socket.close((short) 1012, "");
        });
        other.then(ScriptedServer.session()).showing("settled", "confirmed");

        SessionSummary summary = ended(run(order().withOtherServers(List.of(other.uri()))));

        assertEquals(1, summary.interruptions());
        assertEquals(new ClientMessage.Resume("resume-from-migrate"), other.heard.getFirst());
    }

    @Test
    void takesTheSessionUpByItsClaimSecretWhenTheAnswerToTheProofWasLost() throws InterruptedException {
        server.then((socket, message) -> socket.close((short) 1011, ""))
                .then(ScriptedServer.rejecting(Codes.ALREADY_CLAIMED, null))
                .then(ScriptedServer.session())
                .showing("settled", "confirmed");

        ended(run(order()));

        ClientMessage.Proof last = assertInstanceOf(ClientMessage.Proof.class, server.heard.get(2));
        assertEquals("known-to-the-payer", last.proof().claimSecret().orElseThrow());
    }

    @Test
    void takesTheSessionUpByItsClaimSecretWhenTheTokenWasUsedButItsAnswerLost() throws InterruptedException {
        server.then(ScriptedServer.lostAfterStart())
                .then((socket, message) -> socket.close((short) 1011, ""))
                .then(ScriptedServer.rejecting(Codes.TOKEN_USED, null))
                .then(ScriptedServer.session())
                .showing("settled", "confirmed");

        SessionSummary summary = ended(run(order()));

        assertEquals(1, summary.interruptions());
        assertInstanceOf(ClientMessage.Proof.class, server.heard.get(3));
    }

    @Test
    void learnsOfTheEndElsewhereWhenItsServerIsGone() throws InterruptedException {
        other.showing("held", "planned").showing("settled", "confirmed");
        server.then((socket, message) -> {
            ScriptedServer.start(socket, null);
            socket.close((short) 1011, "").onComplete(gone -> server.close());
        });
        client.close();
        client = new PayingClient(vertx, OPTIONS.withResume(Duration.ZERO));

        SessionSummary summary = ended(run(order().withOtherServers(List.of(other.uri()))));

        assertEquals(ScriptedServer.credits(2600), summary.refunded());
        assertTrue(summary.refundsConfirmed());
    }

    @Test
    void endsWithTheBalance() throws InterruptedException {
        server.then((socket, message) -> {
            ScriptedServer.start(socket, null);
            ScriptedServer.say(socket, new ServerMessage.BalanceExhausted("used up"));
            ScriptedServer.say(
                    socket,
                    new ServerMessage.SessionEnded(
                            ScriptedServer.SESSION,
                            "balance_exhausted",
                            BigInteger.valueOf(3000),
                            BigInteger.valueOf(3000),
                            List.of()));
            socket.close((short) 1000, "");
        });

        SessionSummary summary = ended(run(order()));

        assertEquals("balance_exhausted", summary.endReason());
        assertEquals(ScriptedServer.credits(3000), summary.consumed());
    }

    @Test
    void asksAgainWhenTheTermsAreForAnotherAssetOfTheSameSymbolAndNetwork() throws InterruptedException {
        server.then(ScriptedServer.session()).showing("settled", "confirmed");
        server.schemaTwist = schema -> {
            boolean isFirst = server.asked.size() == 1;
            schema.getJsonObject("paymentDetails")
                    .put(
                            "assetId",
                            isFirst
                                    ? "ws402:internal/credit:other"
                                    : ScriptedServer.CREDIT.id().value());
            return schema;
        };

        ended(run(order()));

        assertTrue(server.asked.get(1).endsWith("&method=credits&asset=ws402%3Ainternal%2Fcredit%3Aunit"));
    }

    @Test
    void paysNothingToAServerThatAsksMoreThanItShows() throws InterruptedException {
        server.schemaTwist = schema -> {
            schema.getJsonObject("paymentDetails").put("amount", 3001);
            return schema;
        };
        assertNotPaid(SessionOutcome.Cause.REFUSED, order());
    }

    @Test
    void paysNothingAboveTheMostThatWasAllowed() throws InterruptedException {
        Budget budget = new Budget(BigInteger.valueOf(2999), null, List.of());
        assertNotPaid(SessionOutcome.Cause.TOO_EXPENSIVE, order().within(budget));
    }

    @Test
    void paysNothingAboveTheMostThatWasAllowedWithinAMinute() throws InterruptedException {
        Budget budget = new Budget(null, BigInteger.valueOf(2999), List.of());
        assertNotPaid(SessionOutcome.Cause.TOO_EXPENSIVE, order().within(budget));
    }

    @Test
    void paysNothingThatIsNotOnItsList() throws InterruptedException {
        for (String allowed : List.of("CREDIT:99", "USDC:1000", "ws402:internal/credit:other:100")) {
            Budget budget = new Budget(null, null, List.of(Budget.Allowance.parse(allowed)));
            assertNotPaid(SessionOutcome.Cause.NOT_ALLOWED, order().within(budget));
        }
    }

    @Test
    void paysNothingWhereTrafficCostsMoreThanItsListSays() throws InterruptedException {
        server.schemaTwist = schema -> {
            schema.getJsonArray("accepts").getJsonObject(0).put("pricePerMegabyte", "1");
            return schema;
        };
        Budget budget = new Budget(null, null, List.of(Budget.Allowance.parse("CREDIT:100")));
        assertNotPaid(SessionOutcome.Cause.NOT_ALLOWED, order().within(budget));
    }

    @Test
    void paysNothingToAServerThatQuotesAnotherPriceThanItOffers() throws InterruptedException {
        server.schemaTwist = schema -> {
            schema.getJsonObject("pricing").put("pricePerSecond", 101).put("pricePerSecondAtomic", "101");
            return schema;
        };
        Budget budget = new Budget(null, null, List.of(Budget.Allowance.parse("CREDIT:100")));
        assertNotPaid(SessionOutcome.Cause.NOT_ALLOWED, order().within(budget));
    }

    @Test
    void paysWhatIsOnItsListAndWithinItsBudget() throws InterruptedException {
        server.then(ScriptedServer.session()).showing("settled", "confirmed");
        Budget budget = new Budget(
                BigInteger.valueOf(3000),
                BigInteger.valueOf(3000),
                List.of(Budget.Allowance.parse("ws402:internal/credit:unit:100")));
        ended(run(order().within(budget)));
    }

    @Test
    void asksForNoTopUpBeforeItsMinuteIsOver() throws InterruptedException {
        server.then((socket, message) -> {
            switch (message) {
                case ClientMessage.Proof proof -> {
                    ScriptedServer.start(socket, null);
                    ScriptedServer.say(socket, left(500));
                }
                case ClientMessage.QuoteTopUp quote -> {
                    ScriptedServer.say(socket, new ServerMessage.TopUpQuote(ScriptedServer.details("top-up"), null));
                    ScriptedServer.say(socket, left(400));
                    ScriptedServer.end(socket);
                }
                default -> throw new AssertionError(message);
            }
        });
        server.showing("settled", "confirmed");
        Budget budget = new Budget(null, BigInteger.valueOf(5999), List.of());
        ended(run(SessionOrder.of(server.resource(), 30, Duration.ofMinutes(1))
                .toppedUpBy(30)
                .within(budget)));

        assertEquals(2, server.heard.size(), "a proof and one question");
        assertTrue(story.stream().anyMatch(line -> line.startsWith("pending no top-up for another ")), story::toString);
    }

    private static ServerMessage.UsageUpdate left(long units) {
        return new ServerMessage.UsageUpdate(
                ScriptedServer.SESSION,
                new Reading(3000 - units, 0, 0),
                BigInteger.valueOf(3000 - units),
                BigInteger.valueOf(units));
    }

    @Test
    void paysNothingWithoutACommonAsset() throws InterruptedException {
        assertNotPaid(SessionOutcome.Cause.NO_COMMON_ASSET, order().paidWith(null, "USDC"));
    }

    @Test
    void paysNothingForAnUnknownResource() throws InterruptedException {
        ResourceAddress unknown = new ResourceAddress(server.uri(), "nothing");
        assertNotPaid(SessionOutcome.Cause.REFUSED, SessionOrder.of(unknown, 30, SHORT));
    }

    @Test
    void paysNothingWhereNobodyListens() throws InterruptedException {
        URI nobody = server.uri();
        server.close();
        assertNotPaid(
                SessionOutcome.Cause.UNREACHABLE, SessionOrder.of(new ResourceAddress(nobody, "ticker"), 30, SHORT));
    }

    private SessionOrder order() {
        return SessionOrder.of(server.resource(), 30, SHORT);
    }

    private SessionOutcome run(SessionOrder order) throws InterruptedException {
        return client.run(order, wallet, new StoryKeeper(story));
    }

    private void assertNotPaid(SessionOutcome.Cause cause, SessionOrder order) throws InterruptedException {
        SessionOutcome.NotPaid outcome = assertInstanceOf(SessionOutcome.NotPaid.class, run(order));
        assertEquals(cause, outcome.cause());
        assertTrue(server.heard.isEmpty());
        assertTrue(!story.contains("paid"));
    }

    private static SessionSummary ended(SessionOutcome outcome) {
        return assertInstanceOf(SessionOutcome.Ended.class, outcome, outcome::toString)
                .summary();
    }
}
