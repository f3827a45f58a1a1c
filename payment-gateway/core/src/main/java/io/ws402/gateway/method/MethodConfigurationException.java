package io.ws402.gateway.method;

/** A method's configuration can not be used; the message names the key, what is wrong, and what to write instead. */
public final class MethodConfigurationException extends RuntimeException {
    /** Names the key (from the family on, for example {@code evm[0].rpcUrls}) and says what to do. */
    public MethodConfigurationException(String key, String whatIsWrongAndRemedy) {
        super(key + ": " + whatIsWrongAndRemedy);
    }
}
