package io.ws402.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Map;

/**
 * A local Solana chain: the virtual machine litesvm, with Agave's JSON-RPC in front of it. What it models, and what not
 * (forks, votes, more than one node), stands in {@code examples/devnet/npm/solana/README.md}.
 *
 * <p>Each start is a chain of its own, with another genesis hash. It ends with {@link #close}, or by itself when this
 * JVM has ended, be it by {@code kill -9}; its state ends with it.
 *
 * <p>Blocking with bounded waits; never call it on an event loop. Thread-safe. Every method throws
 * {@link DevnetException} when the chain refuses or is gone.
 */
public final class SolanaChain implements AutoCloseable {
    /** The newest state. */
    static final Map<String, String> PROCESSED = Map.of("commitment", "processed");

    private final SolanaProcess process;
    private final JsonRpc rpc;

    private SolanaChain(SolanaProcess process) {
        this.process = process;
        this.rpc = new JsonRpc(process.url());
    }

    /**
     * Starts a chain of its own for the caller.
     *
     * @throws DevnetException when it cannot be had, with a reason and the remedy; then nothing is left running
     */
    public static SolanaChain start(SolanaOptions options) {
        return new SolanaChain(SolanaProcess.start(options));
    }

    /** The address of the JSON-RPC endpoint, for any client. */
    public String rpcUrl() {
        return rpc.url();
    }

    public int port() {
        return process.port();
    }

    public long pid() {
        return process.process().pid();
    }

    public boolean isAlive() {
        return process.process().isAlive();
    }

    /** Calls any JSON-RPC method, this chain's own included, and returns its result. */
    public JsonNode call(String method, Object... parameters) {
        return rpc.call(method, parameters);
    }

    public String genesisHash() {
        return call("getGenesisHash").asText();
    }

    /** The open slot, in which the next transaction is executed. */
    public long slot() {
        return call("getSlot", PROCESSED).asLong();
    }

    /** The balance at the head of the chain, in lamports. */
    public BigInteger balance(String address) {
        return call("getBalance", address, PROCESSED).required("value").bigIntegerValue();
    }

    /** Lets this many slots pass at once. */
    public void advanceSlots(int slots) {
        call("ws402_advanceSlots", slots);
    }

    /** Finalizes everything until now. */
    public void finalizeAll() {
        call("ws402_finalize");
    }

    /** Lets so many blocks pass that no block hash handed out until now is good any more, to the finalized block too. */
    public void expireBlockhashes() {
        call("ws402_expireBlockhashes");
    }

    /** Takes the next transactions in, as if they were sent on, and never executes them. */
    public void dropNextTransactions(int count) {
        call("ws402_dropNextTransactions", count);
    }

    /** Takes transactions in from now on and keeps them back until {@link #releaseTransactions}. */
    public void holdTransactions() {
        call("ws402_holdTransactions");
    }

    /** Executes those kept back, unless their block hash has expired, and keeps none back any more. */
    public void releaseTransactions() {
        call("ws402_releaseTransactions");
    }

    /** Replaces an account whole, as no transaction could. */
    public void setAccount(String address, BigInteger lamports, String owner, byte[] data) {
        call(
                "ws402_setAccount",
                address,
                Map.of(
                        "lamports",
                        lamports.toString(),
                        "owner",
                        owner,
                        "data",
                        Base64.getEncoder().encodeToString(data)));
    }

    /** Ends the chain and its state. Repeating it does nothing. */
    @Override
    public void close() {
        rpc.close();
        process.end();
    }
}
