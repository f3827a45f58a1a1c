package io.ws402.gateway.method;

/** Whether a deposit can still be undone. */
public sealed interface Finality {
    /** It can not. */
    record Final() implements Finality {}

    /** It still can, or the rail did not answer. */
    record NotYet() implements Finality {}

    /** It was undone: the rail, asked at a final height, no longer knows it. */
    record Gone(String reason) implements Finality {}
}
