package io.ws402.gateway.method;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.fail;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.storage.Await;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.PaymentProof;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;

/** What the contracts do again and again. */
final class ConformanceSteps {
    static final Duration STANDS = Duration.ofMinutes(5);

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int PATIENCE = 100;

    private final RailUnderTest rail;

    ConformanceSteps(RailUnderTest rail) {
        this.rail = rail;
    }

    Money money(BigInteger units) {
        return new Money(rail.asset(), units);
    }

    /** An order as the payment service makes it. */
    QuoteOrder order() {
        return new QuoteOrder(
                "pay_" + UUID.randomUUID(),
                rail.method().newReference(RANDOM),
                "resource",
                money(rail.price()),
                STANDS,
                STANDS);
    }

    QuotedPayment quote() {
        return quote(Instant.now().plus(STANDS));
    }

    /** A quote as it is when it comes back from the database. */
    QuotedPayment quote(Instant expiresAt) {
        QuoteOrder order = order();
        QuoteTerms terms = Await.of(rail.method().quote(order));
        return new QuotedPayment(
                order.paymentId(),
                order.reference(),
                order.price(),
                rail.method().describe().recipient(),
                new JsonObject(terms.anchor().encode()),
                expiresAt);
    }

    /** Pays exactly what was asked. */
    PaymentProof pay(QuotedPayment quote, String payer) {
        return rail.pay(quote, payer, quote.price().units()).orElseGet(() -> fail("a rail lets a payer pay the price"));
    }

    /** Pays another amount; the test is none of this rail's where payers can not. */
    PaymentProof payInstead(QuotedPayment quote, String payer, BigInteger units) {
        var proof = rail.pay(quote, payer, units);
        Assumptions.assumeTrue(proof.isPresent(), "on this rail payers can not choose the amount");
        return proof.orElseThrow();
    }

    /** Looks until the rail has made up its mind. */
    Observation observe(PaymentMethod method, QuotedPayment quote, PaymentProof proof) {
        for (int look = 0; look < PATIENCE; look++) {
            Observation seen = Await.of(method.observe(quote, proof));
            if (!(seen instanceof Observation.Pending pending)) {
                return seen;
            }
            rail.settle();
            Await.of(method.news(pending));
        }
        return fail("the payment stays pending");
    }

    ObservedDeposit paid(QuotedPayment quote, PaymentProof proof) {
        return assertInstanceOf(Observation.Paid.class, observe(rail.method(), quote, proof))
                .deposit();
    }

    /** A payer whose payment has arrived, so that there is something to refund. */
    String payerWhoPaid() {
        String payer = rail.newPayer();
        QuotedPayment quote = quote();
        paid(quote, pay(quote, payer));
        rail.settle();
        return payer;
    }

    /** A part of the price, and no round figure. */
    BigInteger unused() {
        return rail.price()
                .multiply(BigInteger.TWO)
                .divide(BigInteger.valueOf(5))
                .add(BigInteger.valueOf(7));
    }

    RefundOrder refundOf(String payer, BigInteger units) {
        return new RefundOrder("ref_" + UUID.randomUUID(), "pay_" + UUID.randomUUID(), payer, money(units));
    }

    long nextSequence() {
        RefundRail refunds = rail.method().refunds();
        return refunds.sequencer(rail.asset())
                .map(sequencer -> Await.of(refunds.nextSequence(sequencer)))
                .orElse(0L);
    }

    /** Signs the order under the next sequence number, as the refund engine does after planning. */
    SignedTransfer sign(RefundOrder order) {
        assertInstanceOf(RefundPlan.Send.class, Await.of(rail.method().refunds().plan(order)));
        return Await.of(rail.method().refunds().sign(order, nextSequence()));
    }
}
