package io.ws402.gateway.storage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A JVM of its own that starts an embedded PostgreSQL, tells how to reach it, and then waits to be killed. */
record PostgresOwner(Process process, long postmasterPid, ConnectionSettings connection) {
    private static final String STARTED = "started ";

    static PostgresOwner start(Path dataFolder) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        PostgresOwner.class.getName(),
                        dataFolder.toString()))
                .redirectErrorStream(true)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder all = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(STARTED)) {
                String[] words = line.substring(STARTED.length()).split(" ", 2);
                return new PostgresOwner(process, Long.parseLong(words[0]), ConnectionSettings.parse(words[1]));
            }
            all.append(line).append('\n');
        }
        throw new IOException("The owner ended: " + all);
    }

    ProcessHandle postmaster() {
        return ProcessHandle.of(postmasterPid).orElseThrow();
    }

    /** {@code kill -9} of the JVM. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** {@code kill -9} of the JVM and of what would have stopped the server after it. */
    void killLeavingAnOrphan() {
        ProcessHandle watch = postmaster().parent().orElseThrow();
        // The children first: once the shell is gone, its owner closes the pipe by which they are told to stop the
        // server.
        List<ProcessHandle> watching = Stream.concat(watch.children(), Stream.of(watch))
                .filter(each -> each.pid() != postmasterPid)
                .toList();
        watching.forEach(ProcessHandle::destroyForcibly);
        kill();
    }

    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(arguments[0]), 0);
        ConnectionSettings to = postgres.connection();
        System.out.println(STARTED + postgres.pid() + " postgresql://" + to.user() + ":" + to.password() + "@"
                + to.host() + ":" + to.port() + "/" + to.database());
        Thread.sleep(600_000);
        postgres.close();
    }
}
