package io.ws402.chaos.schedule;

/** What a port answers when the simulator has it fail. */
public final class PortFailure extends RuntimeException {
    /** With a sentence for the trace. */
    public PortFailure(String message) {
        super(message, null, false, false);
    }
}
