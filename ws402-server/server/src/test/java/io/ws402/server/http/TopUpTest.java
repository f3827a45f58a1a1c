package io.ws402.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.QuoteRequest;
import io.ws402.protocol.payment.TopUpOutcome;
import io.ws402.server.pricing.Tariff;
import io.ws402.server.resource.EchoResource;
import io.ws402.server.resource.Offering;
import io.ws402.server.testing.FakeProvider;
import io.ws402.server.testing.Payer;
import io.ws402.server.testing.Payer.Heard;
import io.ws402.server.testing.TestServer;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Top-ups of running sessions over real sockets: terms, proofs, and every way in which their session can end meanwhile. */
final class TopUpTest {
    private static final PricePlan CREDITS = PricePlan.perSecond(BigInteger.valueOf(100), 600);

    private final TestServer server = TestServer.start().offer(dual()).listen();
    private final FakeProvider gateway = server.provider();

    @AfterEach
    void close() {
        server.close();
    }

    private static JsonObject quote(String field, Object value) {
        return new JsonObject().put("type", "ws402.quote_top_up").put(field, value);
    }

    private static JsonObject proof(String reference) {
        return new JsonObject()
                .put("type", "ws402.top_up")
                .put("proof", new JsonObject().put("type", "credits").put("reference", reference));
    }

    private static String quoted(Payer payer, long seconds) throws InterruptedException {
        return payer.say(quote("seconds", seconds))
                .await("ws402.top_up_quote")
                .getJsonObject("paymentDetails")
                .getString("reference");
    }

    private static String refused(Payer payer, JsonObject message) throws InterruptedException {
        return payer.say(message).await("ws402.error").getString("code");
    }

    private static List<String> types(List<Heard> heard) {
        return heard.stream()
                .filter(Heard.Message.class::isInstance)
                .map(one -> ((Heard.Message) one).type())
                .toList();
    }

    @Test
    void drawsThePaymentUriOfATopUp() throws InterruptedException {
        String reference = quoted(server.open("echo", 60_000), 30);
        assertEquals(200, server.get("/ws402/qr/" + reference + ".svg").status());
    }

    @Test
    void quotesByTimeOnTheSessionsOwnPlanAndAddsWhatWasPaid() throws InterruptedException {
        Payer payer = server.open("echo", 60_000);
        String reference = quoted(payer, 30);
        QuoteRequest asked = gateway.quoted().getLast();
        assertEquals(BigInteger.valueOf(30_000), asked.amount());
        assertEquals(TestServer.PLAN, asked.plan());
        assertEquals("127.0.0.1", asked.payerAddress());

        JsonObject toppedUp = payer.say(proof(reference)).await("ws402.topped_up");
        assertEquals("30000", toppedUp.getString("amount"));
        assertEquals("90000", toppedUp.getString("balance"));
        assertTrue(toppedUp.getLong("secondsLeft") > 60, toppedUp::encode);
        assertTrue(new BigInteger(toppedUp.getString("remainingBalance")).compareTo(BigInteger.valueOf(60_000)) > 0);
        assertEquals(
                "90000", payer.say("ws402.end").await("ws402.session_ended").getString("paid"));
    }

    /** A second costs 100 CREDIT or 2 USDC, each in millionths. */
    private static Offering dual() {
        PricePlan usdc = PricePlan.perSecond(BigInteger.TWO, 600);
        Tariff tariff =
                new Tariff(List.of(new Tariff.Price(null, null, CREDITS), new Tariff.Price("local", "USDC", usdc)));
        return new Offering("dual", tariff, Duration.ofSeconds(3), EchoResource::new);
    }

    private Payer openDual() throws InterruptedException {
        Payer payer = server.connect("dual");
        payer.prove(server.paid("dual", 6_000, CREDITS)).await("session_started");
        return payer;
    }

    @Test
    void quotesSecondsInAnotherAssetAtItsOwnPriceAndCountsThemByTheSessions() throws InterruptedException {
        Payer payer = openDual();
        JsonObject quote = payer.say(quote("seconds", 30).put("asset", "USDC")).await("ws402.top_up_quote");
        assertEquals("3000", quote.getString("worth"));
        QuoteRequest asked = gateway.quoted().getLast();
        assertEquals(BigInteger.valueOf(60), asked.amount());
        assertEquals("local", asked.method());
        assertEquals(FakeProvider.USDC.id().value(), asked.asset());
        assertEquals(30, asked.durationSeconds());

        String reference = quote.getJsonObject("paymentDetails").getString("reference");
        JsonObject toppedUp = payer.say(proof(reference)).await("ws402.topped_up");
        assertEquals("3000", toppedUp.getString("amount"));
        assertEquals("9000", toppedUp.getString("balance"));
    }

