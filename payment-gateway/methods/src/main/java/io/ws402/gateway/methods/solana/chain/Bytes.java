package io.ws402.gateway.methods.solana.chain;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/** Bytes that nobody changes, read as Solana's programs write: little-endian. */
public final class Bytes {
    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /** A copy of these. */
    public static Bytes of(byte[] content) {
        return new Bytes(content.clone());
    }

    /** How many there are. */
    public int length() {
        return content.length;
    }

    /** A copy of them. */
    public byte[] toArray() {
        return content.clone();
    }

    int u8(int offset) {
        return content[offset] & 0xff;
    }

    int u16(int offset) {
        return little(offset, Short.BYTES).getShort() & 0xffff;
    }

    int u32(int offset) {
        return little(offset, Integer.BYTES).getInt();
    }

    /** An amount: all 64 bits count. */
    BigInteger u64(int offset) {
        return new BigInteger(Long.toUnsignedString(little(offset, Long.BYTES).getLong()));
    }

    SolanaAddress address(int offset) {
        return SolanaAddress.at(content, offset);
    }

    private ByteBuffer little(int offset, int length) {
        return ByteBuffer.wrap(content, offset, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(content);
    }
}
