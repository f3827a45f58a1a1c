package io.ws402.gateway.session;

/** A checkpoint of more sessions than one statement should carry; nothing of it was recorded. */
public final class TooManySessionsException extends RuntimeException {
    /** The stable code of this refusal. */
    public static final String CODE = "too_many_sessions";

    TooManySessionsException(int sessions, int atMost) {
        super("a checkpoint carries at most " + atMost + " sessions, not " + sessions + "; send it in parts");
    }
}
