package io.ws402.gateway.refund;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.credits.CreditsMethod;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.protocol.money.Money;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

final class RefundStateTest {
    private static final Money FREE = Money.zero(CreditsMethod.CREDIT);
    private static final RefundEvent SIGNED =
            new RefundEvent.Signed(new SignedTransfer("tx", 7, Buffer.buffer(), new JsonObject()));
    private static final List<RefundEvent> EVENTS = List.of(
            new RefundEvent.Numbered(7),
            SIGNED,
            new RefundEvent.Sent("tx"),
            new RefundEvent.SendingUnknown("no answer"),
            new RefundEvent.Confirmed("tx", FREE),
            new RefundEvent.WithoutEffect("reverted", FREE, null),
            new RefundEvent.FoundPaid(),
            new RefundEvent.FoundCollected(new SignedTransfer("tx", 7, Buffer.buffer(), new JsonObject())),
            new RefundEvent.Lost("lapsed"),
            new RefundEvent.RecipientRefused("reverted", FREE),
            new RefundEvent.Credited("dust"),
            new RefundEvent.NeedsOperator("no key"),
            new RefundEvent.Retried(),
            new RefundEvent.PaidOutside("tx"),
            new RefundEvent.DepositReversed());
    private static final List<RefundState> STATES = List.of(
            new RefundState.Planned(),
            new RefundState.Numbered(),
            new RefundState.Signed(),
            new RefundState.Broadcast(),
            new RefundState.Unknown(),
            new RefundState.FailedSafe(),
            new RefundState.Confirmed(),
            new RefundState.Credited(),
            new RefundState.AwaitingOperator(),
            new RefundState.Voided());

    @Test
    void nothingHappensToOneThatIsDone() {
        for (RefundState state : STATES) {
            if (state.isDone()) {
                EVENTS.forEach(event -> assertTrue(state.on(event).isEmpty(), state + " on " + event));
            }
        }
    }

    @Test
    void isSignedBeforeItIsSent() {
        for (RefundState state :
                List.of(new RefundState.Planned(), new RefundState.FailedSafe(), new RefundState.Numbered())) {
            assertTrue(state.on(new RefundEvent.Sent("tx")).isEmpty());
            assertTrue(state.on(new RefundEvent.Confirmed("tx", FREE)).isEmpty());
        }
    }

    @Test
    void hasNoWayButToBeSignedOnceItHasASequenceNumber() {
        for (RefundEvent event : EVENTS) {
            boolean possible = new RefundState.Numbered().on(event).isPresent();
            assertEquals(event.equals(SIGNED), possible, event.toString());
        }
    }

    /** What may be on the rail must neither be signed under another number, nor credited, nor left to a person to pay. */
    @Test
    void whatMayBeOnTheRailIsLeftOnlyByTheRailsFinalWord() {
        for (RefundState state : STATES) {
            if (mayBeOnTheRail(state)) {
                for (RefundEvent event : EVENTS) {
                    boolean finalWord = event instanceof RefundEvent.Confirmed
                            || event instanceof RefundEvent.WithoutEffect
                            || event instanceof RefundEvent.RecipientRefused;
                    state.on(event)
                            .ifPresent(to ->
                                    assertEquals(finalWord, !mayBeOnTheRail(to), state + " on " + event + " is " + to));
                }
            }
        }
    }

    private static boolean mayBeOnTheRail(RefundState state) {
        return state instanceof RefundState.Signed
                || state instanceof RefundState.Broadcast
                || state instanceof RefundState.Unknown;
    }

    @Test
    void anOperatorHasItTriedAgainOrSaysWhatBecameOfIt() {
        RefundState awaiting = new RefundState.AwaitingOperator();
        RefundState again = awaiting.on(new RefundEvent.Retried()).orElseThrow();
        assertInstanceOf(RefundState.Planned.class, again);
        assertTrue(awaiting.on(SIGNED).isEmpty());
        for (RefundState state : STATES) {
            assertEquals(
                    state.equals(awaiting),
                    state.on(new RefundEvent.PaidOutside("tx")).isPresent(),
                    state.toString());
        }
    }

    @Test
    void isReadBackAsItIsStored() {
        for (RefundState state : STATES) {
            assertEquals(state, RefundState.of(state.sqlName(), state instanceof RefundState.Numbered));
        }
        assertThrows(IllegalArgumentException.class, () -> RefundState.of("lost", false));
    }

    /** Any history at all has at most one end, so that it pays or credits at most once. */
    @RepeatedTest(200)
    void endsAtMostOnce(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        RefundState state = new RefundState.Planned();
        int ends = 0;
        for (int i = 0; i < 60; i++) {
            RefundState after =
                    state.on(EVENTS.get(random.nextInt(EVENTS.size()))).orElse(state);
            ends += after.isDone() && !state.isDone() ? 1 : 0;
            state = after;
        }
        assertEquals(state.isDone() ? 1 : 0, ends);
    }
}
