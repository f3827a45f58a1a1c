package io.ws402.gateway.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.ws402.gateway.storage.Await;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.util.UUID;

/** Something that was authorised, of which some is to be collected, and what everybody had before. */
final class Collecting {
    private final AuthorisedRailUnderTest rail;
    private final ObservedDeposit authorised;
    private final CollectOrder order;
    private final BigInteger ofPayer;
    private final BigInteger ofWallet;

    Collecting(AuthorisedRailUnderTest rail) {
        this(rail, new ConformanceSteps(rail).unused());
    }

    Collecting(AuthorisedRailUnderTest rail, BigInteger units) {
        ConformanceSteps steps = new ConformanceSteps(rail);
        QuotedPayment quote = steps.quote();
        this.rail = rail;
        this.authorised = steps.paid(quote, steps.pay(quote, rail.newPayer()));
        this.order = of(units);
        this.ofPayer = rail.balance(authorised.payer());
        this.ofWallet = rail.balance(authorised.recipient());
    }

    ObservedDeposit authorised() {
        return authorised;
    }

    CollectOrder order() {
        return order;
    }

    /** An order to take another amount of it. */
    CollectOrder of(BigInteger units) {
        return new CollectOrder(
                "col_" + UUID.randomUUID(), "pay_" + UUID.randomUUID(), authorised, new Money(rail.asset(), units));
    }

    CollectRail collections() {
        return rail.method().collections().orElseThrow();
    }

    /** As another gateway has it, or the same one after a crash. */
    CollectRail elsewhere() {
        return rail.reopened().collections().orElseThrow();
    }

    long nextSequence() {
        return collections()
                .sequencer(rail.asset())
                .map(sequencer -> Await.of(collections().nextSequence(sequencer)))
                .orElse(0L);
    }

    /** Signs under the next sequence number, as the engine does after planning. */
    SignedTransfer sign() {
        assertInstanceOf(CollectPlan.Send.class, Await.of(collections().plan(order)));
        return Await.of(collections().sign(order, nextSequence()));
    }

    void assertNothingTaken() {
        assertPaid(BigInteger.ZERO);
        assertEquals(ofWallet, rail.balance(authorised.recipient()));
    }

    /** What the payer has given since. */
    void assertPaid(BigInteger units) {
        assertEquals(units, ofPayer.subtract(rail.balance(authorised.payer())));
    }

    /** Not a unit is made or lost: the payer has given what was ordered, the wallet got it and paid the reported fees. */
    void assertTaken(Reconciliation.Confirmed confirmed, Reconciliation.WithoutEffect... inVain) {
        BigInteger fees = inKind(confirmed.networkFee());
        for (Reconciliation.WithoutEffect each : inVain) {
            fees = fees.add(inKind(each.networkFee()));
        }
        BigInteger units = order.amount().units();
        assertPaid(units);
        assertEquals(
                rail.arrivingOf(units).subtract(fees),
                rail.balance(authorised.recipient()).subtract(ofWallet));
    }

    private BigInteger inKind(Money fee) {
        return fee.asset().id().equals(rail.asset().id()) ? fee.units() : BigInteger.ZERO;
    }
}
