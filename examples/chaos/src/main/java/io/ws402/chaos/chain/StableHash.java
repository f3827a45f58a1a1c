package io.ws402.chaos.chain;

/** A hash that is the same in every run; not cryptographic. */
public final class StableHash {
    private static final long PRIME = 0x100000001B3L;

    private StableHash() {}

    /** Of a text. */
    public static long hash(String text) {
        long hash = 0xCBF29CE484222325L;
        for (int at = 0; at < text.length(); at++) {
            hash = (hash ^ text.charAt(at)) * PRIME;
        }
        return hash ^ (hash >>> 32);
    }
}
