package io.ws402.gateway.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.Quote;
import io.ws402.protocol.payment.Verification;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a WS402 0.1 server gets, which knows neither sessions nor leases. */
@ExtendWith(DatabaseExtension.class)
final class HoldWithoutSessionTest {
    private final PaymentBench bench;

    HoldWithoutSessionTest(Vertx vertx, Database database) {
        this.bench = new PaymentBench(vertx, database);
    }

    private Verification verify(PaymentProof proof, @Nullable Long timestamp) {
        return Await.of(bench.service.verifyWithoutSession(bench.caller, proof, timestamp));
    }

    private static String paymentOf(Verification verification) {
        return assertInstanceOf(Verification.Accepted.class, verification)
                .grant()
                .paymentId();
    }

    private static String codeOf(Verification verification) {
        return assertInstanceOf(Verification.Rejected.class, verification).code();
    }

    private static PaymentProof withoutReference(PaymentProof proof) {
        JsonObject json = proof.json().copy();
        json.remove("reference");
        return new PaymentProof(json);
    }

    @Test
    void holdsWithoutLease() {
        Quote quote = bench.quote(bench.byAmount, 6000);
        assertEquals(quote.paymentId(), paymentOf(verify(bench.paid(bench.byAmount, quote), 1L)));
        assertEquals("null", bench.value("SELECT lease_until FROM sessions WHERE payment_id = $1", quote.paymentId()));
    }

    @Test
    void answersARepeatedCallAlikeAndAnotherSocketsCallNot() {
        Quote quote = bench.quote(bench.byAmount, 6000);
        PaymentProof proof = bench.paid(bench.byAmount, quote);
        assertEquals(quote.paymentId(), paymentOf(verify(proof, 1L)));
        assertEquals(quote.paymentId(), paymentOf(verify(proof, 1L)));
        assertEquals("already_claimed", codeOf(verify(proof, 2L)));
        assertEquals("already_claimed", codeOf(verify(proof, null)));
    }

    @Test
    void neverAnswersTwiceWithoutATimestamp() {
        PaymentProof proof = bench.paid(bench.byAmount, bench.quote(bench.byAmount, 6000));
        paymentOf(verify(proof, null));
        assertEquals("already_claimed", codeOf(verify(proof, null)));
    }

    @Test
    void waitsForAPaymentThatIsOnItsWay() {
        Quote quote = bench.quote(bench.byAmount, 6000);
        Future<Verification> answer = bench.service.verifyWithoutSession(
                bench.caller, PaymentBench.proof(bench.byAmount, quote, "0xslow01"), 1L);
        bench.byAmount.pay("0xslow01", quote.price());
        assertEquals(quote.paymentId(), paymentOf(Await.of(answer)));
    }

    @Test
    void findsTheQuoteOfAProofWithoutReferenceByItsUniqueAmount() {
        bench.quote(bench.byAmount, 6000);
        Quote quote = bench.quote(bench.byAmount, 6000);
        bench.quote(bench.byAmount, 6000);
        PaymentProof proof = withoutReference(bench.paid(bench.byAmount, quote));
        assertEquals(quote.paymentId(), paymentOf(verify(proof, 1L)));
        assertEquals(quote.paymentId(), paymentOf(verify(proof, 1L)));
        assertEquals("already_claimed", codeOf(verify(proof, 2L)));
    }

    @Test
    void refusesAProofWithoutReferenceThatPaysNoQuote() {
        bench.quote(bench.byAmount, 6000);
        bench.byAmount.pay("0xstray", FakeRail.COIN, java.math.BigInteger.valueOf(5));
        PaymentProof proof =
                new PaymentProof(new JsonObject().put("type", "byamount").put("txHash", "0xstray"));
        assertEquals("unknown_reference", codeOf(verify(proof, 1L)));
    }

    @Test
    void refusesAProofWithoutReferenceWhereTheAmountBindsNothing() {
        Quote quote = bench.quote(bench.byReference, 6000);
        PaymentProof proof = withoutReference(bench.paid(bench.byReference, quote));
        assertEquals("malformed_proof", codeOf(verify(proof, 1L)));
    }
}
