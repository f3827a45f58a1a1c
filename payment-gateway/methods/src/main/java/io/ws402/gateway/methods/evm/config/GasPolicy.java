package io.ws402.gateway.methods.evm.config;

import java.math.BigInteger;

/**
 * What refunds may cost.
 *
 * @param maxFeePerGas no more than this is ever offered for a unit of gas, in wei
 * @param minTip at least this much of it goes to the block's maker
 * @param maxTip at most this much, whatever the node suggests
 * @param gasLimit how much gas one refund may take; a recipient that needs more is taken to refuse
 * @param replaceAfterBlocks after how many blocks a waiting refund is sent anew with higher fees
 * @param rollupFees whether the chain is an OP-stack rollup, which charges for its base chain besides
 */
public record GasPolicy(
        BigInteger maxFeePerGas,
        BigInteger minTip,
        BigInteger maxTip,
        long gasLimit,
        long replaceAfterBlocks,
        boolean rollupFees) {
    /** The most that the gas of one refund may cost, in wei. */
    public BigInteger mostForARefund() {
        return maxFeePerGas.multiply(BigInteger.valueOf(gasLimit));
    }
}
