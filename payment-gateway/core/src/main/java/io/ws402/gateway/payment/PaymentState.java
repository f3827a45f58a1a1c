package io.ws402.gateway.payment;

import java.util.List;
import java.util.Optional;

/**
 * What a payment is at, and what may happen to it then. Pure; the statements that store a transition take the states they
 * start from out of {@link #before}.
 */
public sealed interface PaymentState {
    /** Terms were given; nothing has arrived. */
    record Quoted() implements PaymentState {}

    /** The terms lapsed before anybody claimed the payment. */
    record Expired() implements PaymentState {}

    /** Money has arrived, but nobody has claimed it. */
    record Paid() implements PaymentState {}

    /** A session holds it. */
    record Held() implements PaymentState {}

    /** What was paid for it is a deposit of the session that it tops up. */
    record Added() implements PaymentState {}

    /** Divided for good. */
    record Settled() implements PaymentState {}

    /** The rail undid it while it was held or unclaimed. */
    record Reversed() implements PaymentState {}

    /** What happens to a payment. */
    enum Event {
        /** The quote's time is over. */
        EXPIRE,
        /** The rail shows the money, without anybody claiming it. */
        ARRIVE,
        /** A session claims it. */
        CLAIM,
        /** A session that runs already takes it as a further deposit; only a top-up's quote. */
        ADD,
        /** It is divided between merchant and payer. */
        SETTLE,
        /** The rail undoes it. */
        REVERSE
    }

    /** The state after an event; empty when the event can not happen in this state, which then stays as it is. */
    default Optional<PaymentState> on(Event event) {
        return switch (this) {
            case Quoted quoted ->
                switch (event) {
                    case EXPIRE -> Optional.of(new Expired());
                    case ARRIVE -> Optional.of(new Paid());
                    case CLAIM -> Optional.of(new Held());
                    case ADD -> Optional.of(new Added());
                    case SETTLE, REVERSE -> Optional.empty();
                };
            case Expired expired ->
                switch (event) {
                    case ARRIVE -> Optional.of(new Paid());
                    case CLAIM -> Optional.of(new Held());
                    case ADD -> Optional.of(new Added());
                    case EXPIRE, SETTLE, REVERSE -> Optional.empty();
                };
            case Paid paid ->
                switch (event) {
                    case CLAIM -> Optional.of(new Held());
                    case ADD -> Optional.of(new Added());
                    case SETTLE -> Optional.of(new Settled());
                    case REVERSE -> Optional.of(new Reversed());
                    case EXPIRE, ARRIVE -> Optional.empty();
                };
            case Held held ->
                switch (event) {
                    case SETTLE -> Optional.of(new Settled());
                    case REVERSE -> Optional.of(new Reversed());
                    case EXPIRE, ARRIVE, CLAIM, ADD -> Optional.empty();
                };
            case Added added -> Optional.empty();
            case Settled settled -> Optional.empty();
            case Reversed reversed -> Optional.empty();
        };
    }

    /** As it is stored and goes over the wire. */
    default String sqlName() {
        return switch (this) {
            case Quoted quoted -> "quoted";
            case Expired expired -> "expired";
            case Paid paid -> "paid";
            case Held held -> "held";
            case Added added -> "added";
            case Settled settled -> "settled";
            case Reversed reversed -> "reversed";
        };
    }

    /** Every state. */
    static List<PaymentState> all() {
        return List.of(new Quoted(), new Expired(), new Paid(), new Held(), new Added(), new Settled(), new Reversed());
    }

    /** The stored names of the states in which an event can happen. */
    static String[] before(Event event) {
        return all().stream()
                .filter(state -> state.on(event).isPresent())
                .map(PaymentState::sqlName)
                .toArray(String[]::new);
    }

    /** Reads a stored state. @throws IllegalArgumentException when there is none of this name */
    static PaymentState of(String sqlName) {
        return all().stream()
                .filter(state -> state.sqlName().equals(sqlName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no state of a payment is named '" + sqlName + "'"));
    }
}
