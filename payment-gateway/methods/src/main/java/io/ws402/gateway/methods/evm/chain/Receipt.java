package io.ws402.gateway.methods.evm.chain;

import java.math.BigInteger;
import java.util.List;

/**
 * What a transaction did.
 *
 * @param transactionHash of which transaction
 * @param blockNumber the height of the block that holds it
 * @param blockHash that block's hash
 * @param succeeded false when it was reverted
 * @param gasUsed how much gas it took
 * @param effectiveGasPrice what a unit of it cost, in wei
 * @param l1Fee what an OP-stack rollup charged besides for its base chain, in wei
 * @param transfers the ERC-20 transfers that it logged, in order
 */
public record Receipt(
        String transactionHash,
        long blockNumber,
        String blockHash,
        boolean succeeded,
        BigInteger gasUsed,
        BigInteger effectiveGasPrice,
        BigInteger l1Fee,
        List<Transfer> transfers) {
    /** Keeps its own copy of the transfers. */
    public Receipt {
        transfers = List.copyOf(transfers);
    }

    /** What its sender paid for it, in wei. */
    public BigInteger fee() {
        return gasUsed.multiply(effectiveGasPrice).add(l1Fee);
    }
}
