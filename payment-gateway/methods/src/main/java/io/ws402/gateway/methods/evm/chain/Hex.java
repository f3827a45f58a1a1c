package io.ws402.gateway.methods.evm.chain;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Hexadecimal as JSON-RPC nodes write it, read strictly: a node's answer is input like any other. */
public final class Hex {
    private static final Pattern QUANTITY = Pattern.compile("0x[0-9a-fA-F]{1,64}");
    private static final Pattern WORD = Pattern.compile("0x[0-9a-fA-F]{64}");
    private static final Pattern DATA = Pattern.compile("0x([0-9a-fA-F]{2})*");

    private Hex() {}

    /** A number of at most 256 bits; empty when the value is none. */
    public static Optional<BigInteger> quantity(String text) {
        return QUANTITY.matcher(text).matches() ? Optional.of(new BigInteger(text.substring(2), 16)) : Optional.empty();
    }

    /** A hash or another 32-byte word in lower case; empty when the value is none. */
    public static Optional<String> word(String text) {
        return WORD.matcher(text).matches() ? Optional.of(text.toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    /** Whole bytes in lower case; empty when the value is none. */
    public static Optional<String> data(String text) {
        return DATA.matcher(text).matches() ? Optional.of(text.toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    /** A number as a node reads it: no leading zeros. */
    public static String of(BigInteger quantity) {
        return "0x" + quantity.toString(16);
    }

    /** As {@link #of(BigInteger)}. */
    public static String of(long quantity) {
        return of(BigInteger.valueOf(quantity));
    }
}
