package io.ws402.gateway.refund;

import java.util.Optional;

/**
 * What a refund, or a collection, is at, and what may happen to it then. Pure; every stored transition carries the state it leaves in its
 * {@code WHERE}.
 *
 * <p>The order of things keeps a refund to one effect: what may be on the rail ({@link Signed} and after) is left only
 * by the rail's final word, {@link RefundEvent.Confirmed}, {@link RefundEvent.WithoutEffect} or {@link
 * RefundEvent.RecipientRefused}. And a sequence number that was taken is always used: from {@link Numbered} on there is
 * no way but to sign, or every later refund of that signer would wait for the gap to be filled.
 */
public sealed interface RefundState {
    /** Nothing was signed. */
    record Planned() implements RefundState {}

    /** It has its sequence number, and is about to be signed. */
    record Numbered() implements RefundState {}

    /** Signed and stored; perhaps sent, if the gateway died over it. */
    record Signed() implements RefundState {}

    /** The rail took it. */
    record Broadcast() implements RefundState {}

    /** Nobody knows whether the rail took it. */
    record Unknown() implements RefundState {}

    /** All that was signed is proved to be without effect. */
    record FailedSafe() implements RefundState {}

    /** It arrived, finally: at the payer's, or what was collected with us. */
    record Confirmed() implements RefundState {}

    /** It became credit of the payer. */
    record Credited() implements RefundState {}

    /** Only a person can go on. */
    record AwaitingOperator() implements RefundState {}

    /** The rail undid the deposit, so that there is nothing to give back; or what was authorised can not be collected. */
    record Voided() implements RefundState {}

    /** The state after an event; empty when the event can not happen in this state, which then stays as it is. */
    default Optional<RefundState> on(RefundEvent event) {
        return Optional.ofNullable(
                switch (this) {
                    case Planned planned -> RefundTransitions.ofPlanned(event);
                    case Numbered numbered -> RefundTransitions.ofNumbered(event);
                    case Signed signed -> RefundTransitions.ofSent(event);
                    case Broadcast broadcast -> RefundTransitions.ofSent(event);
                    case Unknown unknown -> RefundTransitions.ofSent(event);
                    case FailedSafe failed -> RefundTransitions.ofFailedSafe(event);
                    case AwaitingOperator awaiting -> RefundTransitions.ofAwaitingOperator(event);
                    case Confirmed confirmed -> null;
                    case Credited credited -> null;
                    case Voided nothing -> null;
                });
    }

    /** Whether nothing more will happen to it. */
    default boolean isDone() {
        return switch (this) {
            case Confirmed confirmed -> true;
            case Credited credited -> true;
            case Voided nothing -> true;
            case Planned planned -> false;
            case Numbered numbered -> false;
            case Signed signed -> false;
            case Broadcast broadcast -> false;
            case Unknown unknown -> false;
            case FailedSafe failed -> false;
            case AwaitingOperator awaiting -> false;
        };
    }

    /** As it is stored. A numbered refund is a planned one whose row has a sequence number. */
    default String sqlName() {
        return switch (this) {
            case Planned planned -> "planned";
            case Numbered numbered -> "planned";
            case Signed signed -> "signed";
            case Broadcast broadcast -> "broadcast";
            case Unknown unknown -> "unknown";
            case FailedSafe failed -> "failed_safe";
            case Confirmed confirmed -> "confirmed";
            case Credited credited -> "credited";
            case AwaitingOperator awaiting -> "awaiting_operator";
            case Voided nothing -> "void";
        };
    }

    /** Towards payers and servers, who need not know how sending stands: what is not safely on its way is planned. */
    default String wireName() {
        return switch (this) {
            case Unknown unknown -> "broadcast";
            case FailedSafe failed -> "planned";
            default -> sqlName();
        };
    }

    /** Reads a stored state. @throws IllegalArgumentException when there is none of this name */
    static RefundState of(String sqlName, boolean hasSequence) {
        return switch (sqlName) {
            case "planned" -> hasSequence ? new Numbered() : new Planned();
            case "signed" -> new Signed();
            case "broadcast" -> new Broadcast();
            case "unknown" -> new Unknown();
            case "failed_safe" -> new FailedSafe();
            case "confirmed" -> new Confirmed();
            case "credited" -> new Credited();
            case "awaiting_operator" -> new AwaitingOperator();
            case "void" -> new Voided();
            default -> throw new IllegalArgumentException("no state of a refund is named '" + sqlName + "'");
        };
    }
}
