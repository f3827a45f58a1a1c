package io.ws402.bench.process;

import io.ws402.bench.harness.NotHereException;
import io.ws402.gateway.process.OwnedProcess;
import io.ws402.gateway.process.OwnedProcess.EndSignal;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program of this class path in a JVM of its own, with the flags that {@code ./ws402} gives its programs. Ends with this
 * JVM, however this one ends.
 */
public final class Program implements AutoCloseable {
    /** What the launcher starts the product with; both sides of every comparison run with the same. */
    public static final List<String> JVM_FLAGS = List.of(
            "-XX:+UseCompactObjectHeaders",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private static final Path PROCESSES = Path.of("/proc");
    private static final int LAST_WORDS = 15;
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final long KIBIBYTE = 1024;

    private final String name;
    private final OwnedProcess process;
    private final Path log;

    private Program(String name, OwnedProcess process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts it.
     *
     * @param pin what {@link Cores} says to put before its command
     * @param mainClass on this JVM's class path
     * @param properties system properties
     * @param environment where secrets travel
     * @param log where both its outputs go
     */
    public static Program start(
            String name,
            List<String> pin,
            String mainClass,
            List<String> arguments,
            Map<String, String> properties,
            Map<String, String> environment,
            Path log)
            throws IOException {
        List<String> command = new ArrayList<>(pin);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_FLAGS);
        // As the launcher: for a profiler, say, of both sides.
        Arrays.stream(System.getenv().getOrDefault("WS402_JAVA_OPTS", "").split("\\s+", -1))
                .filter(option -> !option.isEmpty())
                .forEach(command::add);
        properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-cp", absolute(System.getProperty("java.class.path")), mainClass));
        command.addAll(arguments);
        return new Program(name, OwnedProcess.start(command, environment, EndSignal.TERM, log), log);
    }

    // A child has another working folder.
    private static String absolute(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator, -1))
                .map(element -> Path.of(element).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    public String name() {
        return name;
    }

    /** Its number among the processes of this machine. */
    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The CPU time it has used, all its threads together; the kernel counts in hundredths of a second. */
    public Duration cpu() {
        return ProcessHandle.of(process.pid())
                .flatMap(handle -> handle.info().totalCpuDuration())
                .orElseThrow(() -> new IllegalStateException(name + " is gone: " + lastWords()));
    }

    /** Its resident memory in bytes; of Linux alone. */
    public long residentBytes() throws IOException {
        if (!Files.isDirectory(PROCESSES)) {
            throw new NotHereException("resident memory is what Linux says it is");
        }
        try (Stream<String> lines = Files.lines(PROCESSES.resolve(process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBIBYTE)
                    .findFirst()
                    .orElseThrow(() -> new IOException("the kernel does not say how much memory " + name + " has"));
        }
    }

    /** The last lines of its log. */
    public String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size()));
        } catch (IOException e) {
            return "(its log " + log + " can not be read: " + e.getMessage() + ")";
        }
    }

    @Override
    public void close() {
        process.end(GRACE);
    }
}
