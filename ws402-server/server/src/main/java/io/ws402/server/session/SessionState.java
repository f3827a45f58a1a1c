package io.ws402.server.session;

/**
 * Where a session stands. Transitions are total: every event means something in every state, if only that nothing
 * changes. {@code Active → Closing} therefore happens once, whatever and however much ends a session.
 */
public sealed interface SessionState {
    /** The meter runs. */
    record Active() implements SessionState {}

    /** Paid, connected, and standing still by the payer's wish. */
    record Paused() implements SessionState {}

    /** Measured to its end; the gateway has yet to answer. */
    record Closing(EndReason reason) implements SessionState {}

    /** Nothing is left to do here. */
    record Ended(EndReason reason) implements SessionState {}

    /** What can happen to a session. */
    sealed interface Event {
        /** The payer wants a pause. */
        record Pause() implements Event {}

        /** The payer wants to go on. */
        record Continue() implements Event {}

        /** Something ends the session. */
        record End(EndReason reason) implements Event {}

        /** The gateway has answered, or is not waited for any longer. */
        record Finish() implements Event {}
    }

    /** The state after the event; this state when the event changes nothing. */
    default SessionState on(Event event) {
        return switch (this) {
            case Active() ->
                switch (event) {
                    case Event.Pause() -> new Paused();
                    case Event.End(EndReason reason) -> new Closing(reason);
                    case Event.Continue(), Event.Finish() -> this;
                };
            case Paused() ->
                switch (event) {
                    case Event.Continue() -> new Active();
                    case Event.End(EndReason reason) -> new Closing(reason);
                    case Event.Pause(), Event.Finish() -> this;
                };
            case Closing(EndReason reason) -> event instanceof Event.Finish ? new Ended(reason) : this;
            case Ended(EndReason _) -> this;
        };
    }

    /** Whether the payer is served or may go on being served. */
    default boolean isOpen() {
        return this instanceof Active || this instanceof Paused;
    }
}
