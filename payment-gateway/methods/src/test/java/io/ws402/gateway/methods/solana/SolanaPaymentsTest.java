package io.ws402.gateway.methods.solana;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.devnet.SolanaAccount;
import io.ws402.devnet.SolanaDevnet;
import io.ws402.gateway.method.Finality;
import io.ws402.gateway.method.Observation;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.method.QuoteOrder;
import io.ws402.gateway.method.QuoteTerms;
import io.ws402.gateway.method.QuotedPayment;
import io.ws402.gateway.methods.rpc.NodeProxy;
import io.ws402.gateway.storage.Await;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SolanaPaymentsTest extends OwnCluster {
    private String pay(QuotedPayment quote) {
        return by(payer)
                .transfer(payer.address(), wallet, PRICE, quote.reference())
                .send();
    }

    private static void assertRefused(String code, Observation seen) {
        assertEquals(code, assertInstanceOf(Observation.Refused.class, seen).code());
    }

    @Test
    void paysTwoQuotesByTwoTransfersOfOneTransactionEachByItsOwn() {
        QuotedPayment first = quote("SOL", PRICE);
        QuotedPayment second = quote("SOL", PRICE);
        String signature = by(payer)
                .transfer(payer.address(), wallet, PRICE, first.reference())
                .transfer(payer.address(), wallet, PRICE.add(BigInteger.ONE), second.reference())
                .send();
        assertEquals(PRICE, paid(first, signature).amount().units());
        assertEquals(PRICE.add(BigInteger.ONE), paid(second, signature).amount().units());
        assertNotEquals(
                paid(first, signature).settlementKey(), paid(second, signature).settlementKey());
    }

    @Test
    void countsTheFirstOfTwoTransfersThatNameTheSameReference() {
        QuotedPayment quote = quote("USDC", MILLION);
        String signature = by(payer)
                .transferToken(devnet.usdc(), payer.address(), wallet, payer.address(), MILLION, quote.reference())
                .transferToken(
                        devnet.usdc(), payer.address(), wallet, payer.address(), BigInteger.TWO, quote.reference())
                .send();
        ObservedDeposit deposit = paid(quote, signature);
        assertEquals(MILLION, deposit.amount().units());
        assertTrue(deposit.settlementKey().endsWith(":0"), deposit.settlementKey());
        assertTrue(deposit.settlementKey().startsWith(method.describe().chain() + ":" + signature));
    }

    @Test
    void isAnotherPaymentWhenAReferenceIsPaidAgain() {
        QuotedPayment quote = quote("SOL", PRICE);
        assertNotEquals(
                paid(quote, pay(quote)).settlementKey(), paid(quote, pay(quote)).settlementKey());
    }

    @Test
    void belongsToTheOwnerOfTheTokensNotToWhoMovedThem() {
        SolanaAccount delegate = rail.funded();
        QuotedPayment quote = quote("USDC", MILLION);
        by(payer)
                .approve(devnet.usdc(), payer.address(), delegate.address(), MILLION)
                .send();
        String signature = by(delegate)
                .transferToken(devnet.usdc(), payer.address(), wallet, delegate.address(), MILLION, quote.reference())
                .send();
        assertEquals(payer.address(), paid(quote, signature).payer());
    }

    @Test
    void belongsToTheSourceOfTheSolNotToWhoPaidTheFee() {
        SolanaAccount sponsor = rail.funded();
        QuotedPayment quote = quote("SOL", PRICE);
        String signature = by(sponsor, payer)
                .transfer(payer.address(), wallet, PRICE, quote.reference())
                .send();
        assertEquals(payer.address(), paid(quote, signature).payer());
    }

    @Test
    void creditsWhatArrivedOfATokenThatTakesAFee() {
        QuotedPayment quote = quote("FEET", MILLION);
        String signature = by(payer)
                .transferToken(devnet.feeToken(), payer.address(), wallet, payer.address(), MILLION, quote.reference())
                .send();
        assertEquals(
                BigInteger.valueOf(990_000), paid(quote, signature).amount().units());
    }

    @Test
    void leavesSeveralPaymentsThatLostFeesTogetherToAnOperator() {
        QuotedPayment quote = quote("FEET", MILLION);
        String signature = by(payer)
                .transferToken(devnet.feeToken(), payer.address(), wallet, payer.address(), MILLION, quote.reference())
                .transferToken(devnet.feeToken(), payer.address(), wallet, payer.address(), BigInteger.valueOf(777))
                .send();
        assertRefused("not_attributable", observe(quote, signature));
    }

    @Test
    void waitsForWhatAnAmountNeeds() {
        method = rail.open(rail.configuration()
                .put(
                        "finality",
                        new JsonArray()
                                .add(new JsonObject("{\"upTo\":{\"SOL\":\"0.03\"},\"commitment\":\"confirmed\"}"))
                                .add(new JsonObject("{\"commitment\":\"finalized\"}"))));
        QuotedPayment quote = quote("SOL", PRICE);
        assertFalse(paid(quote, pay(quote)).isFinal());
        String larger = by(payer)
                .transfer(payer.address(), wallet, PRICE.add(BigInteger.ONE), quote.reference())
                .send();
        assertEquals(
                "payment_pending",
                assertInstanceOf(Observation.Pending.class, observe(quote, larger))
                        .code());
        devnet.chain().finalizeAll();
        assertTrue(paid(quote, larger).isFinal());
    }

    @Test
    void isNotFinalBeforeTheClusterSaysSo() {
        QuotedPayment quote = quote("SOL", PRICE);
        ObservedDeposit deposit = paid(quote, pay(quote));
        assertEquals(new Finality.NotYet(), Await.of(method.finality(deposit)));
        devnet.chain().finalizeAll();
        assertEquals(new Finality.Final(), Await.of(method.finality(deposit)));
    }

    @Test
    void isGoneOnlyWhenNoEndpointKnowsItAndNoneCanTakeItAgain() {
        QuotedPayment quote = quote("SOL", PRICE);
        ObservedDeposit deposit = paid(quote, pay(quote));
        try (NodeProxy forgetful = new NodeProxy(devnet.chain().rpcUrl())) {
            forgetful.change("getSignatureStatuses", answer -> {
                answer.getJsonObject("result").put("value", new JsonArray().addNull());
                return answer;
            });
            assertEquals(
                    new Finality.NotYet(), Await.of(through(forgetful.url()).finality(deposit)));
            devnet.chain().expireBlockhashes();
            devnet.chain().advanceSlots(10);
            assertInstanceOf(
                    Finality.Gone.class, Await.of(through(forgetful.url()).finality(deposit)));
            assertEquals(
                    new Finality.NotYet(),
                    Await.of(through(forgetful.url(), devnet.chain().rpcUrl()).finality(deposit)));
        }
    }

    @Test
    void isLateAndGoesBackWhenTheQuoteHasExpired() {
        QuotedPayment expired = quote("SOL", PRICE, Instant.parse("2020-01-01T00:00:00Z"));
        Observation.Refused late = assertInstanceOf(Observation.Refused.class, observe(expired, pay(expired)));
        assertEquals("late_payment", late.code());
        assertEquals(
                PRICE,
                late.arrived() == null
                        ? BigInteger.ZERO
                        : late.arrived().amount().units());
    }

    @Test
    void takesAPaymentWhoseTimeTheNodeLearnsLater() {
        QuotedPayment quote = quote("SOL", PRICE);
        String signature = pay(quote);
        try (NodeProxy node = new NodeProxy(devnet.chain().rpcUrl())) {
            method = through(node.url());
            node.change("getTransaction", OwnCluster::withoutBlockTime);
            assertInstanceOf(Observation.Pending.class, observe(quote, signature));
            node.behave();
            assertEquals(PRICE, paid(quote, signature).amount().units());
        }
    }

    @Test
    void takesTheTimeOfItsSlotForAFinalTransactionWithoutOne() {
        QuotedPayment inTime = quote("SOL", PRICE);
        QuotedPayment expired = quote("SOL", PRICE, Instant.parse("2020-01-01T00:00:00Z"));
        String paid = pay(inTime);
        String late = pay(expired);
        devnet.chain().finalizeAll();
        try (NodeProxy node = new NodeProxy(devnet.chain().rpcUrl())) {
            method = through(node.url());
            node.change("getTransaction", OwnCluster::withoutBlockTime);
            assertEquals(PRICE, paid(inTime, paid).amount().units());
            assertRefused("late_payment", observe(expired, late));
        }
    }

    @Test
    void asksForManyPaymentsAtOnceInOneCall() {
        QuotedPayment quote = quote("SOL", PRICE);
        String signature = pay(quote);
        try (NodeProxy node = new NodeProxy(devnet.chain().rpcUrl())) {
            method = through(node.url());
            rail.waitForNextPoll();
            Await.all(IntStream.range(0, 100)
                    .mapToObj(each -> method.observe(quote, proof(signature)))
                    .toList());
            assertTrue(node.calls("getSignatureStatuses") < 20, () -> node.calls("getSignatureStatuses") + " calls");
        }
    }

    @Test
    void believesNoNodeThatAnswersAboutAnotherTransaction() {
        QuotedPayment quote = quote("SOL", PRICE);
        String signature = pay(quote);
        try (NodeProxy node = new NodeProxy(devnet.chain().rpcUrl())) {
            method = through(node.url());
            node.change("getTransaction", answer -> {
                answer.getJsonObject("result")
                        .getJsonObject("transaction")
                        .put("signatures", new JsonArray().add("5".repeat(87)));
                return answer;
            });
            assertInstanceOf(Observation.Unavailable.class, observe(quote, signature));
        }
    }

    @Test
    void decidesNothingWhileNoEndpointAnswers() {
        QuotedPayment quote = quote("SOL", PRICE);
        String signature = pay(quote);
        try (NodeProxy node = new NodeProxy(devnet.chain().rpcUrl())) {
            method = through(node.url());
            node.answer(503, "");
            assertInstanceOf(Observation.Unavailable.class, observe(quote, signature));
        }
    }

    @Test
    void quotesAReferenceThatNobodyCouldGuessInAPaymentUriThatWalletsRead() {
        SecureRandom random = new SecureRandom();
        String reference = method.newReference(random);
        assertNotEquals(reference, method.newReference(random));
        QuoteTerms terms = Await.of(method.quote(new QuoteOrder(
                "pay_1", reference, "a ticker & more", money("USDC", MILLION.add(BigInteger.ONE)), STANDS, STANDS)));
        String uri = "solana:" + wallet + "?amount=1.000001&spl-token="
                + devnet.usdc().mint() + "&reference=" + reference
                + "&label=WS402&message=Access%20to%20a%20ticker%20%26%20more&memo=pay_1";
        assertEquals(uri, terms.paymentUri());
        assertEquals(uri, terms.details().getString("solanaPayURL"));
        assertEquals(devnet.usdc().mint(), terms.details().getString("splToken"));
        QuoteTerms inSol = Await.of(method.quote(
                new QuoteOrder("pay_1", reference, "ticker", money("SOL", SolanaDevnet.SOL), STANDS, STANDS)));
        assertEquals("1", inSol.details().getString("amountSOL"));
        assertFalse(inSol.details().containsKey("splToken"));
    }
}
