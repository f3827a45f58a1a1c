package io.ws402.gateway.methods.solana.chain;

import java.util.Arrays;
import java.util.Optional;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.utils.Base58;

/**
 * An account's address: 32 bytes, written in base58. Two addresses are the same exactly when their texts are.
 *
 * @param text its base58 form
 */
public record SolanaAddress(String text) {
    /** How many bytes it has. */
    public static final int BYTES = 32;

    private static final int MAX_TEXT = 44;

    /** @throws IllegalArgumentException when the text is not the base58 form of 32 bytes */
    public SolanaAddress {
        if (!isAddress(text)) {
            throw new IllegalArgumentException("'" + text + "' is not a Solana address of 32 bytes in base58");
        }
    }

    /** Reads an address that somebody else wrote. */
    public static Optional<SolanaAddress> parse(String text) {
        return isAddress(text) ? Optional.of(new SolanaAddress(text)) : Optional.empty();
    }

    /** The address of 32 bytes. */
    public static SolanaAddress of(byte[] bytes) {
        return new SolanaAddress(Base58.encode(bytes));
    }

    /** The address of the 32 bytes at a place. */
    public static SolanaAddress at(byte[] data, int offset) {
        return of(Arrays.copyOfRange(data, offset, offset + BYTES));
    }

    /** Its 32 bytes. */
    public byte[] bytes() {
        return Base58.decode(text);
    }

    PublicKey key() {
        return new PublicKey(text);
    }

    private static boolean isAddress(String text) {
        if (text.isEmpty() || text.length() > MAX_TEXT) {
            return false;
        }
        try {
            return Base58.decode(text).length == BYTES;
        } catch (RuntimeException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
