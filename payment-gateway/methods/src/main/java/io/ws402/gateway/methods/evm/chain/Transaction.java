package io.ws402.gateway.methods.evm.chain;

import java.math.BigInteger;
import java.util.Optional;

/**
 * A transaction.
 *
 * @param hash its hash
 * @param block the block that holds it; empty while it waits
 * @param from who signed it
 * @param to whom it calls; empty when it creates a contract
 * @param value the native coin that it carries, in wei
 * @param nonce its number among its signer's transactions
 * @param type its EIP-2718 type
 */
public record Transaction(
        String hash,
        Optional<Long> block,
        EvmAddress from,
        Optional<EvmAddress> to,
        BigInteger value,
        long nonce,
        int type) {
    private static final int OP_STACK_DEPOSIT = 0x7e;

    /** Whether the rollup's bridge made it: its {@code from} may be an alias that nobody holds a key for. */
    public boolean isBridged() {
        return type == OP_STACK_DEPOSIT;
    }
}
