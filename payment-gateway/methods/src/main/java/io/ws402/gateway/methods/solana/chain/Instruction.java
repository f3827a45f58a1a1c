package io.ws402.gateway.methods.solana.chain;

import java.util.List;

/**
 * One instruction of a transaction.
 *
 * @param position its place: {@code 2} for the third of the transaction, {@code 2.0} for the first that this one called
 * @param program who carries it out
 * @param accounts what it names, in order
 * @param data what it says; nothing where that is longer than any transfer's
 */
public record Instruction(String position, SolanaAddress program, List<Key> accounts, Bytes data) {
    /** An account that an instruction names. */
    public record Key(SolanaAddress address, boolean signer, boolean writable) {}

    /** Keeps its own copy of the accounts. */
    public Instruction {
        accounts = List.copyOf(accounts);
    }
}
