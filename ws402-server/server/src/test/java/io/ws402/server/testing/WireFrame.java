package io.ws402.server.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/** A WebSocket frame as it stands on the wire, valid or not. Its payload is not to be changed. */
public final class WireFrame {
    /** Goes on with a message. */
    public static final int CONTINUATION = 0;
    /** Begins a text message. */
    public static final int TEXT = 1;
    /** Begins a binary message. */
    public static final int BINARY = 2;
    /** Begins the closing handshake. */
    public static final int CLOSE = 8;
    /** Wants a pong. */
    public static final int PING = 9;
    /** Answers a ping, or nothing. */
    public static final int PONG = 10;

    private static final byte[] MASK = {0x37, (byte) 0xfa, 0x21, (byte) 0x8d};

    private final boolean last;
    private final int reserved;
    private final int opcode;
    private final byte[] payload;

    /**
     * Any frame.
     *
     * @param last the FIN bit
     * @param reserved RSV1 to RSV3 as a number
     * @param opcode what it is, 0 … 15
     * @param payload unmasked
     */
    public WireFrame(boolean last, int reserved, int opcode, byte... payload) {
        this.last = last;
        this.reserved = reserved;
        this.opcode = opcode;
        this.payload = payload;
    }

    /** A frame with its FIN bit and no other. */
    public static WireFrame of(int opcode, byte... payload) {
        return new WireFrame(true, 0, opcode, payload);
    }

    /** A whole text message. */
    public static WireFrame text(String text) {
        return of(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A close frame with a code and a reason. */
    public static WireFrame close(int code, byte... reason) {
        return of(
                CLOSE,
                ByteBuffer.allocate(2 + reason.length)
                        .putShort((short) code)
                        .put(reason)
                        .array());
    }

    /** The same, with more to come. */
    public WireFrame open() {
        return new WireFrame(false, reserved, opcode, payload);
    }

    /** The same with these reserved bits. */
    public WireFrame reserved(int bits) {
        return new WireFrame(last, bits, opcode, payload);
    }

    /** Whether it ends its message. */
    public boolean last() {
        return last;
    }

    /** What it is. */
    public int opcode() {
        return opcode;
    }

    /** How much it carries. */
    public int length() {
        return payload.length;
    }

    /** The payload read as UTF-8. */
    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** The code of a close frame; 1005 when it has none. */
    public int closeCode() {
        return payload.length < 2
                ? 1005
                : Short.toUnsignedInt(ByteBuffer.wrap(payload).getShort());
    }

    /** The bytes as a client has to send them. */
    public byte[] masked() {
        byte[] masked = payload.clone();
        for (int i = 0; i < masked.length; i++) {
            masked[i] ^= MASK[i % MASK.length];
        }
        return encode(0x80, MASK, masked);
    }

    /** The bytes as only a server may send them. */
    public byte[] unmasked() {
        return encode(0, new byte[0], payload);
    }

    private byte[] encode(int maskBit, byte[] mask, byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length + 14);
        bytes.write((last ? 0x80 : 0) | reserved << 4 | opcode);
        if (body.length < 126) {
            bytes.write(maskBit | body.length);
        } else if (body.length < 65_536) {
            bytes.write(maskBit | 126);
            bytes.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) body.length).array());
        } else {
            bytes.write(maskBit | 127);
            bytes.writeBytes(ByteBuffer.allocate(8).putLong(body.length).array());
        }
        bytes.writeBytes(mask);
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WireFrame frame
                && last == frame.last
                && reserved == frame.reserved
                && opcode == frame.opcode
                && Arrays.equals(payload, frame.payload);
    }

    @Override
    public int hashCode() {
        return Objects.hash(last, reserved, opcode, Arrays.hashCode(payload));
    }

    @Override
    public String toString() {
        String hex = HexFormat.of().formatHex(payload, 0, Math.min(payload.length, 24));
        return "opcode " + opcode + (last ? " " : "… ") + payload.length + " bytes " + hex;
    }
}
