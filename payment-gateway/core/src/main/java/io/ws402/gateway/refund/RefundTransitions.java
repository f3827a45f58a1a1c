package io.ws402.gateway.refund;

import org.jspecify.annotations.Nullable;

/** The table behind {@link RefundState#on}: the state after an event, null where the event can not happen. */
final class RefundTransitions {
    private RefundTransitions() {}

    static @Nullable RefundState ofPlanned(RefundEvent event) {
        return event instanceof RefundEvent.DepositReversed ? new RefundState.Voided() : ofFailedSafe(event);
    }

    static @Nullable RefundState ofFailedSafe(RefundEvent event) {
        return switch (event) {
            case RefundEvent.Numbered numbered -> new RefundState.Numbered();
            case RefundEvent.Signed signed -> new RefundState.Signed();
            case RefundEvent.Credited credited -> new RefundState.Credited();
            case RefundEvent.NeedsOperator needs -> new RefundState.AwaitingOperator();
            case RefundEvent.FoundPaid found -> new RefundState.Broadcast();
            case RefundEvent.FoundCollected found -> new RefundState.Broadcast();
            case RefundEvent.Lost lost -> new RefundState.Voided();
            case RefundEvent.Sent sent -> null;
            case RefundEvent.SendingUnknown unknown -> null;
            case RefundEvent.Confirmed confirmed -> null;
            case RefundEvent.WithoutEffect without -> null;
            case RefundEvent.RecipientRefused refused -> null;
            case RefundEvent.Retried retried -> null;
            case RefundEvent.PaidOutside paid -> null;
            case RefundEvent.DepositReversed reversed -> null;
        };
    }

    static @Nullable RefundState ofNumbered(RefundEvent event) {
        return event instanceof RefundEvent.Signed ? new RefundState.Signed() : null;
    }

    static @Nullable RefundState ofSent(RefundEvent event) {
        return switch (event) {
            case RefundEvent.Signed replaced -> new RefundState.Signed();
            case RefundEvent.Sent sent -> new RefundState.Broadcast();
            case RefundEvent.SendingUnknown unknown -> new RefundState.Unknown();
            case RefundEvent.Confirmed confirmed -> new RefundState.Confirmed();
            case RefundEvent.WithoutEffect without -> new RefundState.FailedSafe();
            case RefundEvent.RecipientRefused refused -> new RefundState.Credited();
            case RefundEvent.Numbered numbered -> null;
            case RefundEvent.Credited credited -> null;
            case RefundEvent.NeedsOperator needs -> null;
            case RefundEvent.FoundPaid found -> null;
            case RefundEvent.FoundCollected found -> null;
            case RefundEvent.Lost lost -> null;
            case RefundEvent.Retried retried -> null;
            case RefundEvent.PaidOutside paid -> null;
            case RefundEvent.DepositReversed reversed -> null;
        };
    }

    static @Nullable RefundState ofAwaitingOperator(RefundEvent event) {
        return switch (event) {
            case RefundEvent.Retried retried -> new RefundState.Planned();
            case RefundEvent.Credited credited -> new RefundState.Credited();
            case RefundEvent.PaidOutside paid -> new RefundState.Confirmed();
            case RefundEvent.Lost lost -> new RefundState.Voided();
            case RefundEvent.DepositReversed reversed -> new RefundState.Voided();
            default -> null;
        };
    }
}
