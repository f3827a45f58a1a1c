package io.ws402.gateway.methods.rpc;

/** What an endpoint answered can not be an answer; treated as if it had not answered. */
public final class MalformedAnswer extends RuntimeException {
    /** Names the field that is wrong, never what it holds. */
    public MalformedAnswer(String message) {
        super(message);
    }
}
