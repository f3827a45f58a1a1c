package io.ws402.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ws402.devnet.DevnetException.Reason;
import io.ws402.gateway.process.LocalPort;
import io.ws402.gateway.process.OwnedProcess;
import io.ws402.gateway.process.OwnedProcess.EndSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A running Solana chain that listens.
 *
 * @param log all that it says
 * @param url where its JSON-RPC is
 */
record SolanaProcess(OwnedProcess process, Path log, String url, int port) {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(10);
    private static final int NOT_FOUND = 127;

    static SolanaProcess start(SolanaOptions options) {
        if (options.port() != 0 && !new LocalPort(options.port()).isFree()) {
            throw new DevnetException(
                    Reason.PORT_IN_USE,
                    "Port " + options.port() + " on " + LocalPort.HOST
                            + " is taken; free it, or choose another port for the local Solana chain");
        }
        Path program = NodeModules.find().installed().solana();
        try {
            Path log = Files.createTempFile("ws402-solana", ".log");
            OwnedProcess process = OwnedProcess.start(command(program, options), Map.of(), EndSignal.TERM, log);
            try {
                JsonNode words = awaitListening(process, log);
                return new SolanaProcess(
                        process,
                        log,
                        words.required("rpcUrl").asText(),
                        words.required("port").asInt());
            } catch (IOException | RuntimeException e) {
                end(process, log);
                throw e;
            }
        } catch (IOException e) {
            throw new DevnetException(Reason.START_FAILED, "The local Solana chain could not be started: " + e, e);
        }
    }

    private static List<String> command(Path program, SolanaOptions options) {
        return List.of(
                "node",
                program.toString(),
                "--port",
                Integer.toString(options.port()),
                "--slot-time",
                Long.toString(options.slotTime().toMillis()),
                "--confirmed-after",
                Integer.toString(options.confirmedAfter()),
                "--finalized-after",
                Integer.toString(options.finalizedAfter()));
    }

    // The process itself says where it listens, once it does: nobody else's answer can be taken for its.
    private static JsonNode awaitListening(OwnedProcess process, Path log) throws IOException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (true) {
            boolean ended = !process.isAlive();
            String words = Files.readString(log);
            int end = words.indexOf('\n');
            if (end > 0 && words.startsWith("{\"rpcUrl\"")) {
                return new ObjectMapper().readTree(words.substring(0, end));
            }
            if (ended) {
                throw process.exitStatus() == NOT_FOUND
                        ? new DevnetException(
                                Reason.NODE_MISSING,
                                "'node' is not found; the local Solana chain needs Node.js 20 or newer"
                                        + " (Debian: apt install nodejs npm; others: https://nodejs.org)")
                        : failed("ended with status " + process.exitStatus(), words);
            }
            if (System.nanoTime() > deadline) {
                throw failed("did not listen after " + START_LIMIT.toSeconds() + " s", words);
            }
            Pause.of(POLL);
        }
    }

    private static DevnetException failed(String what, String words) {
        return new DevnetException(Reason.START_FAILED, "The local Solana chain " + what + ". Its words:\n" + words);
    }

    void end() {
        end(process, log);
    }

    private static void end(OwnedProcess process, Path log) {
        process.end(STOP_LIMIT);
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
