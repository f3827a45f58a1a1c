package io.ws402.gateway.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ws402.gateway.method.Capabilities.MoneyKind;
import io.ws402.gateway.storage.Await;
import io.ws402.protocol.payment.PaymentProof;
import java.math.BigInteger;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** {@link PaymentMethod#observe} says what the rail shows, never what the proof claims. */
interface ObservationContract {
    RailUnderTest rail();

    @Test
    default void seesHowMuchArrivedFromWhom() {
        ConformanceSteps steps = new ConformanceSteps(rail());
        String wallet = rail().method().describe().recipient();
        String payer = rail().newPayer();
        QuotedPayment quote = steps.quote();
        BigInteger before = rail().balance(wallet);

        ObservedDeposit deposit = steps.paid(quote, steps.pay(quote, payer));

        assertEquals(quote.price(), deposit.amount());
        assertEquals(payer, deposit.payer());
        assertEquals(wallet, deposit.recipient());
        assertFalse(deposit.settlementKey().isBlank());
        MoneyKind money = rail().method().describe().capabilities().money();
        assertEquals(money, deposit.money());
        BigInteger moved = money == MoneyKind.PREPAID ? quote.price().units() : BigInteger.ZERO;
        assertEquals(moved, rail().balance(wallet).subtract(before));
    }

    @Test
    default void namesAPaymentTheSameWheneverAndWhereverItIsObserved() {
        ConformanceSteps steps = new ConformanceSteps(rail());
        String wallet = rail().method().describe().recipient();
        QuotedPayment quote = steps.quote();
        PaymentProof proof = steps.pay(quote, rail().newPayer());
        ObservedDeposit deposit = steps.paid(quote, proof);
        BigInteger balance = rail().balance(wallet);
        rail().settle();

        assertEquals(deposit.settlementKey(), steps.paid(quote, proof).settlementKey());
        Observation elsewhere = steps.observe(rail().reopened(), quote, proof);
        assertEquals(
                deposit.settlementKey(),
                assertInstanceOf(Observation.Paid.class, elsewhere).deposit().settlementKey());
        assertEquals(balance, rail().balance(wallet));
    }

    @Test
    default void tellsTwoPaymentsApart() {
        ConformanceSteps steps = new ConformanceSteps(rail());
        String payer = rail().newPayer();
        QuotedPayment first = steps.quote();
        QuotedPayment second = steps.quote();
        PaymentProof proofOfFirst = steps.pay(first, payer);
        PaymentProof proofOfSecond = steps.pay(second, payer);
        assertNotEquals(
                steps.paid(first, proofOfFirst).settlementKey(),
                steps.paid(second, proofOfSecond).settlementKey());
    }

    @Test
    default void reportsTheAmountThatArrivedNotTheOneThatWasAsked() {
        ConformanceSteps steps = new ConformanceSteps(rail());
        for (BigInteger difference : new BigInteger[] {BigInteger.ONE.negate(), BigInteger.ONE}) {
            QuotedPayment quote = steps.quote();
            BigInteger units = quote.price().units().add(difference);
            PaymentProof proof = steps.payInstead(quote, rail().newPayer(), units);
            assertEquals(units, steps.paid(quote, proof).amount().units());
        }
    }

    @Test
    default void takesNothingForAPayment() {
        ConformanceSteps steps = new ConformanceSteps(rail());
        QuotedPayment quote = steps.quote();
        PaymentProof proof = steps.payInstead(quote, rail().newPayer(), BigInteger.ZERO);
        assertRefused("amount_mismatch", steps.observe(rail().method(), quote, proof));
    }

    @Test
    default void findsNoPaymentThatWasNotMade() {
        ConformanceSteps steps = new ConformanceSteps(rail());
        QuotedPayment quote = steps.quote();
        Observation seen = Await.of(rail().method().observe(quote, rail().proofOfNothing(quote, rail().newPayer())));
        switch (seen) {
            case Observation.Pending pending -> assertEquals("transaction_not_found", pending.code());
            default -> assertInstanceOf(Observation.Refused.class, seen);
        }
    }

    @Test
    default void refusesAPaymentThatIsOlderThanTheQuote() {
        ConformanceSteps steps = new ConformanceSteps(rail());
        QuotedPayment old = steps.quote();
        PaymentProof proof = steps.pay(old, rail().newPayer());
        steps.paid(old, proof);
        rail().settle();
        QuotedPayment later = steps.quote();
        assertInstanceOf(
                Observation.Refused.class, steps.observe(rail().method(), later, rail().shownFor(proof, later)));
    }

    @Test
    default void refusesAPaymentThatSomebodyElseMade() {
        ConformanceSteps steps = new ConformanceSteps(rail());
        QuotedPayment quote = steps.quote();
        PaymentProof proof = steps.pay(quote, rail().newPayer());
        PaymentProof stolen = rail().claimedBy(proof, rail().newPayer());
        assertRefused("payer_mismatch", steps.observe(rail().method(), quote, stolen));
        steps.paid(quote, proof);
    }

    @Test
    default void startsNoSessionForAPaymentAfterTheQuoteExpired() {
        ConformanceSteps steps = new ConformanceSteps(rail());
        QuotedPayment expired = steps.quote(Instant.parse("2020-01-01T00:00:00Z"));
        PaymentProof proof = steps.pay(expired, rail().newPayer());
        assertInstanceOf(Observation.Refused.class, steps.observe(rail().method(), expired, proof));
    }

    @Test
    default void refusesWhatIsNoPaymentOfThisQuote() {
        ConformanceSteps steps = new ConformanceSteps(rail());
        QuotedPayment quote = steps.quote();
        for (RailUnderTest.FalseProof falseProof : rail().falseProofs(quote, rail().newPayer())) {
            Observation seen = steps.observe(rail().method(), quote, falseProof.proof());
            Observation.Refused refused = assertInstanceOf(Observation.Refused.class, seen, falseProof.what());
            assertEquals(falseProof.code(), refused.code(), falseProof.what());
        }
    }

    @Test
    default void refusesProofsOfOtherMethods() {
        QuotedPayment quote = new ConformanceSteps(rail()).quote();
        for (PaymentProof proof :
                ProofsOfAllFamilies.but(rail().method().describe().family())) {
            Observation seen = Await.of(rail().method().observe(quote, proof));
            assertInstanceOf(Observation.Refused.class, seen, () -> proof.json().encode());
        }
    }

    @Test
    default void makesAPaymentFinalInTheEnd() {
        assumeTrue(
                rail().method().describe().capabilities().money() == MoneyKind.PREPAID,
                "what is authorised is final when it was collected");
        ConformanceSteps steps = new ConformanceSteps(rail());
        QuotedPayment quote = steps.quote();
        PaymentProof proof = steps.pay(quote, rail().newPayer());
        ObservedDeposit deposit = steps.paid(quote, proof);
        rail().settle();
        assertEquals(new Finality.Final(), Await.of(rail().method().finality(deposit)));
        assertEquals(new Finality.Final(), Await.of(rail().reopened().finality(deposit)));
    }

    private static void assertRefused(String code, Observation seen) {
        assertEquals(code, assertInstanceOf(Observation.Refused.class, seen).code());
    }
}
