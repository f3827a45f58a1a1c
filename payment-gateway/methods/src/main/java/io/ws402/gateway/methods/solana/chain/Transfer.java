package io.ws402.gateway.methods.solana.chain;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * A transfer as an instruction asks for it.
 *
 * @param position the place of its instruction
 * @param program the token program; empty for SOL
 * @param source the account it leaves: of a token, the token account, not its owner
 * @param destination the account it reaches
 * @param units what leaves the source, in smallest units; a token can take a fee of it
 * @param references the accounts that it names besides those it needs and those that sign
 */
public record Transfer(
        String position,
        Optional<TokenProgram> program,
        SolanaAddress source,
        SolanaAddress destination,
        BigInteger units,
        List<SolanaAddress> references) {
    private static final int SYSTEM_TRANSFER = 2;
    private static final int TOKEN_TRANSFER = 3;
    private static final int TOKEN_TRANSFER_CHECKED = 12;
    private static final int TOKEN_FEE_EXTENSION = 26;
    private static final int TRANSFER_CHECKED_WITH_FEE = 1;

    /** Keeps its own copy of the references. */
    public Transfer {
        references = List.copyOf(references);
    }

    /** The transfers among a transaction's instructions, in their order. */
    public static List<Transfer> in(ChainTransaction transaction) {
        return transaction.instructions().stream()
                .flatMap(instruction -> of(instruction).stream())
                .toList();
    }

    private static Optional<Transfer> of(Instruction instruction) {
        if (instruction.program().equals(Programs.SYSTEM)) {
            return ofCoin(instruction);
        }
        return TokenProgram.at(instruction.program()).flatMap(program -> ofToken(instruction, program));
    }

    private static Optional<Transfer> ofCoin(Instruction instruction) {
        Bytes data = instruction.data();
        return data.length() == 12 && data.u32(0) == SYSTEM_TRANSFER
                ? transfer(instruction, Optional.empty(), 1, 2, data.u64(4))
                : Optional.empty();
    }

    private static Optional<Transfer> ofToken(Instruction instruction, TokenProgram program) {
        Bytes data = instruction.data();
        if (data.length() < 9) {
            return Optional.empty();
        }
        return switch (data.u8(0)) {
            // Source, destination, authority.
            case TOKEN_TRANSFER -> transfer(instruction, Optional.of(program), 1, 3, data.u64(1));
            // Source, mint, destination, authority.
            case TOKEN_TRANSFER_CHECKED -> transfer(instruction, Optional.of(program), 2, 4, data.u64(1));
            case TOKEN_FEE_EXTENSION ->
                data.length() >= 10 && data.u8(1) == TRANSFER_CHECKED_WITH_FEE
                        ? transfer(instruction, Optional.of(program), 2, 4, data.u64(2))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Transfer> transfer(
            Instruction instruction, Optional<TokenProgram> program, int destination, int needed, BigInteger units) {
        List<Instruction.Key> accounts = instruction.accounts();
        if (accounts.size() < needed) {
            return Optional.empty();
        }
        return Optional.of(new Transfer(
                instruction.position(),
                program,
                accounts.getFirst().address(),
                accounts.get(destination).address(),
                units,
                accounts.stream()
                        .skip(needed)
                        .filter(key -> !key.signer())
                        .map(Instruction.Key::address)
                        .toList()));
    }
}
