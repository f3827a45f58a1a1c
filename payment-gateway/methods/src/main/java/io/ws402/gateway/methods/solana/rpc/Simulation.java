package io.ws402.gateway.methods.solana.rpc;

import java.util.Optional;

/**
 * What would become of a transaction.
 *
 * @param error why it would fail; empty when it would not
 * @param units how many compute units it would take
 */
public record Simulation(Optional<String> error, long units) {
    /** Whether it would fail by an error that is the program's own, of the instruction at this position. */
    public boolean isRefusedByProgramOf(int instruction) {
        return error.filter(text -> text.startsWith("{\"InstructionError\":[" + instruction + ",{\"Custom\":"))
                .isPresent();
    }
}
