package io.ws402.server.framing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** What frames carry. */
final class Payloads {
    static final byte[] NONE = {};

    private Payloads() {}

    /** So many letters. */
    static byte[] letters(int length) {
        byte[] letters = new byte[length];
        Arrays.fill(letters, (byte) '*');
        return letters;
    }

    /** So many bytes that are no text. */
    static byte[] noText(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 0xfe);
        return bytes;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Bytes in hexadecimal; blanks mean nothing. */
    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    static byte[] join(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        byte[] joined = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }

    /** Every byte by itself. */
    static byte[][] single(byte... bytes) {
        byte[][] parts = new byte[bytes.length][];
        for (int i = 0; i < bytes.length; i++) {
            parts[i] = new byte[] {bytes[i]};
        }
        return parts;
    }
}
