package io.ws402.gateway.session;

/** What is done with the lease on a session. An {@code epoch} names the lease that the caller believes in. */
public sealed interface LeaseEvent {
    /** Records a reading and renews. */
    record Checkpoint(Holder by, long epoch) implements LeaseEvent {}

    /** Records a reading and gives the lease back. */
    record Release(Holder by, long epoch) implements LeaseEvent {}

    /** Takes the session up; the epoch is the resume token's. */
    record Resume(Holder by, long epoch) implements LeaseEvent {}

    /** Ends the session with the final reading. */
    record Settle(String byApiKeyId, long epoch) implements LeaseEvent {}

    /** Ends it at the last checkpoint, its server being lost; or a hold without lease, its refund call never having come. */
    record Reap() implements LeaseEvent {}

    /** Ends a 0.1 hold, giving back what the call says. */
    record Refund(String byApiKeyId) implements LeaseEvent {}
}
