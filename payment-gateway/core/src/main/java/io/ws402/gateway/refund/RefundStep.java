package io.ws402.gateway.refund;

/** How a step of a refund ended. */
public sealed interface RefundStep {
    /** Stored; the next one can be taken at once, under the same lease. */
    record Advanced(RefundState to) implements RefundStep {}

    /** Nothing more now; the refund is free, and due again after a pause. */
    record Waiting(RefundState in, String reason) implements RefundStep {}

    /** Nothing more at all. */
    record Done(RefundState in) implements RefundStep {}

    /** Another worker has it; nothing was stored. */
    record NotOurs() implements RefundStep {}
}
