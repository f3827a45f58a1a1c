package io.ws402.gateway.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.storage.Await;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** {@link CollectRail}: of an authorisation, once, exactly what was used, whatever happens between the steps. */
interface CollectContract {
    int PATIENCE = 100;
    int AT_ONCE = 5;

    AuthorisedRailUnderTest rail();

    @Test
    default void takesExactlyWhatWasUsedAndCostsTheWalletWhatItReports() {
        Collecting one = new Collecting(rail());
        SignedTransfer signed = one.sign();
        assertInstanceOf(Dispatch.Sent.class, Await.of(one.collections().dispatch(signed)));
        Reconciliation.Confirmed confirmed = confirmed(one, List.of(signed));
        assertEquals(signed.txId(), confirmed.txId());
        one.assertTaken(confirmed);
    }

    @Test
    default void takesAllOfItWhereAllWasUsed() {
        Collecting one = new Collecting(rail(), rail().price());
        SignedTransfer signed = one.sign();
        Await.of(one.collections().dispatch(signed));
        one.assertTaken(confirmed(one, List.of(signed)));
    }

    @Test
    default void takesNothingBeforeItIsDispatched() {
        Collecting one = new Collecting(rail());
        long sequence = one.nextSequence();
        SignedTransfer signed = one.sign();
        rail().settle();
        one.assertNothingTaken();
        assertEquals(sequence, one.nextSequence());
        assertInstanceOf(
                Reconciliation.Missing.class, Await.of(one.collections().reconcile(one.order(), List.of(signed))));
    }

    @Test
    default void takesOnceHoweverOftenTheSameBytesAreDispatched() {
        Collecting one = new Collecting(rail());
        SignedTransfer signed = one.sign();
        CollectRail another = one.elsewhere();
        List<Future<Dispatch>> atOnce = new ArrayList<>();
        for (int time = 0; time < AT_ONCE; time++) {
            atOnce.add(one.collections().dispatch(signed));
            atOnce.add(another.dispatch(signed));
        }
        Await.all(atOnce);
        Reconciliation.Confirmed confirmed = confirmed(one, List.of(signed));
        Await.of(another.dispatch(signed));
        rail().settle();
        one.assertTaken(confirmed);
        assertEquals(confirmed, Await.of(another.reconcile(one.order(), List.of(signed))));
    }

    @Test
    default void takesOnceWhenTheGatewayDiesBetweenAnyTwoSteps() {
        Collecting one = new Collecting(rail());
        assertInstanceOf(CollectPlan.Send.class, Await.of(one.elsewhere().plan(one.order())));
        SignedTransfer stored = Await.of(one.elsewhere().sign(one.order(), one.nextSequence()));
        Await.of(one.elsewhere().dispatch(stored));
        Await.of(one.elsewhere().dispatch(stored));
        one.assertTaken(confirmed(one, List.of(stored)));
    }

    @Test
    default void takesOnceWhoeverSignsForTheSameAuthorisationAgain() {
        Collecting one = new Collecting(rail());
        SignedTransfer first = one.sign();
        Await.of(one.collections().dispatch(first));
        SignedTransfer second = Await.of(one.collections().sign(one.order(), one.nextSequence()));
        Await.of(one.collections().dispatch(second));
        Reconciliation.Confirmed confirmed = confirmed(one, List.of(first));
        Reconciliation.WithoutEffect vain = withoutEffect(one, second);
        assertFalse(vain.recipientRefused());
        one.assertTaken(confirmed, vain);
    }

    @Test
    default void replacesUnderTheSameSequenceNumberAndToTheSameEffect() {
        Collecting one = new Collecting(rail());
        SignedTransfer first = one.sign();
        SignedTransfer second = Await.of(one.collections().replace(one.order(), first));
        assertEquals(first.sequence(), second.sequence());
        Await.of(one.collections().dispatch(second));
        Reconciliation.Confirmed confirmed = confirmed(one, List.of(first, second));
        Await.of(one.collections().dispatch(first));
        rail().settle();
        assertEquals(second.txId(), confirmed.txId());
        one.assertTaken(confirmed);
    }

    @Test
    default void collectsAtOnceEachUnderItsOwnSequenceNumber() {
        boolean numbered =
                new Collecting(rail()).collections().sequencer(rail().asset()).isPresent();
        Map<Collecting, SignedTransfer> all = new LinkedHashMap<>();
        long first = new Collecting(rail()).nextSequence();
        for (int number = 0; number < AT_ONCE; number++) {
            Collecting one = new Collecting(rail());
            all.put(one, Await.of(one.collections().sign(one.order(), numbered ? first + number : 0)));
        }
        Await.all(all.entrySet().stream()
                .map(each -> each.getKey().collections().dispatch(each.getValue()))
                .toList());
        all.forEach((one, signed) -> {
            confirmed(one, List.of(signed));
            one.assertPaid(one.order().amount().units());
        });
    }

