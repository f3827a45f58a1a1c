package io.ws402.gateway.session;

/**
 * What the lease on a session is at, by the database's clock, and what may be done with it then. Pure: the statements
 * that store a transition carry the same conditions in their {@code WHERE}, and where one matches no row, this says why.
 */
public sealed interface LeaseState {
    /** A server holds the session, or held it last. */
    sealed interface Leased extends LeaseState {
        /** Who. */
        Holder holder();

        /** The fence: it grows with every holder, and whoever names an older one is refused. */
        long epoch();
    }

    /** Held. */
    record Live(Holder holder, long epoch, long remainingMs) implements Leased {}

    /** Run out, or given back: until the resume window has passed another server may take the session up. */
    record Lapsed(Holder holder, long epoch) implements Leased {}

    /** Run out longer ago than the resume window: about to be settled at its last checkpoint. */
    record Abandoned(Holder holder, long epoch) implements Leased {}

    /**
     * A 0.1 hold, which has no lease: its API key refunds it.
     *
     * @param overdue whether that call did not come in time, so that the hold is captured whole
     */
    record WithoutLease(String apiKeyId, boolean overdue) implements LeaseState {}

    /** Settled. */
    record Ended() implements LeaseState {}

    /** The rail undid what was paid. */
    record Reversed() implements LeaseState {}

    /** What comes of an event in this state; {@code leaseMs} is how long the policy lets a lease live. */
    default LeaseOutcome on(LeaseEvent event, long leaseMs) {
        return switch (event) {
            case LeaseEvent.Checkpoint(Holder by, long epoch) -> asHolder(by, epoch, new Live(by, epoch, leaseMs));
            case LeaseEvent.Release(Holder by, long epoch) -> asHolder(by, epoch, new Lapsed(by, epoch));
            case LeaseEvent.Resume(Holder by, long epoch) -> resume(epoch, new Live(by, epoch + 1, leaseMs));
            case LeaseEvent.Settle(String by, long epoch) -> settle(by, epoch);
            case LeaseEvent.Reap reap -> reap();
            case LeaseEvent.Refund(String by) -> refund(by);
        };
    }

    private LeaseOutcome asHolder(Holder by, long epoch, LeaseState to) {
        return switch (this) {
            // A lease that ran out is still its holder's, until another server takes the session up.
            case Leased lease -> fenced(lease.holder().equals(by) && lease.epoch() == epoch, to);
            case WithoutLease hold -> new LeaseOutcome.Refused("lease_lost");
            case Ended ended -> new LeaseOutcome.Refused("session_over");
            case Reversed reversed -> new LeaseOutcome.Refused("payment_reversed");
        };
    }

    private LeaseOutcome resume(long tokenEpoch, LeaseState to) {
        return switch (this) {
            case Leased lease when tokenEpoch < lease.epoch() -> new LeaseOutcome.Refused("token_used");
            case Leased lease when tokenEpoch > lease.epoch() -> new LeaseOutcome.Refused("token_invalid");
            case Live live -> new LeaseOutcome.Refused("lease_held");
            case Lapsed lapsed -> new LeaseOutcome.Moved(to);
            case Abandoned abandoned -> new LeaseOutcome.Refused("session_over");
            case WithoutLease hold -> new LeaseOutcome.Refused("token_invalid");
            case Ended ended -> new LeaseOutcome.Refused("session_over");
            case Reversed reversed -> new LeaseOutcome.Refused("session_over");
        };
    }

    private LeaseOutcome settle(String by, long epoch) {
        return switch (this) {
            case Leased lease -> fenced(lease.holder().apiKeyId().equals(by) && lease.epoch() == epoch, new Ended());
            case WithoutLease hold -> new LeaseOutcome.Refused("lease_lost");
            case Ended ended -> new LeaseOutcome.Refused("session_over");
            case Reversed reversed -> new LeaseOutcome.Refused("not_held");
        };
    }

    private LeaseOutcome reap() {
        return switch (this) {
            case Live live -> new LeaseOutcome.Refused("lease_held");
            case Lapsed lapsed -> new LeaseOutcome.Refused("lease_held");
            case Abandoned abandoned -> new LeaseOutcome.Moved(new Ended());
            case WithoutLease hold ->
                hold.overdue() ? new LeaseOutcome.Moved(new Ended()) : new LeaseOutcome.Refused("lease_held");
            case Ended ended -> new LeaseOutcome.Refused("session_over");
            case Reversed reversed -> new LeaseOutcome.Refused("session_over");
        };
    }

    private LeaseOutcome refund(String by) {
        return switch (this) {
            case Leased lease -> new LeaseOutcome.Refused("not_held");
            case WithoutLease hold ->
                hold.apiKeyId().equals(by)
                        ? new LeaseOutcome.Moved(new Ended())
                        : new LeaseOutcome.Refused("unknown_payment");
            case Ended ended -> new LeaseOutcome.Refused("already_settled");
            case Reversed reversed -> new LeaseOutcome.Refused("not_held");
        };
    }

    private static LeaseOutcome fenced(boolean passes, LeaseState to) {
        return passes ? new LeaseOutcome.Moved(to) : new LeaseOutcome.Refused("lease_lost");
    }
}
