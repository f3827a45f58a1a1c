package io.ws402.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import io.ws402.devnet.DevnetException.Reason;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import org.web3j.protocol.Web3j;

/**
 * A local EVM chain, chain id {@value #CHAIN_ID}: the program anvil of Foundry, installed from npm on first use.
 *
 * <p>{@code finalized} and {@code safe} follow the head by two blocks and one. The chain knows no accounts of its own:
 * nothing on it can be spent with a key that is known to the world, unless somebody funds {@link Account#wellKnown}. It
 * ends with {@link #close}, or by itself when this JVM has ended, be it by {@code kill -9}; its state ends with it.
 *
 * <p>Blocking with bounded waits; never call it on an event loop. Thread-safe. Every method throws
 * {@link DevnetException} when the chain refuses or is gone.
 */
public final class Anvil implements AutoCloseable {
    /** What local EVM chains use by custom. */
    public static final long CHAIN_ID = 31337;

    private final AnvilProcess process;
    private final JsonRpc rpc;

    private Anvil(AnvilProcess process) {
        this.process = process;
        this.rpc = new JsonRpc(process.url());
    }

    /**
     * Starts a chain of its own for the caller.
     *
     * @throws DevnetException when it cannot be had, with a reason and the remedy; then nothing is left running
     */
    public static Anvil start(AnvilOptions options) {
        return new Anvil(AnvilProcess.start(options));
    }

    /** The address of the JSON-RPC endpoint, for any client. */
    public String rpcUrl() {
        return rpc.url();
    }

    public int port() {
        return process.port().number();
    }

    public long pid() {
        return process.process().pid();
    }

    public boolean isAlive() {
        return process.process().isAlive();
    }

    /** A client of this chain; shared, and closed with the chain. */
    public Web3j web3j() {
        return rpc.web3j();
    }

    /** Calls any JSON-RPC method, anvil's own included, and returns its result. */
    public JsonNode call(String method, Object... parameters) {
        return rpc.call(method, parameters);
    }

    public BigInteger blockNumber() {
        return quantity(call("eth_blockNumber"));
    }

    /** Mines this many blocks at once, the first with the transactions that wait. */
    public void mine(int blocks) {
        call("anvil_mine", hex(BigInteger.valueOf(blocks)));
    }

    /** Mines no block any more but by {@link #mine}: transactions stay pending. */
    public void stopMining() {
        call("evm_setAutomine", false);
        call("evm_setIntervalMining", 0);
    }

    /** Mines a block each {@code seconds} from now on. */
    public void mineEvery(int seconds) {
        call("evm_setIntervalMining", seconds);
    }

    /** Moves the clock of the blocks to come ahead. */
    public void increaseTime(Duration duration) {
        call("evm_increaseTime", duration.toSeconds());
    }

    /** Remembers the whole state, to be gone back to once with {@link #revert}. */
    public String snapshot() {
        return call("evm_snapshot").asText();
    }

    /** Goes back to a snapshot: blocks, balances, and everything else since have never been. */
    public void revert(String snapshot) {
        if (!call("evm_revert", snapshot).asBoolean()) {
            throw new DevnetException(Reason.CALL_FAILED, "The chain has no snapshot " + snapshot + " (any more)");
        }
    }

    /** Replaces the last {@code depth} blocks by as many empty ones; their transactions are gone. */
    public void reorg(int depth) {
        call("anvil_reorg", depth, List.of());
    }

    /** Takes a pending transaction out of the pool, as if it had never been sent. */
    public void dropTransaction(String hash) {
        call("anvil_dropTransaction", hash);
    }

    public void setNextBaseFee(BigInteger wei) {
        call("anvil_setNextBlockBaseFeePerGas", hex(wei));
    }

    public void setBalance(String address, BigInteger wei) {
        call("anvil_setBalance", address, hex(wei));
    }

    /** The balance at the head of the chain. */
    public BigInteger balance(String address) {
        return quantity(call("eth_getBalance", address, "latest"));
    }

    /** Puts code at an address, an account with a key included: as a delegation would, that account now behaves so. */
    public void setCode(String address, String code) {
        call("anvil_setCode", address, code);
    }

    private static String hex(BigInteger value) {
        return "0x" + value.toString(16);
    }

    private static BigInteger quantity(JsonNode hex) {
        return number(hex.asText());
    }

    static BigInteger number(String hex) {
        return new BigInteger(hex.substring(2), 16);
    }

    /** Ends the chain and its state. Repeating it does nothing. */
    @Override
    public void close() {
        rpc.close();
        process.end();
    }
}
