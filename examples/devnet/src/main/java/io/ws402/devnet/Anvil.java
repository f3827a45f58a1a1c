package io.ws402.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import io.ws402.devnet.DevnetException.Reason;
import io.ws402.gateway.process.LocalPort;
import io.ws402.gateway.process.OwnedProcess;
import io.ws402.gateway.process.OwnedProcess.EndSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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

    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(10);
    private static final int ATTEMPTS_AT_A_FREE_PORT = 5;

    private final OwnedProcess process;
    private final Path folder;
    private final LocalPort port;
    private final JsonRpc rpc;

    private Anvil(OwnedProcess process, Path folder, LocalPort port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
        this.rpc = new JsonRpc("http://" + LocalPort.HOST + ":" + port.number());
    }

    /**
     * Starts a chain of its own for the caller.
     *
     * @throws DevnetException when it cannot be had, with a reason and the remedy; then nothing is left running
     */
    public static Anvil start(AnvilOptions options) {
        Path program = NodeModules.find().installed().anvil();
        for (int attempt = 1; ; attempt++) {
            LocalPort port = options.port() == 0 ? LocalPort.free() : new LocalPort(options.port());
            if (!port.isFree()) {
                throw new DevnetException(
                        Reason.PORT_IN_USE,
                        "Port " + port.number() + " on " + LocalPort.HOST
                                + " is taken; free it, or choose another port for the local chain");
            }
            try {
                return start(program, port, options.blockTime());
            } catch (DevnetException e) {
                // Between the look and the bind somebody else may have taken the port.
                if (options.port() != 0 || attempt == ATTEMPTS_AT_A_FREE_PORT || port.isFree()) {
                    throw e;
                }
            }
        }
    }

    private static Anvil start(Path program, LocalPort port, Duration blockTime) {
        try {
            Path folder = Files.createTempDirectory("ws402-anvil");
            // Anvil keeps old states below the home folder: in ours they go when it goes.
            OwnedProcess process = OwnedProcess.start(
                    command(program, port, blockTime), Map.of("HOME", folder.toString()), EndSignal.TERM, log(folder));
            Anvil anvil = new Anvil(process, folder, port);
            try {
                anvil.awaitReady();
                return anvil;
            } catch (IOException | RuntimeException e) {
                anvil.close();
                throw e;
            }
        } catch (IOException e) {
            throw new DevnetException(Reason.START_FAILED, "The local chain could not be started: " + e, e);
        }
    }

    private static List<String> command(Path program, LocalPort port, Duration blockTime) {
        Stream<String> line = Stream.of(
                program.toString(),
                "--host",
                LocalPort.HOST,
                "--port",
                Integer.toString(port.number()),
                "--chain-id",
                Long.toString(CHAIN_ID),
                "--slots-in-an-epoch",
                "1",
                "--accounts",
                "0",
                "--silent");
        Stream<String> mining = blockTime.isZero()
                ? Stream.empty()
                : Stream.of(
                        "--block-time",
                        BigDecimal.valueOf(blockTime.toMillis(), 3).toPlainString());
        return Stream.concat(line, mining).toList();
    }

    private void awaitReady() throws IOException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!port.isServedBy(process.pid())) {
            if (!process.isAlive()) {
                throw failed("ended with status " + process.exitStatus());
            }
            if (System.nanoTime() > deadline) {
                throw failed("did not listen on port " + port.number() + " after " + START_LIMIT.toSeconds() + " s");
            }
            Pause.of(POLL);
        }
        long chainId = quantity(call("eth_chainId")).longValueExact();
        if (chainId != CHAIN_ID) {
            throw failed("answers with chain id " + chainId);
        }
    }

    private DevnetException failed(String what) throws IOException {
        return new DevnetException(
                Reason.START_FAILED, "The local chain " + what + ". Its words:\n" + Files.readString(log(folder)));
    }

    private static Path log(Path folder) {
        return folder.resolve("anvil.log");
    }

    /** The address of the JSON-RPC endpoint, for any client. */
    public String rpcUrl() {
        return rpc.url();
    }

    public int port() {
        return port.number();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
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
        process.end(STOP_LIMIT);
        try {
            delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (Stream<Path> paths = Files.walk(tree)) {
                for (Path path : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
                    Files.delete(path);
                }
            }
        }
    }
}
