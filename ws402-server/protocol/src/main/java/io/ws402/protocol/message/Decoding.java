package io.ws402.protocol.message;

/**
 * What a text frame turned out to be. Decoding is total: no text makes it throw.
 *
 * @param <M> the messages that were expected
 */
public sealed interface Decoding<M> {
    /** A message. */
    record Decoded<M>(M message) implements Decoding<M> {}

    /** A JSON object of a type that is not known here. */
    record Unknown<M>(String type) implements Decoding<M> {}

    /**
     * Not a message.
     *
     * @param code one of {@link io.ws402.protocol.json.MalformedJson}'s
     * @param reason a sentence that names the field at fault
     */
    record Malformed<M>(String code, String reason) implements Decoding<M> {}
}