    @Test
    default void findsWhatWasCollectedByBytesThatTheBackupDoesNotHave() {
        Collecting one = new Collecting(rail());
        SignedTransfer lost = one.sign();
        Await.of(one.collections().dispatch(lost));
        Reconciliation.Confirmed confirmed = confirmed(one, List.of(lost));

        CollectPlan.Found found = assertInstanceOf(
                CollectPlan.Found.class, Await.of(one.elsewhere().plan(one.order())));
        assertEquals(lost.txId(), found.transaction().txId());
        assertEquals(confirmed, confirmed(one, List.of(found.transaction())));
        assertInstanceOf(CollectPlan.Operator.class, Await.of(one.elsewhere().plan(one.of(rail().price()))));
    }

    @Test
    default void showsNothingOfItAmongWhatReachedTheWallet() {
        var feed = rail().method().inbound();
        assumeTrue(feed.isPresent(), "this rail does not show what reaches the wallet");
        JsonObject head = Await.of(feed.orElseThrow().head());
        Collecting one = new Collecting(rail());
        SignedTransfer signed = one.sign();
        Await.of(one.collections().dispatch(signed));
        confirmed(one, List.of(signed));
        rail().settle();
        for (InboundFeed.Stretch next = Await.of(feed.orElseThrow().after(head));
                ;
                next = Await.of(feed.orElseThrow().after(next.end()))) {
            assertTrue(next.transfers().stream()
                    .noneMatch(transfer -> transfer.deposit().txId().equals(signed.txId())));
            if (!next.more()) {
                return;
            }
        }
    }

    @Test
    default void leavesTimeToCollectAfterTheLastMomentAtWhichASessionDrawsOnIt() {
        Collecting one = new Collecting(rail());
        rail().passUntil(Objects.requireNonNull(one.authorised().usableUntil(), "the end of an authorisation"));
        SignedTransfer signed = one.sign();
        Await.of(one.collections().dispatch(signed));
        one.assertTaken(confirmed(one, List.of(signed)));
    }

    @Test
    default void neverTakesOfWhatWasRevoked() {
        Collecting one = new Collecting(rail());
        SignedTransfer signed = one.sign();
        assertInstanceOf(Finality.NotYet.class, Await.of(rail().method().finality(one.authorised())));
        rail().revoke(one.authorised());
        assertInstanceOf(Finality.Gone.class, Await.of(rail().method().finality(one.authorised())));
        assertInstanceOf(CollectPlan.Lapsed.class, Await.of(one.collections().plan(one.order())));
        Await.of(one.collections().dispatch(signed));
        assertFalse(withoutEffect(one, signed).recipientRefused());
        one.assertPaid(BigInteger.ZERO);
    }

    @Test
    default void neverTakesOfWhatHasLapsed() {
        Collecting one = new Collecting(rail());
        SignedTransfer signed = one.sign();
        rail().lapse(one.authorised());
        assertInstanceOf(CollectPlan.Lapsed.class, Await.of(one.collections().plan(one.order())));
        Await.of(one.collections().dispatch(signed));
        assertFalse(withoutEffect(one, signed).recipientRefused());
        one.assertPaid(BigInteger.ZERO);
    }

    @Test
    default void waitsForAPayerWhoHasTooLittleForNow() {
        Collecting one = new Collecting(rail());
        rail().impoverish(one.authorised().payer());
        assertInstanceOf(CollectPlan.Later.class, Await.of(one.collections().plan(one.order())));
    }

    @Test
    default void collectsNothingThatIsNotWorthItsFee() {
        var dust = rail().dust();
        assumeTrue(dust.isPresent(), "on this rail every amount is worth collecting");
        Collecting one = new Collecting(rail(), dust.orElseThrow());
        assertInstanceOf(CollectPlan.Dust.class, Await.of(one.collections().plan(one.order())));
    }

    @Test
    default void canNotBeOrderedToTakeMoreThanIsAuthorised() {
        Collecting one = new Collecting(rail());
        BigInteger more = rail().price().add(BigInteger.ONE);
        assertThrows(IllegalArgumentException.class, () -> one.of(more));
    }

    private Reconciliation.Confirmed confirmed(Collecting one, List<SignedTransfer> signed) {
        return until(one, signed, Reconciliation.Confirmed.class);
    }

    private Reconciliation.WithoutEffect withoutEffect(Collecting one, SignedTransfer signed) {
        return until(one, List.of(signed), Reconciliation.WithoutEffect.class);
    }

    private <T extends Reconciliation> T until(Collecting one, List<SignedTransfer> signed, Class<T> answer) {
        Reconciliation last = new Reconciliation.InFlight();
        for (int look = 0; look < PATIENCE; look++) {
            rail().settle();
            last = Await.of(one.elsewhere().reconcile(one.order(), signed));
            if (answer.isInstance(last)) {
                return answer.cast(last);
            }
            assertTrue(
                    last instanceof Reconciliation.InFlight || last instanceof Reconciliation.Missing,
                    String.valueOf(last));
        }
        return fail("it is still " + last);
    }
}
