package io.ws402.demo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.demo.client.SessionListener;
import io.ws402.demo.client.SessionOrder;
import io.ws402.demo.client.SessionSummary;
import io.ws402.demo.wallet.CreditsWallet;
import io.ws402.demo.wallet.EvmWallet;
import io.ws402.demo.wallet.PayOutcome;
import io.ws402.demo.wallet.Payment;
import io.ws402.demo.wallet.PaymentTerms;
import io.ws402.demo.wallet.Wallet;
import io.ws402.gateway.credits.CreditsMethod;
import io.ws402.protocol.json.Fields;
import io.ws402.protocol.message.Schema;
import io.ws402.protocol.message.ServerMessage.Refund;
import io.ws402.protocol.payment.AcceptedAsset;
import io.ws402.protocol.receipt.Receipt;
import io.ws402.protocol.receipt.ReceiptReading;
import io.ws402.protocol.receipt.ReceiptVerifier;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** One session, paid with whatever its payer has: everything comes back as it came, to the last unit on each rail. */
class SeveralAssetsPathTest extends WholePath {
    private static final long CREDITS = 1_000_000;
    private static final BigInteger USDC_PER_SECOND = BigInteger.valueOf(1_000);

    SeveralAssetsPathTest(WholeSystem whole) {
        super(whole);
    }

    private Schema schema() throws IOException {
        return Schema.fromJson(whole().system().http().get(ticker(1).schema(10, null, "USDC"), null));
    }

    private static AcceptedAsset offer(Schema schema, String symbol) {
        return schema.accepts().stream()
                .map(Schema.Offer::accepted)
                .filter(accepted -> accepted.asset().symbol().equals(symbol))
                .findFirst()
                .orElseThrow();
    }

    /** Pays and remembers what. */
    private record Paid(PaymentTerms terms, Payment payment) {
        static Paid with(Wallet wallet, AcceptedAsset offer, JsonObject details) {
            PaymentTerms terms = PaymentTerms.read(offer, Fields.of(details));
            return new Paid(
                    terms,
                    assertInstanceOf(PayOutcome.Paid.class, wallet.pay(terms)).payment());
        }

        BigInteger units() {
            return terms.amount().units();
        }
    }

    private static Paid topUp(RawSocket socket, Schema schema, Wallet wallet, String symbol, long seconds)
            throws InterruptedException {
        JsonObject quote = socket.say(new JsonObject()
                        .put("type", "ws402.quote_top_up")
                        .put("seconds", seconds)
                        .put("asset", symbol)
                        .encode())
                .await("ws402.top_up_quote");
        Paid paid = Paid.with(wallet, offer(schema, symbol), quote.getJsonObject("paymentDetails"));
        BigInteger worth = new BigInteger(quote.getString("worth"));
        assertTrue(worth.compareTo(USDC_PER_SECOND.multiply(BigInteger.valueOf(seconds))) >= 0, quote::encode);
        JsonObject added = socket.say(new JsonObject()
                        .put("type", "ws402.top_up")
                        .put("proof", paid.payment().proof().json())
                        .encode())
                .await("ws402.topped_up", "ws402.error");
        assertEquals(worth.toString(), added.getString("amount"), added::encode);
        return paid;
    }

    private JsonArray refundsOf(String sessionId, String accessToken) throws IOException, InterruptedException {
        while (true) {
            JsonArray refunds = whole().system()
                    .http()
                    .get(ticker(1).session(sessionId), accessToken)
                    .getJsonArray("refunds");
            boolean arrived = refunds.stream()
                    .map(JsonObject.class::cast)
                    .allMatch(refund -> refund.getString("state").equals("confirmed"));
            if (!refunds.isEmpty() && arrived) {
                return refunds;
            }
            Thread.sleep(200);
        }
    }

    /** The signed one, which is final once the refunds have arrived. */
    private Receipt receiptOf(String sessionId, String accessToken) throws IOException {
        String signed = whole().system()
                .http()
                .get(ticker(1).receipt(sessionId), accessToken)
                .getString("receipt");
        Receipt receipt = assertInstanceOf(ReceiptReading.Verified.class, ReceiptVerifier.verify(signed, receiptKeys()))
                .receipt();
        assertTrue(receipt.isFinal());
        return receipt;
    }

