package io.ws402.gateway.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Future;
import io.ws402.gateway.storage.Await;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@link RefundRail}: at most one effect for a refund, whatever happens between its steps. */
interface RefundContract {
    int PATIENCE = 100;
    int AT_ONCE = 5;

    RailUnderTest rail();

    @Test
    default void creditsThePayerExactlyAndCostsTheWalletWhatItReports() {
        ConformanceSteps steps = new ConformanceSteps(rail());
        String payer = steps.payerWhoPaid();
        RefundOrder order = steps.refundOf(payer, steps.unused());
        Balances before = Balances.of(rail(), payer);
        SignedTransfer signed = steps.sign(order);
        assertInstanceOf(Dispatch.Sent.class, Await.of(rail().method().refunds().dispatch(signed)));

        Reconciliation.Confirmed confirmed = confirmed(rail().method(), order, List.of(signed));

        assertEquals(signed.txId(), confirmed.txId());
        before.assertMoved(order, confirmed);
    }

    @Test
    default void movesNothingBeforeItIsDispatched() {
        ConformanceSteps steps = new ConformanceSteps(rail());
        String payer = steps.payerWhoPaid();
        RefundOrder order = steps.refundOf(payer, steps.unused());
        Balances before = Balances.of(rail(), payer);
        long sequence = steps.nextSequence();
        SignedTransfer signed = steps.sign(order);
        rail().settle();

        assertEquals(before, Balances.of(rail(), payer));
        assertEquals(sequence, steps.nextSequence());
        assertInstanceOf(
                Reconciliation.Missing.class, Await.of(rail().method().refunds().reconcile(order, List.of(signed))));
    }

    @Test
    default void hasOneEffectHoweverOftenTheSameBytesAreDispatched() {
        ConformanceSteps steps = new ConformanceSteps(rail());
        String payer = steps.payerWhoPaid();
        RefundOrder order = steps.refundOf(payer, steps.unused());
        Balances before = Balances.of(rail(), payer);
        SignedTransfer signed = steps.sign(order);
        PaymentMethod another = rail().reopened();

        List<Future<Dispatch>> atOnce = new ArrayList<>();
        for (int time = 0; time < AT_ONCE; time++) {
            atOnce.add(rail().method().refunds().dispatch(signed));
            atOnce.add(another.refunds().dispatch(signed));
        }
        Await.all(atOnce);
        Reconciliation.Confirmed confirmed = confirmed(rail().method(), order, List.of(signed));
        Await.of(another.refunds().dispatch(signed));
        rail().settle();

        before.assertMoved(order, confirmed);
        assertEquals(confirmed, confirmed(another, order, List.of(signed)));
    }

    @Test
    default void hasOneEffectWhenTheGatewayDiesBetweenAnyTwoSteps() {
        ConformanceSteps steps = new ConformanceSteps(rail());
        String payer = steps.payerWhoPaid();
        RefundOrder order = steps.refundOf(payer, steps.unused());
        Balances before = Balances.of(rail(), payer);
        assertInstanceOf(
                RefundPlan.Send.class, Await.of(rail().reopened().refunds().plan(order)));
        SignedTransfer stored = Await.of(rail().reopened().refunds().sign(order, steps.nextSequence()));
        Await.of(rail().reopened().refunds().dispatch(stored));
        Await.of(rail().reopened().refunds().dispatch(stored));

        before.assertMoved(order, confirmed(rail().reopened(), order, List.of(stored)));
    }

    @Test
    default void replacesUnderTheSameSequenceNumberAndToTheSameEffect() {
        ConformanceSteps steps = new ConformanceSteps(rail());
        String payer = steps.payerWhoPaid();
        RefundOrder order = steps.refundOf(payer, steps.unused());
        Balances before = Balances.of(rail(), payer);
        SignedTransfer first = steps.sign(order);
        SignedTransfer second = Await.of(rail().method().refunds().replace(order, first));
        assertEquals(first.sequence(), second.sequence());

        Await.of(rail().method().refunds().dispatch(second));
        Reconciliation.Confirmed confirmed = confirmed(rail().method(), order, List.of(first, second));
        Await.of(rail().method().refunds().dispatch(first));
        rail().settle();

        assertEquals(second.txId(), confirmed.txId());
        before.assertMoved(order, confirmed);
    }

