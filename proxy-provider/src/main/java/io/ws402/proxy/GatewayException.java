package io.ws402.proxy;

/**
 * A defect or a misconfiguration that no retry can help: a refused API key, a wrong URL, an answer that does not parse.
 * The message says what to do and names no secret.
 */
public final class GatewayException extends RuntimeException {
    private final boolean withoutEffect;

    GatewayException(String message) {
        this(message, false);
    }

    GatewayException(String message, boolean withoutEffect) {
        super(message);
        this.withoutEffect = withoutEffect;
    }

    /** What is wrong and what to do. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** Whether the gateway certainly did nothing. */
    boolean withoutEffect() {
        return withoutEffect;
    }
}
