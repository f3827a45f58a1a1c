package io.ws402.gateway.session;

/** What comes of a {@link LeaseEvent}. */
public sealed interface LeaseOutcome {
    /** The state afterwards. */
    record Moved(LeaseState to) implements LeaseOutcome {}

    /**
     * Nothing happens.
     *
     * @param code stable, as PROTOCOL.md has it
     */
    record Refused(String code) implements LeaseOutcome {}
}
