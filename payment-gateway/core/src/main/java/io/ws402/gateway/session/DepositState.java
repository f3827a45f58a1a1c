package io.ws402.gateway.session;

import java.math.BigInteger;
import java.util.Optional;

/**
 * What a deposit is at, and what may happen to it then. Pure; the statements that store a transition carry the same
 * condition in their {@code WHERE}.
 */
public sealed interface DepositState {
    /** Arrived, but belongs to no session (paid late, or its proof was never presented). */
    record Unclaimed(BigInteger amount) implements DepositState {}

    /** Backs a session. */
    record Held(BigInteger amount) implements DepositState {}

    /** Divided for good: {@code captured} of {@code amount} was taken. */
    record Settled(BigInteger amount, BigInteger captured) implements DepositState {}

    /** The rail undid it. */
    record Reversed() implements DepositState {}

    /** What happens to a deposit. */
    sealed interface Event {
        /** A session claims it. */
        record Claim() implements Event {}

        /** It is divided; a deposit that nobody claimed can only be given back whole. */
        record Settle(BigInteger captured) implements Event {}

        /** The rail undid it. */
        record Reverse() implements Event {}
    }

    /** The state after an event; empty when the event can not happen in this state, which then stays as it is. */
    default Optional<DepositState> on(Event event) {
        return switch (this) {
            case Unclaimed(BigInteger amount) ->
                switch (event) {
                    case Event.Claim claim -> Optional.of(new Held(amount));
                    case Event.Settle(BigInteger captured) ->
                        captured.signum() == 0 ? Optional.of(new Settled(amount, captured)) : Optional.empty();
                    case Event.Reverse reverse -> Optional.of(new Reversed());
                };
            case Held(BigInteger amount) ->
                switch (event) {
                    case Event.Claim claim -> Optional.empty();
                    case Event.Settle(BigInteger captured) ->
                        captured.signum() >= 0 && captured.compareTo(amount) <= 0
                                ? Optional.of(new Settled(amount, captured))
                                : Optional.empty();
                    case Event.Reverse reverse -> Optional.of(new Reversed());
                };
            case Settled settled ->
                switch (event) {
                    case Event.Claim claim -> Optional.empty();
                    case Event.Settle settle -> Optional.empty();
                    case Event.Reverse reverse -> Optional.of(new Reversed());
                };
            case Reversed reversed -> Optional.empty();
        };
    }

    /** As it is stored. */
    default String sqlName() {
        return switch (this) {
            case Unclaimed unclaimed -> "unclaimed";
            case Held held -> "held";
            case Settled settled -> "settled";
            case Reversed reversed -> "reversed";
        };
    }

    /** Reads a stored state. @throws IllegalArgumentException when there is none of this name */
    static DepositState of(String sqlName, BigInteger amount, BigInteger captured) {
        return switch (sqlName) {
            case "unclaimed" -> new Unclaimed(amount);
            case "held" -> new Held(amount);
            case "settled" -> new Settled(amount, captured);
            case "reversed" -> new Reversed();
            default -> throw new IllegalArgumentException("no state of a deposit is named '" + sqlName + "'");
        };
    }
}
