package io.ws402.gateway.methods.solana.chain;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A transaction that its fee's payer alone signs, as a legacy message.
 *
 * @param payer who pays for it, and signs
 * @param blockhash what limits its life
 * @param instructions what it does
 * @see <a href="https://solana.com/docs/core/transactions">Solana's transactions</a>
 */
public record TransactionDraft(SolanaAddress payer, SolanaAddress blockhash, List<Action> instructions) {
    private static final int SIGNATURE_BYTES = 64;

    /** An instruction to be carried out. */
    public record Action(SolanaAddress program, List<Instruction.Key> accounts, Bytes data) {
        /** Keeps its own copy of the accounts. */
        public Action {
            accounts = List.copyOf(accounts);
        }
    }

    /** Keeps its own copy of the instructions. */
    public TransactionDraft {
        instructions = List.copyOf(instructions);
    }

    /** With another blockhash. */
    public TransactionDraft with(SolanaAddress other) {
        return new TransactionDraft(payer, other, instructions);
    }

    /** What is to be signed. */
    public byte[] message() {
        List<Instruction.Key> keys = keys();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(1);
        out.write(0);
        out.write((int)
                keys.stream().filter(key -> !key.signer() && !key.writable()).count());
        writeLength(out, keys.size());
        keys.forEach(key -> out.writeBytes(key.address().bytes()));
        out.writeBytes(blockhash.bytes());
        List<SolanaAddress> order = keys.stream().map(Instruction.Key::address).toList();
        writeLength(out, instructions.size());
        for (Action each : instructions) {
            out.write(order.indexOf(each.program()));
            writeLength(out, each.accounts().size());
            each.accounts().forEach(key -> out.write(order.indexOf(key.address())));
            writeLength(out, each.data().length());
            out.writeBytes(each.data().toArray());
        }
        return out.toByteArray();
    }

    /** The bytes to send. */
    public Bytes signed(byte[] signature) {
        if (signature.length != SIGNATURE_BYTES) {
            throw new IllegalArgumentException("a signature has 64 bytes, not " + signature.length);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writeLength(out, 1);
        out.writeBytes(signature);
        out.writeBytes(message());
        return Bytes.of(out.toByteArray());
    }

    /** The bytes to try it with, which no cluster takes. */
    public Bytes unsigned() {
        return signed(new byte[SIGNATURE_BYTES]);
    }

    /** Every account once, with all that any instruction wants of it: the payer, then what is written, then the others. */
    private List<Instruction.Key> keys() {
        Map<SolanaAddress, Boolean> writable = new LinkedHashMap<>();
        instructions.forEach(each -> {
            each.accounts().forEach(key -> writable.merge(key.address(), key.writable(), Boolean::logicalOr));
            writable.putIfAbsent(each.program(), false);
        });
        writable.remove(payer);
        List<Instruction.Key> keys = new ArrayList<>();
        writable.forEach((address, written) -> keys.add(new Instruction.Key(address, false, written)));
        keys.sort(Comparator.comparing(Instruction.Key::writable).reversed());
        keys.addFirst(new Instruction.Key(payer, true, true));
        return keys;
    }

    /** Lengths are written seven bits at a time. */
    private static void writeLength(ByteArrayOutputStream out, int length) {
        int rest = length;
        while (rest > 0x7f) {
            out.write((rest & 0x7f) | 0x80);
            rest >>= 7;
        }
        out.write(rest);
    }
}
