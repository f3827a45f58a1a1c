package io.ws402.protocol.message;

import io.ws402.protocol.payment.Reading;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes {@code usage_update}, the message sent most often, into one reused array of ASCII bytes: no object mapper, and
 * no allocation where amounts fit a {@code long}. Says the same as {@link MessageCodec#encode(ServerMessage)}, byte for
 * byte.
 *
 * <p>Not safe for concurrent use: one per event loop. What was written stands until the next {@code encode}.
 */
public final class UsageUpdateEncoder {
    private static final byte[] SESSION_ID = ascii("{\"type\":\"usage_update\",\"sessionId\":\"");
    private static final byte[] ELAPSED_SECONDS = ascii("\",\"elapsedSeconds\":");
    private static final byte[] ELAPSED_MS = ascii(",\"elapsedMs\":");
    private static final byte[] CONSUMED = ascii(",\"consumedAmount\":");
    private static final byte[] CONSUMED_ATOMIC = ascii(",\"consumedAmountAtomic\":\"");
    private static final byte[] REMAINING = ascii("\",\"remainingBalance\":");
    private static final byte[] REMAINING_ATOMIC = ascii(",\"remainingBalanceAtomic\":\"");
    private static final byte[] BYTES = ascii("\",\"bytesTransferred\":");
    private static final byte[] MESSAGES = ascii(",\"messageCount\":");
    private static final int LONGEST_LONG = 19;

    private byte[] bytes = new byte[512];
    private int length;

    /**
     * Writes an update whose amounts fit a {@code long}; no figure may be negative.
     *
     * @throws IllegalArgumentException when the session id is not of letters, digits, {@code _} and {@code -}
     */
    public void encode(
            String sessionId, long elapsedMs, long payloadBytes, long messages, long consumed, long remaining) {
        head(sessionId, elapsedMs);
        put(CONSUMED).put(consumed).put(CONSUMED_ATOMIC).put(consumed);
        put(REMAINING).put(remaining).put(REMAINING_ATOMIC).put(remaining);
        tail(payloadBytes, messages);
    }

    /** As {@link #encode(String, long, long, long, long, long)}, for amounts of any size. */
    public void encode(String sessionId, Reading reading, BigInteger consumed, BigInteger remaining) {
        if (consumed.bitLength() < Long.SIZE && remaining.bitLength() < Long.SIZE) {
            encode(
                    sessionId,
                    reading.elapsedMs(),
                    reading.bytes(),
                    reading.messages(),
                    consumed.longValue(),
                    remaining.longValue());
            return;
        }
        head(sessionId, reading.elapsedMs());
        byte[] consumedDigits = ascii(consumed.toString());
        byte[] remainingDigits = ascii(remaining.toString());
        put(CONSUMED).put(consumedDigits).put(CONSUMED_ATOMIC).put(consumedDigits);
        put(REMAINING).put(remainingDigits).put(REMAINING_ATOMIC).put(remainingDigits);
        tail(reading.bytes(), reading.messages());
    }

    /** The array written to; only its first {@link #length} bytes count. */
    public byte[] array() {
        return bytes;
    }

    /** How many bytes were written. */
    public int length() {
        return length;
    }

    /** What was written, as text. */
    public String text() {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    private void head(String sessionId, long elapsedMs) {
        length = 0;
        put(SESSION_ID).putId(sessionId);
        put(ELAPSED_SECONDS).put(elapsedMs / 1000).put(ELAPSED_MS).put(elapsedMs);
    }

    private void tail(long payloadBytes, long messages) {
        put(BYTES).put(payloadBytes).put(MESSAGES).put(messages);
        int end = reserve(1);
        bytes[end] = '}';
    }

    private UsageUpdateEncoder put(byte[] ascii) {
        int start = reserve(ascii.length);
        System.arraycopy(ascii, 0, bytes, start, ascii.length);
        return this;
    }

    private UsageUpdateEncoder put(long number) {
        if (number < 0) {
            throw new IllegalArgumentException("a usage update can not hold " + number);
        }
        reserve(LONGEST_LONG);
        int digits = 1;
        for (long rest = number; rest > 9; rest /= 10) {
            digits++;
        }
        length += digits - LONGEST_LONG;
        long rest = number;
        for (int i = length - 1; i >= length - digits; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return this;
    }

    private void putId(String id) {
        int start = reserve(id.length());
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
            if (!plain && c != '_' && c != '-') {
                throw new IllegalArgumentException("not a session id: " + id);
            }
            bytes[start + i] = (byte) c;
        }
    }

    /** Makes room behind what was written, in a longer array where it must be; returns where the room starts. */
    private int reserve(int more) {
        int start = length;
        if (start + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, start + more));
        }
        length = start + more;
        return start;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