    @Test
    void takesAnAmountInWhatIsPaidAndRoundsItsWorthDown() throws InterruptedException {
        Payer payer = openDual();
        JsonObject quote =
                payer.say(quote("amount", "7").put("method", "local")).await("ws402.top_up_quote");
        assertEquals("350", quote.getString("worth"));
        assertEquals(BigInteger.valueOf(7), gateway.quoted().getLast().amount());
    }

    @Test
    void sellsNoMoreTimeInAnotherAssetThanInTheSessionsOwn() throws InterruptedException {
        Payer payer = openDual();
        assertEquals("beyond_max_duration", refused(payer, quote("seconds", 541).put("asset", "USDC")));
        assertEquals(
                "beyond_max_duration", refused(payer, quote("amount", "1081").put("asset", "USDC")));
    }

    @Test
    void saysWhatItCanBeToppedUpWithToWhoNamesSomethingElse() throws InterruptedException {
        Payer payer = openDual();
        assertEquals("unknown_asset", refused(payer, quote("seconds", 1).put("asset", "GOLD")));
        assertEquals("unknown_method", refused(payer, quote("seconds", 1).put("method", "magic")));
        JsonObject error = payer.say(
                        quote("seconds", 1).put("method", "credits").put("asset", "USDC"))
                .await("ws402.error");
        assertEquals("unknown_asset", error.getString("code"));
        assertTrue(error.getString("reason").contains("local/USDC"), error::encode);
    }

    @Test
    void countsTheSessionsOwnAssetAsItIsWhateverNameItIsGiven() throws InterruptedException {
        Payer payer = openDual();
        for (JsonObject asked : List.of(
                quote("amount", "70").put("asset", "CREDIT"),
                quote("amount", "70").put("method", "credits"),
                quote("amount", "70")
                        .put("method", "credits")
                        .put("asset", FakeProvider.CREDIT.id().value()))) {
            assertEquals("70", payer.say(asked).await("ws402.top_up_quote").getString("worth"));
            assertEquals(BigInteger.valueOf(70), gateway.quoted().getLast().amount());
        }
    }

    @Test
    void goesOnBeyondTheFirstBalance() throws InterruptedException {
        Payer payer = server.open("echo", 600);
        String reference = quoted(payer, 2);
        payer.say(proof(reference)).await("ws402.topped_up");

        List<Heard> heard = payer.untilClosed();
        assertTrue(types(heard).contains("balance_exhausted"), heard::toString);
        MeterReport last = gateway.settles().getLast();
        assertEquals(BigInteger.valueOf(2_600), last.consumed());
        assertTrue(last.reading().elapsedMs() >= 2_600, last::toString);
    }

    @Test
    void sellsNothingBeyondTheMaximumDuration() throws InterruptedException {
        Payer payer = server.open("echo", 3_000_000);
        assertEquals("beyond_max_duration", refused(payer, quote("seconds", 601)));
        assertEquals("beyond_max_duration", refused(payer, quote("amount", "600001")));
        quoted(payer, 600);
        assertEquals(1, gateway.quoted().size());
    }

    @Test
    void sellsTrafficByAmountWhateverTimeItCouldLast() throws InterruptedException {
        PricePlan traffic = new PricePlan(BigInteger.ONE, BigInteger.ZERO, BigInteger.TEN, 10);
        Payer payer = server.connect("echo").prove(server.paid("echo", 10, traffic));
        payer.await("session_started");
        payer.say(quote("amount", "5000")).await("ws402.top_up_quote");
        assertEquals("beyond_max_duration", refused(payer, quote("seconds", 1)));
    }

    @Test
    void tellsWhatTheGatewayRefuses() throws InterruptedException {
        Payer payer = server.open("echo", 60_000);
        assertEquals("top_up_mismatch", refused(payer, proof("ref-pay_1")));
        gateway.down(true);
        assertEquals("gateway_unavailable", refused(payer, quote("seconds", 1)));
    }

    @Test
    void saysThatAPaymentIsPendingAndKeepsAsking() throws InterruptedException {
        Payer payer = server.open("echo", 60_000);
        String reference = quoted(payer, 30);
        gateway.nextTopUp(() -> Future.succeededFuture(new TopUpOutcome.Pending("payment_pending", "1 of 3", 20)));
        gateway.nextTopUp(() -> Future.succeededFuture(new TopUpOutcome.Pending("payment_pending", "2 of 3", 20)));
        payer.say(proof(reference));
        assertEquals("1 of 3", payer.await("payment_pending").getString("reason"));
        assertEquals("2 of 3", payer.await("payment_pending").getString("reason"));
        assertEquals("90000", payer.await("ws402.topped_up").getString("balance"));
    }

