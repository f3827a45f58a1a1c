package io.ws402.gateway.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A child process that never outlives its owner, this JVM: not after {@link #close}, not after Ctrl-C, not after
 * {@code kill -9}.
 *
 * <p>A small shell stands between the two and reads a pipe whose other end only this JVM holds. When the JVM is gone,
 * for whatever reason, the kernel closes the pipe and the shell ends the child with the signal chosen at start. The child
 * is in a session of its own, so a Ctrl-C at the terminal reaches the JVM alone, and the child serves the JVM's
 * shutdown hooks to their last line. ({@code PR_SET_PDEATHSIG} would not do: it fires when the starting <em>thread</em>
 * ends.)
 *
 * <p>The child does not inherit this JVM's environment, where keys may stand; it gets {@code PATH}, {@code HOME} and a
 * neutral locale, and what the caller names. Its standard input is empty; both its outputs go to the log file.
 *
 * <p>Thread-safe. Needs {@code sh} and {@code setsid}, which every Linux distribution has.
 */
public final class OwnedProcess implements AutoCloseable {
    /** How the child is told to end. */
    public enum EndSignal {
        /** Only for programs that install a handler of their own: they start with it ignored. */
        INT,
        TERM,
        KILL
    }

    // The signal is repeated, because a child that has not yet installed its handlers may have missed the first.
    private static final String WATCH = """
            signal=$1; shift
            exec 3<&0
            "$@" 3<&- </dev/null >&2 &
            child=$!
            echo "$child"
            { read -r line; while kill -s "$signal" "$child"; do sleep 1; done; } <&3 >/dev/null 2>&1 &
            watcher=$!
            exec 3<&- >/dev/null
            wait "$child"
            status=$?
            kill "$watcher" 2>/dev/null
            wait "$watcher" 2>/dev/null
            exit "$status"
            """;

    private static final List<String> INHERITED = List.of("PATH", "HOME");

    private final Process watch;
    private final long pid;

    private OwnedProcess(Process watch, long pid) {
        this.watch = watch;
        this.pid = pid;
    }

    /**
     * Starts {@code command}; its output is appended to {@code log}.
     *
     * @throws IOException when the shell cannot be started; a command that cannot be executed shows as exit status 126
     *     or 127 instead
     */
    public static OwnedProcess start(
            List<String> command, Map<String, String> environment, EndSignal endSignal, Path log) throws IOException {
        List<String> line = new ArrayList<>(List.of("setsid", "sh", "-c", WATCH, "ws402", endSignal.name()));
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(Path.of("/").toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Map<String, String> variables = builder.environment();
        variables.keySet().retainAll(INHERITED);
        variables.put("LC_ALL", "C");
        variables.putAll(environment);
        Process watch = builder.start();
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(watch.getInputStream(), StandardCharsets.US_ASCII));
        String pid = reader.readLine();
        if (pid == null) {
            watch.destroy();
            throw new IOException("sh could not start " + command.getFirst());
        }
        return new OwnedProcess(watch, Long.parseLong(pid));
    }

    /** The process id of the child itself, not of the shell that watches it. */
    public long pid() {
        return pid;
    }

    public boolean isAlive() {
        return watch.isAlive();
    }

    /** Waits at most {@code limit} for the child to end by itself; false when it has not. */
    public boolean awaitEnd(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return watch.waitFor(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The child's exit status; 128 + the signal's number when a signal ended it. */
    public int exitStatus() {
        return watch.exitValue();
    }

    /**
     * Ends the child with its end signal and waits at most {@code grace}; then kills it. Repeating it does nothing.
     *
     * @return false when the child had to be killed
     */
    public boolean end(Duration grace) {
        try {
            watch.getOutputStream().close();
        } catch (IOException e) {
            // The pipe is gone because the shell is: the wait below returns at once.
        }
        if (awaitEnd(grace)) {
            return true;
        }
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        watch.destroyForcibly();
        awaitEnd(Duration.ofSeconds(5));
        return false;
    }

    /** {@link #end} with ten seconds of grace. */
    @Override
    public void close() {
        end(Duration.ofSeconds(10));
    }
}
