package io.ws402.devnet;

import io.ws402.devnet.DevnetException.Reason;
import io.ws402.gateway.process.LocalPort;
import io.ws402.gateway.process.OwnedProcess;
import io.ws402.gateway.process.OwnedProcess.EndSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A running anvil that listens on its port.
 *
 * @param folder its log, and what it would keep in the home folder
 */
record AnvilProcess(OwnedProcess process, Path folder, LocalPort port) {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(10);
    private static final int ATTEMPTS_AT_A_FREE_PORT = 5;

    static AnvilProcess start(AnvilOptions options) {
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

    private static AnvilProcess start(Path program, LocalPort port, Duration blockTime) {
        try {
            Path folder = Files.createTempDirectory("ws402-anvil");
            // Anvil keeps old states below the home folder: in ours they go when it goes.
            OwnedProcess process = OwnedProcess.start(
                    command(program, port, blockTime),
                    Map.of("HOME", folder.toString()),
                    EndSignal.TERM,
                    folder.resolve("anvil.log"));
            AnvilProcess started = new AnvilProcess(process, folder, port);
            try {
                started.awaitListening();
                return started;
            } catch (IOException | RuntimeException e) {
                started.end();
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
                Long.toString(Anvil.CHAIN_ID),
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

    // An answer on the port would prove nothing: it could be another's chain.
    private void awaitListening() throws IOException {
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
    }

    private DevnetException failed(String what) throws IOException {
        return new DevnetException(
                Reason.START_FAILED,
                "The local chain " + what + ". Its words:\n" + Files.readString(folder.resolve("anvil.log")));
    }

    String url() {
        return "http://" + LocalPort.HOST + ":" + port.number();
    }

    void end() {
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
