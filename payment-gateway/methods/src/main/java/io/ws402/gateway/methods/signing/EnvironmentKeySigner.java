package io.ws402.gateway.methods.signing;

import io.vertx.core.Future;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.web3j.crypto.ECKeyPair;

/**
 * A key from an environment variable: 64 hexadecimal digits, {@code 0x} before them or not. For development only, since
 * an environment is readable to more than the process it is given to.
 */
public final class EnvironmentKeySigner implements Signer {
    private static final Pattern PRIVATE_KEY = Pattern.compile("(0[xX])?[0-9a-fA-F]{64}");

    private final LocalKey key;

    private EnvironmentKeySigner(LocalKey key) {
        this.key = key;
    }

    /**
     * Reads the variable.
     *
     * @param environment where to look
     * @throws SigningException when it is not set or not a private key
     */
    public static EnvironmentKeySigner read(String variable, Environment environment) {
        String value = environment.get(variable);
        if (value == null || value.isBlank()) {
            throw new SigningException("the environment variable " + variable + " is not set");
        }
        String digits = value.strip();
        if (!PRIVATE_KEY.matcher(digits).matches()) {
            throw new SigningException(
                    "the environment variable " + variable + " is not a private key of 64 hexadecimal digits");
        }
        BigInteger secret = new BigInteger(digits.substring(digits.length() - 64), 16);
        if (secret.signum() == 0) {
            throw new SigningException("the environment variable " + variable + " is not a secp256k1 private key");
        }
        return new EnvironmentKeySigner(LocalKey.of(ECKeyPair.create(secret)));
    }

    @Override
    public String address() {
        return key.address();
    }

    @Override
    public Future<RecoverableSignature> sign(byte[] digest) {
        return key.sign(digest);
    }

    @Override
    public String toString() {
        return "EnvironmentKeySigner[" + address() + "]";
    }
}
