package io.ws402.gateway.methods.evm.chain;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.web3j.crypto.Keys;

/**
 * An account or contract.
 *
 * @param lower {@code 0x} and 40 lower-case hexadecimal digits
 */
public record EvmAddress(String lower) {
    private static final Pattern ANY_CASE = Pattern.compile("0x[0-9a-fA-F]{40}");
    private static final Pattern LOWER = Pattern.compile("0x[0-9a-f]{40}");
    private static final String ZERO = "0x" + "0".repeat(40);

    /** @throws IllegalArgumentException when it is not written as said */
    public EvmAddress {
        if (!LOWER.matcher(lower).matches()) {
            throw new IllegalArgumentException("not an address: " + lower);
        }
    }

    /**
     * Reads what a person wrote: one case throughout, or mixed case with a right checksum.
     *
     * @throws IllegalArgumentException when it is not an address or its checksum is wrong (a digit was mistyped)
     * @see <a href="https://eips.ethereum.org/EIPS/eip-55">EIP-55</a>
     */
    public static EvmAddress parse(String text) {
        EvmAddress address = ofAnyCase(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "not an address (0x and 40 hexadecimal digits): " + abbreviated(text)));
        String digits = text.substring(2);
        boolean oneCase =
                digits.equals(digits.toLowerCase(Locale.ROOT)) || digits.equals(digits.toUpperCase(Locale.ROOT));
        if (!oneCase && !text.equals(address.checksummed())) {
            throw new IllegalArgumentException(
                    "the checksum of " + text + " is wrong: a digit or its case was mistyped");
        }
        return address;
    }

    /** Reads what a program wrote; case means nothing. */
    public static Optional<EvmAddress> ofAnyCase(String text) {
        return ANY_CASE.matcher(text).matches()
                ? Optional.of(new EvmAddress(text.toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }

    /** Mixed case with the checksum of EIP-55: how people and the ledger see it. */
    public String checksummed() {
        return Keys.toChecksumAddress(lower);
    }

    /** Whether this is the address that tokens are minted from and burned to. */
    public boolean isZero() {
        return lower.equals(ZERO);
    }

    /** The address as a 32-byte word of a call or topic, without {@code 0x}. */
    public String word() {
        return "0".repeat(24) + lower.substring(2);
    }

    @Override
    public String toString() {
        return checksummed();
    }

    private static String abbreviated(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
