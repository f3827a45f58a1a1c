package io.ws402.gateway.method;

/** What is known after an attempt to send. */
public sealed interface Dispatch {
    /** The rail took it (or had it already). */
    record Sent() implements Dispatch {}

    /** The rail refused it, provably without effect: the reason is for an operator. */
    record NotSent(String reason) implements Dispatch {}

    /** No answer, or one that proves nothing; the rail must be asked before anything else is done. */
    record Unknown(String reason) implements Dispatch {}
}
