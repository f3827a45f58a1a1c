package io.ws402.demo.cli;

import io.ws402.demo.story.Terminal;

/**
 * Makes Ctrl-C and SIGTERM end everything that a command has started, in order, before this JVM goes. While that runs
 * the command itself fails at whatever it was doing; it must not say so.
 */
final class Stopping {
    private static volatile boolean interrupted;

    private final AutoCloseable system;
    private final Thread hook;

    private Stopping(AutoCloseable system, Terminal terminal) {
        this.system = system;
        this.hook = new Thread(
                () -> {
                    interrupted = true;
                    terminal.line("Stopping …");
                    end(system);
                },
                "stopping");
    }

    static Stopping onInterrupt(AutoCloseable system, Terminal terminal) {
        Stopping stopping = new Stopping(system, terminal);
        Runtime.getRuntime().addShutdownHook(stopping.hook);
        return stopping;
    }

    /** Whether the JVM is going, also when that began before anything was started here. */
    static boolean isUnderWay() {
        Thread probe = new Thread(() -> {}, "probe");
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException shutdownHasBegun) {
            return true;
        }
    }

    /** Never returns when the JVM is being stopped: what went wrong then went wrong because of that. */
    static void ifInterruptedWaitForTheEnd() throws InterruptedException {
        if (interrupted) {
            Thread.currentThread().join();
        }
    }

    private static void end(AutoCloseable system) {
        try {
            system.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The command is done: ends everything now. */
    void done() throws InterruptedException {
        ifInterruptedWaitForTheEnd();
        end(system);
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shutdownHasBegun) {
            ifInterruptedWaitForTheEnd();
        }
    }
}
