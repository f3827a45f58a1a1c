package io.ws402.demo.system;

import io.ws402.demo.client.JsonHttp;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A gateway or a server in a process of its own, which can be killed and started again at the same address. Its methods
 * block and belong to one thread at a time; {@link #close} may come from any.
 */
public final class Service implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(100);

    private final String name;
    private final URI url;
    private final String mainClass;
    private final List<String> arguments;
    private final Map<String, String> environment;
    private final Path log;
    private volatile @Nullable ChildJvm process;
    private volatile boolean closed;

    Service(String name, URI url, String mainClass, List<String> arguments, Map<String, String> environment, Path log) {
        this.name = name;
        this.url = url;
        this.mainClass = mainClass;
        this.arguments = List.copyOf(arguments);
        this.environment = Map.copyOf(environment);
        this.log = log;
    }

    /** What people call it. */
    public String name() {
        return name;
    }

    /** Where it listens. */
    public URI url() {
        return url;
    }

    /** Its process. */
    public long pid() {
        return running().pid();
    }

    /**
     * Starts its process; {@link #awaitReady} says when it serves.
     *
     * @throws SystemException when it can not be started, or was closed
     */
    public synchronized void launch() {
        if (closed) {
            throw new SystemException(name + " is being stopped");
        }
        process = ChildJvm.start(name, mainClass, arguments, environment, log);
    }

    /**
     * Waits until it serves, and makes sure that it is this process that answers.
     *
     * @throws SystemException when it ends, or is not ready in time
     */
    public void awaitReady(JsonHttp http) throws InterruptedException {
        ChildJvm child = running();
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!http.isOk(url.resolve("/readyz"))) {
            if (!child.isAlive()) {
                throw child.ended();
            }
            if (System.nanoTime() > deadline) {
                throw new SystemException(name + " was not ready after " + START_LIMIT.toSeconds()
                        + " s; its last words:\n" + child.lastWords());
            }
            Thread.sleep(POLL);
        }
        if (!child.isAlive() || !ListeningSocket.isOf(child.pid(), url.getPort())) {
            throw new SystemException("somebody else answers at " + url + "; choose other ports with --port-base N");
        }
    }

    /** Whether its process has ended though nobody closed it. */
    boolean hasDied() {
        return !closed && !running().isAlive();
    }

    /** {@code kill -9}. */
    public void kill() {
        running().kill();
    }

    private ChildJvm running() {
        ChildJvm child = process;
        if (child == null) {
            throw new IllegalStateException(name + " was not started");
        }
        return child;
    }

    @Override
    public synchronized void close() {
        closed = true;
        ChildJvm child = process;
        if (child != null) {
            child.close();
        }
    }
}
