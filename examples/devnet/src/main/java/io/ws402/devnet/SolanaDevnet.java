package io.ws402.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;

/**
 * A local Solana chain with two test tokens on it, and SOL for whoever asks.
 *
 * <p>Thread-safe; blocking. Ends with {@link #close} or with this JVM.
 */
public final class SolanaDevnet implements AutoCloseable {
    /** One SOL, 10^9 lamports. */
    public static final BigInteger SOL = BigInteger.TEN.pow(9);
    /** The fee of {@link #feeToken}, in hundredths of a percent. */
    public static final int FEE_BASIS_POINTS = 100;
    /** The most that it withholds of one transfer. */
    public static final BigInteger MAXIMUM_FEE = BigInteger.TEN.pow(SplToken.DECIMALS);

    private final SolanaChain chain;
    private final SplToken usdc;
    private final SplToken feeToken;

    private SolanaDevnet(SolanaChain chain) {
        this.chain = chain;
        this.usdc = SplToken.deployUsdc(chain);
        this.feeToken = SplToken.deployWithFee(chain, FEE_BASIS_POINTS, MAXIMUM_FEE);
    }

    /** @throws DevnetException when it cannot be had, with a reason and the remedy; then nothing is left running */
    public static SolanaDevnet start(SolanaOptions options) {
        SolanaChain chain = SolanaChain.start(options);
        try {
            return new SolanaDevnet(chain);
        } catch (RuntimeException e) {
            chain.close();
            throw e;
        }
    }

    public SolanaChain chain() {
        return chain;
    }

    /** "USD Coin", of the Token program. */
    public SplToken usdc() {
        return usdc;
    }

    /** A token of Token-2022 that withholds a fee from each transfer. */
    public SplToken feeToken() {
        return feeToken;
    }

    /** Adds lamports to what {@code address} has; returns the signature of the transfer. */
    public String fund(String address, BigInteger lamports) {
        return chain.call("requestAirdrop", address, lamports.toString()).asText();
    }

    /** A new account with a random key and this many lamports. */
    public SolanaAccount account(BigInteger lamports) {
        JsonNode made = chain.call("ws402_createAccount", lamports.toString());
        return new SolanaAccount(
                made.required("address").asText(), made.required("secretKey").asText());
    }

    @Override
    public void close() {
        chain.close();
    }
}