    @Test
    void aSessionInTokensToppedUpWithCoinsAndCreditsGivesEachBackAsItCame() throws Exception {
        CreditsWallet credits = credits(CREDITS);
        try (EvmWallet wallet = funded(6);
                RawSocket socket = connect(1, "ticker")) {
            BigInteger coins = wallet.balance(wallet.coin());
            BigInteger tokens = wallet.balance(usdc());
            Schema schema = schema();
            Paid first = Paid.with(wallet, offer(schema, "USDC"), schema.paymentDetails());
            JsonObject started = socket.prove(first.payment().proof().json()).await("session_started");
            Paid second = topUp(socket, schema, wallet, "ETH", 20);
            Paid third = topUp(socket, schema, credits, "CREDIT", 30);

            JsonObject ended = socket.end();

            JsonArray refunds = refundsOf(started.getString("sessionId"), started.getString("accessToken"));
            BigInteger consumed = new BigInteger(ended.getString("consumed"));
            assertEquals(3, refunds.size(), refunds::encodePrettily);
            BigInteger unused = BigInteger.ZERO;
            for (JsonObject refund :
                    refunds.stream().map(JsonObject.class::cast).toList()) {
                unused = unused.add(new BigInteger(refund.getString("worth", refund.getString("amount"))));
            }
            assertEquals(ended.getString("paid"), consumed.add(unused).toString());
            Receipt receipt = receiptOf(started.getString("sessionId"), started.getString("accessToken"));
            assertEquals(consumed, receipt.sums().consumed().units());
            assertEquals(
                    List.of(
                            first.terms().amount(),
                            second.terms().amount(),
                            third.terms().amount()),
                    receipt.deposits().stream().map(Receipt.Deposit::amount).toList());
            assertEquals(first.payment().txId(), receipt.deposits().getFirst().txHash());
            // Ended while the first payment was being used: of the others nothing was.
            assertTrue(consumed.compareTo(first.units()) < 0, ended::encode);
            assertEquals(
                    List.of(
                            first.units().subtract(consumed).toString(),
                            second.units().toString(),
                            third.units().toString()),
                    refunds.stream()
                            .map(refund -> ((JsonObject) refund).getString("amount"))
                            .toList());
            BigInteger fees = first.payment().networkFee().add(second.payment().networkFee());
            assertEquals(consumed, tokens.subtract(wallet.balance(usdc())));
            assertEquals(fees, coins.subtract(wallet.balance(wallet.coin())));
            assertEquals(BigInteger.valueOf(CREDITS), credits.balance(CreditsMethod.CREDIT));
            assertTheLawHoldsInTheEnd();
        }
    }

    @Test
    void theCommandsClientOutlivesItsTokensOnCoinsOfWhichWhatIsLeftComesBack() throws Exception {
        try (EvmWallet payer = funded(7)) {
            BigInteger tokens = payer.balance(usdc());
            SessionOrder order = SessionOrder.of(ticker(1), 5, Duration.ofSeconds(7))
                    .paidWith(null, "USDC")
                    .toppedUpBy(new SessionOrder.TopUp(30, null, "ETH"));

            SessionSummary summary = ended(client().run(order, payer, new SessionListener() {}));

            // All of the tokens are used up, and a part of the coins.
            assertEquals(1, summary.refunds().size(), summary::toString);
            Refund refund = summary.refunds().getFirst();
            assertEquals("confirmed", refund.state());
            assertEquals("ETH", Objects.requireNonNull(refund.other()).asset().symbol());
            assertEquals(summary.paid(), summary.consumed().plus(summary.refunded()));
            assertEquals(
                    summary.consumed()
                            .units()
                            .subtract(tokens.subtract(payer.balance(usdc())))
                            .signum(),
                    1,
                    "more was used than the tokens");
            assertTheLawHoldsInTheEnd();
        }
    }
}
