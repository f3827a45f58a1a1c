package io.ws402.gateway.methods.signing;

/** A key can not be opened or used. The message helps an operator and carries no secret. */
public final class SigningException extends RuntimeException {
    /** Says what is wrong and what to do; {@code cause} is dropped when it could carry key material. */
    public SigningException(String whatIsWrongAndRemedy) {
        super(whatIsWrongAndRemedy);
    }
}
