package io.ws402.gateway.methods.solana.rpc;

import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import java.math.BigInteger;
import java.util.List;

/**
 * What a transaction costs: its signature, and its place among others.
 *
 * @param least what is offered for a compute unit at least, in millionths of a lamport
 * @param most and at most
 */
public record UnitPrices(long least, long most) {
    private static final BigInteger PER_SIGNATURE = BigInteger.valueOf(5_000);
    private static final BigInteger MICRO = BigInteger.valueOf(1_000_000);
    /** Of what others paid lately, what three of four did not exceed. */
    private static final int PERCENTILE = 75;

    /** What is offered for a compute unit beside these accounts, within the bounds. Blocks. */
    public long offer(SolanaRpc rpc, List<SolanaAddress> written) {
        List<Long> recent = rpc.recentFees(written).stream().sorted().toList();
        long usual = recent.isEmpty() ? 0 : recent.get((recent.size() - 1) * PERCENTILE / 100);
        return Math.clamp(usual, least, most);
    }

    /** What a transaction with one signature costs at most, in lamports. */
    public static BigInteger fee(int unitLimit, long unitPrice) {
        BigInteger[] forPlace = BigInteger.valueOf(unitLimit)
                .multiply(BigInteger.valueOf(unitPrice))
                .divideAndRemainder(MICRO);
        BigInteger whole = forPlace[1].signum() == 0 ? forPlace[0] : forPlace[0].add(BigInteger.ONE);
        return PER_SIGNATURE.add(whole);
    }
}
