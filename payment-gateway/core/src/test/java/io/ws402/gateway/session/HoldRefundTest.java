package io.ws402.gateway.session;

import static io.ws402.gateway.session.SessionBench.report;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.Settlement;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(DatabaseExtension.class)
final class HoldRefundTest {
    private final SessionBench bench;

    HoldRefundTest(Vertx vertx, Database database) {
        this.bench = new SessionBench(vertx, database);
    }

    @AfterEach
    void theLawHolds() {
        bench.assertTheLawHolds();
    }

    @Test
    void givesBackWhatTheCallSaysAndCapturesTheRest() {
        Settlement settlement = refunded(refund(bench.hold(1000), 600));
        assertEquals(units(400), settlement.consumed().units());
        assertEquals(units(600), settlement.refunds().getFirst().amount().units());
        assertEquals(units(10), settlement.fee().units());
    }

    @Test
    void answersARepeatedCallWithTheFirstAnswerAndAnotherAmountWithARefusalThatHoldsIt() {
        PaymentProof proof = bench.hold(1000);
        Settlement first = refunded(refund(proof, 600));
        assertEquals(first, refunded(refund(proof, 600)));
        HoldRefund other = refund(proof, 601);
        assertEquals(
                first, assertInstanceOf(HoldRefund.AlreadySettled.class, other).settlement());
    }

    @Test
    void refundsOnceWhenTheCallIsRepeatedTwentyTimesAtOnce() {
        PaymentProof proof = bench.hold(1000);
        List<HoldRefund> outcomes = Await.all(IntStream.range(0, 20)
                .mapToObj(i -> bench.settlements.refundWithoutSession(bench.caller, proof, units(600)))
                .toList());
        assertEquals(1, outcomes.stream().distinct().count());
        refunded(outcomes.getFirst());
    }

    @Test
    void capturesAllWhenNothingIsGivenBackAndNothingWhenAllIs() {
        assertEquals(List.of(), refunded(refund(bench.hold(1000), 0)).refunds());
        assertEquals(
                units(0), refunded(refund(bench.hold(1000), 1000)).consumed().units());
    }

    @Test
    void givesNoMoreBackThanWasPaid() {
        PaymentProof proof = bench.hold(1000);
        assertRefused("amount_mismatch", refund(proof, 1001));
        refunded(refund(proof, 1000));
    }

    @Test
    void refundsNothingThatWasNeverVerifiedOrIsAnothers() {
        PaymentProof unpaid = new PaymentProof(
                new JsonObject().put("reference", bench.quote(500).reference()));
        assertRefused("not_held", refund(unpaid, 1));
        assertRefused("unknown_payment", refund(new PaymentProof(new JsonObject().put("reference", "none")), 1));
        assertRefused("unknown_payment", refund(new PaymentProof(new JsonObject()), 1));
        Caller other = bench.newKey(bench.caller.merchantId());
        assertRefused(
                "unknown_payment", Await.of(bench.settlements.refundWithoutSession(other, bench.hold(1000), units(1))));
    }

    @Test
    void refundsNoSessionThatHasALease() {
        SessionGrant session = bench.session(1000);
        PaymentProof proof = new PaymentProof(new JsonObject()
                .put("reference", bench.value("SELECT reference FROM payments WHERE id = $1", session.paymentId())));
        assertRefused("not_held", refund(proof, 1000));
        Await.of(bench.settlements.settle(bench.caller, report(session, 1, 400), "client_end"));
        assertEquals(units(400), refunded(refund(proof, 600)).consumed().units());
        assertInstanceOf(HoldRefund.AlreadySettled.class, refund(proof, 1000));
    }

    @Test
    void findsTheHoldByItsTransactionWhereTheProofHasNoReference() {
        PaymentProof proof = bench.hold(1000);
        String txId = bench.value(
                "SELECT d.tx_id FROM deposits d JOIN payments p ON p.id = d.payment_id WHERE p.reference = $1",
                proof.reference().orElseThrow());
        PaymentProof seed = new PaymentProof(new JsonObject().put("txHash", txId));
        refunded(refund(seed, 100));

        PaymentProof other = bench.hold(1000);
        bench.sql(
                "UPDATE deposits SET tx_id = $1 FROM payments p WHERE p.id = payment_id AND p.reference = $2",
                txId,
                other.reference().orElseThrow());
        assertRefused("ambiguous_proof", refund(seed, 100));
        refunded(refund(other, 0));
    }

    private HoldRefund refund(PaymentProof proof, long amount) {
        return Await.of(bench.settlements.refundWithoutSession(bench.caller, proof, units(amount)));
    }

    private static Settlement refunded(HoldRefund outcome) {
        return assertInstanceOf(HoldRefund.Refunded.class, outcome).settlement();
    }

    private static void assertRefused(String code, HoldRefund outcome) {
        assertEquals(code, assertInstanceOf(HoldRefund.Refused.class, outcome).code());
    }

    private static BigInteger units(long value) {
        return BigInteger.valueOf(value);
    }
}
