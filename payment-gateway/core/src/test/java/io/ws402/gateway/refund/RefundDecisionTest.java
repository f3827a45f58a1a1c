package io.ws402.gateway.refund;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.gateway.credits.CreditsMethod;
import io.ws402.gateway.method.CollectPlan;
import io.ws402.gateway.method.Dispatch;
import io.ws402.gateway.method.Reconciliation;
import io.ws402.gateway.method.RefundPlan;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RefundDecisionTest {
    private static final Money FEE = new Money(CreditsMethod.CREDIT, BigInteger.TWO);
    private static final List<RefundState> ON_THE_RAIL =
            List.of(new RefundState.Signed(), new RefundState.Broadcast(), new RefundState.Unknown());

    @Test
    void creditsWhatIsNotWorthSendingOrWouldBeRefused() {
        assertInstanceOf(RefundEvent.Credited.class, stored(RefundDecision.next(new RefundPlan.Dust(FEE))));
        assertEquals(
                new RefundEvent.Credited("blacklisted"),
                stored(RefundDecision.next(new RefundPlan.RecipientRefuses("blacklisted"))));
    }

    @Test
    void asksTheRailWhenItRefusedTheBytes() {
        assertEquals(new RefundDecision.Reconcile(), RefundDecision.next("tx", new Dispatch.NotSent("nonce too low")));
    }

    @Test
    void neverSendsAgainBlindlyWhenNobodyKnowsWhetherItWasSent() {
        assertEquals(
                new RefundEvent.SendingUnknown("timeout"),
                stored(RefundDecision.next("tx", new Dispatch.Unknown("timeout"))));
    }

    @Test
    void sendsAgainWhatTheRailDoesNotKnowUnlessItHasJustRefusedIt() {
        Reconciliation missing = new Reconciliation.Missing();
        for (RefundState state : ON_THE_RAIL) {
            assertEquals(new RefundDecision.Resend(), RefundDecision.next(state, "tx", false, missing));
            assertInstanceOf(RefundDecision.Later.class, RefundDecision.next(state, "tx", true, missing));
        }
    }

    @Test
    void storesTheRailsFinalWordInEveryState() {
        for (RefundState state : ON_THE_RAIL) {
            for (Reconciliation word : List.of(
                    new Reconciliation.Confirmed("tx", FEE),
                    new Reconciliation.WithoutEffect("lost its number", FEE, false),
                    new Reconciliation.WithoutEffect("reverted", FEE, true))) {
                RefundEvent event = stored(RefundDecision.next(state, "tx", false, word));
                assertTrue(state.on(event).isPresent(), state + " on " + event);
            }
        }
    }

    @Test
    void waitsWhileItIsOnItsWayAndNotesThatOnce() {
        Reconciliation inFlight = new Reconciliation.InFlight();
        RefundEvent noted = stored(RefundDecision.next(new RefundState.Unknown(), "tx", false, inFlight));
        assertEquals(new RefundEvent.Sent("tx"), noted);
        assertInstanceOf(
                RefundDecision.Later.class, RefundDecision.next(new RefundState.Broadcast(), "tx", false, inFlight));
    }

    private static RefundEvent stored(RefundDecision decision) {
        return assertInstanceOf(RefundDecision.Store.class, decision).event();
    }

    @Test
    void losesOnlyWhatTheRailSaysCanNeverBeCollectedOrIsNotWorthIt() {
        assertEquals(new RefundDecision.Sign(), RefundDecision.next(new CollectPlan.Send(FEE)));
        assertEquals(new RefundEvent.Lost("revoked"), stored(RefundDecision.next(new CollectPlan.Lapsed("revoked"))));
        assertInstanceOf(RefundEvent.Lost.class, stored(RefundDecision.next(new CollectPlan.Dust(FEE))));
        assertEquals(
                new RefundDecision.Later("too little for now"),
                RefundDecision.next(new CollectPlan.Later("too little for now")));
        assertEquals(
                new RefundEvent.NeedsOperator("no key"),
                stored(RefundDecision.next(new CollectPlan.Operator("no key"))));
    }
}
