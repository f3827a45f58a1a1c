package io.ws402.gateway.methods.solana.chain;

import io.ws402.gateway.methods.solana.chain.TransactionDraft.Action;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The instructions that we send. */
public final class Actions {
    private static final byte COMPUTE_UNIT_LIMIT = 2;
    private static final byte COMPUTE_UNIT_PRICE = 3;
    private static final int SYSTEM_TRANSFER = 2;
    private static final byte TOKEN_TRANSFER_CHECKED = 12;
    private static final byte CREATE_IDEMPOTENT = 1;

    private Actions() {}

    /** Takes this many compute units at most. */
    public static Action unitLimit(int units) {
        return new Action(
                Programs.COMPUTE_BUDGET,
                List.of(),
                data(bytes(5).put(COMPUTE_UNIT_LIMIT).putInt(units)));
    }

    /** Offers this for each compute unit, in millionths of a lamport. */
    public static Action unitPrice(long microLamports) {
        return new Action(
                Programs.COMPUTE_BUDGET,
                List.of(),
                data(bytes(9).put(COMPUTE_UNIT_PRICE).putLong(microLamports)));
    }

    /** Leaves a note. */
    public static Action memo(String text) {
        return new Action(Programs.MEMO, List.of(), Bytes.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Moves SOL. */
    public static Action transfer(SolanaAddress from, SolanaAddress to, BigInteger lamports) {
        return new Action(
                Programs.SYSTEM,
                List.of(signer(from), written(to)),
                data(bytes(12).putInt(SYSTEM_TRANSFER).putLong(unsigned(lamports))));
    }

    /** Moves a token, and fails where the mint or its decimals are others. */
    public static Action transferChecked(
            TokenProgram program,
            SolanaAddress source,
            SolanaAddress mint,
            SolanaAddress destination,
            SolanaAddress owner,
            BigInteger units,
            int decimals) {
        return new Action(
                program.address(),
                List.of(written(source), read(mint), written(destination), new Instruction.Key(owner, true, false)),
                data(bytes(10)
                        .put(TOKEN_TRANSFER_CHECKED)
                        .putLong(unsigned(units))
                        .put((byte) decimals)));
    }

    /** Makes the associated token account of an owner where there is none yet; fails where it is somebody else's. */
    public static Action createAccount(
            SolanaAddress payer, SolanaAddress owner, SolanaAddress mint, TokenProgram program) {
        return new Action(
                Programs.ASSOCIATED_TOKEN,
                List.of(
                        signer(payer),
                        written(Programs.associatedTokenAccount(owner, mint, program)),
                        read(owner),
                        read(mint),
                        read(Programs.SYSTEM),
                        read(program.address())),
                data(bytes(1).put(CREATE_IDEMPOTENT)));
    }

    private static Instruction.Key signer(SolanaAddress address) {
        return new Instruction.Key(address, true, true);
    }

    private static Instruction.Key written(SolanaAddress address) {
        return new Instruction.Key(address, false, true);
    }

    private static Instruction.Key read(SolanaAddress address) {
        return new Instruction.Key(address, false, false);
    }

    private static ByteBuffer bytes(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static Bytes data(ByteBuffer filled) {
        byte[] bytes = new byte[filled.flip().remaining()];
        filled.get(bytes);
        return Bytes.of(bytes);
    }

    /** All 64 bits count. */
    private static long unsigned(BigInteger units) {
        if (units.signum() < 0 || units.bitLength() > Long.SIZE) {
            throw new IllegalArgumentException(units + " is no amount of 64 bits");
        }
        return units.longValue();
    }
}
