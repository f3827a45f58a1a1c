package io.ws402.demo.system;

import io.ws402.gateway.process.OwnedProcess;
import io.ws402.gateway.process.OwnedProcess.EndSignal;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program of this class path in a JVM of its own, which ends with this one, however this one ends. Secrets travel in
 * its environment, never on its command line, where every user of the machine could read them.
 */
final class ChildJvm implements AutoCloseable {
    private static final int LOG_LINES = 12;
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final String name;
    private final Path log;
    private final OwnedProcess process;

    private ChildJvm(String name, Path log, OwnedProcess process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /**
     * Starts it.
     *
     * @param name what people call it
     * @param mainClass its main class, on this JVM's class path
     * @param log where its output is appended
     * @throws SystemException when it can not be started
     */
    static ChildJvm start(
            String name, String mainClass, List<String> arguments, Map<String, String> environment, Path log) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Small and quick to start: these live for a demo, several on one machine.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-Xshare:auto",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                absolute(System.getProperty("java.class.path")),
                mainClass));
        command.addAll(arguments);
        try {
            return new ChildJvm(name, log, OwnedProcess.start(command, environment, EndSignal.TERM, log));
        } catch (IOException e) {
            throw new SystemException(name + " can not be started: " + e.getMessage(), e);
        }
    }

    // A child has another working folder.
    private static String absolute(String classPath) {
        List<String> elements = new ArrayList<>();
        for (String element : classPath.split(File.pathSeparator, -1)) {
            elements.add(Path.of(element).toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, elements);
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** {@code kill -9}, as a machine that loses its power. */
    void kill() {
        ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
        process.awaitEnd(GRACE);
    }

    /** Why it ended, from its own last words. */
    SystemException ended() {
        return new SystemException(name + " ended while it was starting; its last words:\n" + lastWords());
    }

    /** The last lines of its log. */
    String lastWords() {
        try {
            List<String> lines =
                    Files.readString(log, StandardCharsets.UTF_8).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            return "(its log " + log + " can not be read)";
        }
    }

    @Override
    public void close() {
        process.end(GRACE);
    }
}