    @Test
    default void sendsRefundsOfOneWalletAtOnceEachUnderItsOwnSequenceNumber() {
        ConformanceSteps steps = new ConformanceSteps(rail());
        boolean numbered = rail().method().refunds().sequencer(rail().asset()).isPresent();
        Map<RefundOrder, SignedTransfer> refunds = new LinkedHashMap<>();
        long first = steps.nextSequence();
        for (int number = 0; number < AT_ONCE; number++) {
            RefundOrder order =
                    steps.refundOf(steps.payerWhoPaid(), steps.unused().add(BigInteger.valueOf(number)));
            long sequence = numbered ? first + number : 0;
            refunds.put(order, Await.of(rail().method().refunds().sign(order, sequence)));
        }
        Map<String, BigInteger> before = new LinkedHashMap<>();
        refunds.keySet().forEach(order -> before.put(order.recipient(), rail().balance(order.recipient())));

        Await.all(refunds.values().stream()
                .map(signed -> rail().method().refunds().dispatch(signed))
                .toList());

        refunds.forEach((order, signed) -> {
            confirmed(rail().method(), order, List.of(signed));
            BigInteger credited =
                    rail().balance(order.recipient()).subtract(before.getOrDefault(order.recipient(), BigInteger.ZERO));
            assertEquals(rail().arrivingOf(order.amount().units()), credited);
        });
        assertEquals(numbered ? first + AT_ONCE : 0, steps.nextSequence());
    }

    @Test
    default void sendsNothingToWhoRefusesIt() {
        var refusing = rail().refusingRecipient();
        assumeTrue(refusing.isPresent(), "on this rail nobody can refuse money");
        RefundOrder order = new ConformanceSteps(rail()).refundOf(refusing.orElseThrow(), rail().price());
        assertInstanceOf(
                RefundPlan.RecipientRefuses.class,
                Await.of(rail().method().refunds().plan(order)));
    }

    @Test
    default void sendsNothingThatIsNotWorthItsFee() {
        var dust = rail().dust();
        assumeTrue(dust.isPresent(), "on this rail every amount is worth sending");
        ConformanceSteps steps = new ConformanceSteps(rail());
        RefundOrder order = steps.refundOf(rail().newPayer(), dust.orElseThrow());
        assertInstanceOf(
                RefundPlan.Dust.class, Await.of(rail().method().refunds().plan(order)));
    }

    private Reconciliation.Confirmed confirmed(PaymentMethod method, RefundOrder order, List<SignedTransfer> signed) {
        Reconciliation last = new Reconciliation.InFlight();
        for (int look = 0; look < PATIENCE; look++) {
            rail().settle();
            last = Await.of(method.refunds().reconcile(order, signed));
            if (last instanceof Reconciliation.Confirmed confirmed) {
                return confirmed;
            }
        }
        return fail("the refund is not confirmed: " + last);
    }

    /** What payer and wallet have. */
    record Balances(RailUnderTest rail, String payer, BigInteger ofPayer, BigInteger ofWallet) {
        static Balances of(RailUnderTest rail, String payer) {
            String wallet = rail.method().describe().recipient();
            return new Balances(rail, payer, rail.balance(payer), rail.balance(wallet));
        }

        /** Not a unit is made or lost: the payer has the refund, the wallet has paid it and the reported fee. */
        void assertMoved(RefundOrder order, Reconciliation.Confirmed confirmed) {
            Balances now = of(rail, payer);
            BigInteger units = order.amount().units();
            boolean feeInKind =
                    confirmed.networkFee().asset().id().equals(rail.asset().id());
            BigInteger fee = feeInKind ? confirmed.networkFee().units() : BigInteger.ZERO;
            assertEquals(rail.arrivingOf(units), now.ofPayer.subtract(ofPayer));
            assertEquals(units.add(fee), ofWallet.subtract(now.ofWallet));
        }
    }
}
