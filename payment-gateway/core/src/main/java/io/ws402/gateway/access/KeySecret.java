package io.ws402.gateway.access;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The secret of an API key. It has enough entropy that a plain hash of it gives nothing away.
 *
 * @param value 32 characters or more
 */
record KeySecret(String value) {
    static final int MIN_LENGTH = 32;
    private static final int RANDOM_BYTES = 32;
    private static final String PREFIX = "ws402_";

    /** @throws IllegalArgumentException when it could be guessed */
    KeySecret {
        if (value.length() < MIN_LENGTH) {
            throw new IllegalArgumentException(
                    "an API key must have at least " + MIN_LENGTH + " characters; make one with: openssl rand -hex 32");
        }
    }

    static KeySecret random(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new KeySecret(PREFIX + HexFormat.of().formatHex(bytes));
    }

    Buffer hash() {
        try {
            return Buffer.buffer(MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "KeySecret[…]";
    }
}
