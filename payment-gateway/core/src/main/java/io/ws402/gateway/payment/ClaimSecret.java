package io.ws402.gateway.payment;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * 256 random bits by which a payer takes up a session whose server was lost. Told once, with the quote; only its hash is
 * stored, and a plain hash is enough for what nobody can guess.
 *
 * @param value lower-case hex
 */
record ClaimSecret(String value) {
    private static final int BYTES = 32;

    static ClaimSecret random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new ClaimSecret(HexFormat.of().formatHex(bytes));
    }

    Buffer hash() {
        try {
            return Buffer.buffer(MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean matches(Buffer storedHash) {
        return MessageDigest.isEqual(hash().getBytes(), storedHash.getBytes());
    }

    @Override
    public String toString() {
        return "ClaimSecret[…]";
    }
}
