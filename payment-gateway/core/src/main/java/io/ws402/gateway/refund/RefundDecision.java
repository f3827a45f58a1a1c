package io.ws402.gateway.refund;

import io.ws402.gateway.method.CollectPlan;
import io.ws402.gateway.method.Dispatch;
import io.ws402.gateway.method.Reconciliation;
import io.ws402.gateway.method.RefundPlan;

/**
 * What to do with a refund once its rail has answered. Pure: the engine does what it says and nothing else, so that every
 * combination of state and answer can be tested without a rail.
 */
public sealed interface RefundDecision {
    /** Store that this happened. */
    record Store(RefundEvent event) implements RefundDecision {}

    /** Take a sequence number where the rail has any, and sign. */
    record Sign() implements RefundDecision {}

    /** Send the stored bytes again. */
    record Resend() implements RefundDecision {}

    /** Sign the stuck transaction anew at its sequence number, and store that before it is sent. */
    record Replace() implements RefundDecision {}

    /** Ask the rail what became of it, before anything else. */
    record Reconcile() implements RefundDecision {}

    /** Nothing now. */
    record Later(String reason) implements RefundDecision {}

    /** Once the rail was asked whether and how to send it. */
    static RefundDecision next(RefundPlan plan) {
        return switch (plan) {
            case RefundPlan.Send send -> new Sign();
            case RefundPlan.Dust dust ->
                new Store(new RefundEvent.Credited("not worth its network fee of " + dust.networkFee()));
            case RefundPlan.RecipientRefuses(String reason) -> new Store(new RefundEvent.Credited(reason));
            case RefundPlan.Later(String reason) -> new Later(reason);
            case RefundPlan.Operator(String reason) -> new Store(new RefundEvent.NeedsOperator(reason));
        };
    }

    /** Once the rail was asked whether and how to collect it. */
    static RefundDecision next(CollectPlan plan) {
        return switch (plan) {
            case CollectPlan.Send send -> new Sign();
            case CollectPlan.Found(var transaction) -> new Store(new RefundEvent.FoundCollected(transaction));
            case CollectPlan.Dust dust ->
                new Store(new RefundEvent.Lost("not worth its network fee of " + dust.networkFee()));
            case CollectPlan.Lapsed(String reason) -> new Store(new RefundEvent.Lost(reason));
            case CollectPlan.Later(String reason) -> new Later(reason);
            case CollectPlan.Operator(String reason) -> new Store(new RefundEvent.NeedsOperator(reason));
        };
    }

    /** Once bytes were sent. Refused bytes may be refused because an earlier attempt arrived: only the rail can tell. */
    static RefundDecision next(String txId, Dispatch dispatch) {
        return switch (dispatch) {
            case Dispatch.Sent sent -> new Store(new RefundEvent.Sent(txId));
            case Dispatch.Unknown(String reason) -> new Store(new RefundEvent.SendingUnknown(reason));
            case Dispatch.NotSent notSent -> new Reconcile();
        };
    }

    /**
     * Once the rail was asked what became of it.
     *
     * @param state what the refund is at
     * @param txId the transaction that was signed last
     * @param refusedNow whether these bytes were refused a moment ago, so that sending them again at once is in vain
     */
    static RefundDecision next(RefundState state, String txId, boolean refusedNow, Reconciliation reconciliation) {
        return switch (reconciliation) {
            case Reconciliation.Confirmed(String arrived, var fee) ->
                new Store(new RefundEvent.Confirmed(arrived, fee));
            case Reconciliation.WithoutEffect without ->
                new Store(
                        without.recipientRefused()
                                ? new RefundEvent.RecipientRefused(without.reason(), without.networkFee())
                                : new RefundEvent.WithoutEffect(
                                        without.reason(), without.networkFee(), without.overtakenBy()));
            case Reconciliation.InFlight inFlight ->
                state instanceof RefundState.Broadcast
                        ? new Later("on its way")
                        : new Store(new RefundEvent.Sent(txId));
            case Reconciliation.Missing missing -> refusedNow ? new Later("the rail refuses it for now") : new Resend();
            case Reconciliation.Stuck stuck -> new Replace();
            case Reconciliation.Unavailable(String reason) -> new Later(reason);
        };
    }
}