    @Test
    void checksOneProofAtATime() throws InterruptedException {
        Payer payer = server.open("echo", 60_000);
        String reference = quoted(payer, 30);
        Promise<TopUpOutcome> first = Promise.promise();
        gateway.nextTopUp(first::future);
        payer.say(proof(reference));
        assertEquals("top_up_in_progress", refused(payer, proof(reference)));
        Money amount = new Money(FakeProvider.CREDIT, BigInteger.TEN);
        first.complete(
                new TopUpOutcome.Added(amount, amount, new Money(FakeProvider.CREDIT, BigInteger.valueOf(60_010))));
        assertEquals("60010", payer.await("ws402.topped_up").getString("balance"));
    }

    @Test
    void answersAProofThatCountedBeforeWithoutCountingItAgain() throws InterruptedException {
        Payer payer = server.open("echo", 60_000);
        String reference = quoted(payer, 30);
        payer.say(proof(reference)).await("ws402.topped_up");
        assertEquals(
                "90000", payer.say(proof(reference)).await("ws402.topped_up").getString("balance"));
        assertEquals(
                "90000", payer.say("ws402.end").await("ws402.session_ended").getString("paid"));
    }

    @Test
    void asksAgainWhenTheAnswerWasLost() throws InterruptedException {
        Payer payer = server.open("echo", 60_000);
        String reference = quoted(payer, 30);
        gateway.loseTopUpAnswers(1);
        assertEquals(
                "90000", payer.say(proof(reference)).await("ws402.topped_up").getString("balance"));
    }

    @Test
    void learnsOfALostAnswerFromTheNextCheckpointAndTellsItOnce() throws InterruptedException {
        Payer payer = server.open("echo", 60_000);
        String reference = quoted(payer, 30);
        gateway.loseTopUpAnswers(1_000_000);
        payer.say(proof(reference));
        assertEquals("90000", payer.await("ws402.topped_up").getString("balance"));
        gateway.loseTopUpAnswers(0);
        int calls = gateway.topUpCalls();
        TestServer.until(() -> gateway.topUpCalls() > calls, "the answer");
        payer.say("ws402.end");
        assertTrue(!types(payer.untilClosed()).contains("ws402.topped_up"));
    }

    @Test
    void tellsThePayerWhenTheSessionEndsBeforeTheTopUpIsDecidedAndHasItDecided() throws InterruptedException {
        Payer payer = server.open("echo", 500);
        String reference = quoted(payer, 30);
        Promise<TopUpOutcome> first = Promise.promise();
        gateway.nextTopUp(first::future);
        payer.say(proof(reference));

        List<String> types = types(payer.untilClosed());
        assertTrue(types.contains("balance_exhausted"), types::toString);
        assertTrue(types.contains("ws402.error"), types::toString);
        assertTrue(types.indexOf("ws402.error") < types.indexOf("ws402.session_ended"), types::toString);
        first.complete(new TopUpOutcome.Unavailable("the connection broke"));
        TestServer.until(() -> gateway.topUpCalls() == 2, "the proof once more, after the end");
        assertEquals(
                BigInteger.valueOf(500),
                gateway.settlement("pay_1").orElseThrow().paid().units());
    }

    @Test
    void refundsATopUpThatCountedThoughNobodyHereHeardOfIt() throws InterruptedException {
        Payer payer = server.open("echo", 60_000);
        String reference = quoted(payer, 30);
        gateway.loseTopUpAnswers(1_000_000);
        payer.say(proof(reference));
        TestServer.until(() -> gateway.topUpCalls() > 0, "the proof at the gateway");
        assertEquals(
                "90000", payer.say("ws402.end").await("ws402.session_ended").getString("paid"));
    }

    @Test
    void resumesWithWhatWasAdded() throws InterruptedException {
        Payer payer = server.open("echo", 60_000);
        payer.say(proof(quoted(payer, 30))).await("ws402.topped_up");
        payer.socket().close((short) 1002);
        TestServer.until(() -> gateway.releases().size() == 1, "the release");
        Payer again = server.connect("echo");
        again.say(new JsonObject().put("type", "ws402.resume").put("token", "resume:pay_1:1"));
        assertEquals("90000", again.await("session_started").getString("balanceAtomic"));
        assertEquals(
                "90000", again.say("ws402.end").await("ws402.session_ended").getString("paid"));
    }
}
