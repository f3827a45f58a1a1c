package io.ws402.devnet;

import io.ws402.gateway.process.OwnedProcess;
import io.ws402.gateway.process.OwnedProcess.EndSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JVM of its own that starts a chain, says so (or why not) in its output, and then waits to be killed. */
record OtherJvm(OwnedProcess process, Path output) {
    private static final String STARTED = "started ";
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** @param variables such as {@code PATH=/usr/bin}, instead of what it would inherit */
    static OtherJvm start(Path output, Path home, String... variables) throws IOException {
        List<String> command = new ArrayList<>(List.of("env"));
        command.addAll(List.of(variables));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dws402.home=" + home,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                OtherJvm.class.getName()));
        return new OtherJvm(OwnedProcess.start(command, Map.of(), EndSignal.KILL, output), output);
    }

    /** The chain that it has started. */
    ProcessHandle awaitChain() throws IOException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            Optional<String> started = Files.readAllLines(output).stream()
                    .filter(line -> line.startsWith(STARTED))
                    .findFirst();
            if (started.isPresent()) {
                return ProcessHandle.of(Long.parseLong(started.get().substring(STARTED.length())))
                        .orElseThrow();
            }
            Pause.of(Duration.ofMillis(50));
        }
        throw new IOException("No chain was started: " + Files.readString(output));
    }

    /** All that it said until it ended by itself. */
    String awaitEnd() throws IOException {
        if (!process.awaitEnd(LIMIT)) {
            throw new IOException("It does not end: " + Files.readString(output));
        }
        return Files.readString(output);
    }

    public static void main(String[] arguments) throws InterruptedException {
        try (Anvil anvil = Anvil.start(AnvilOptions.DEFAULT)) {
            System.out.println(STARTED + anvil.pid());
            Thread.sleep(600_000);
        } catch (DevnetException e) {
            System.out.println(e.code() + ": " + e.getMessage());
        }
    }
}
