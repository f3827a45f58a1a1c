package io.ws402.demo.cli;

import io.ws402.demo.client.LiveSession;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Turns Ctrl-C into the end of the session: the JVM waits until the session is over and its refund was seen. */
final class PayerInterrupt implements AutoCloseable {
    private final AtomicReference<LiveSession> session = new AtomicReference<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook;

    private PayerInterrupt(Duration patience) {
        this.hook = new Thread(() -> endAndWait(patience), "end-session");
    }

    /**
     * @param patience how long the JVM waits at most after Ctrl-C
     */
    static PayerInterrupt install(Duration patience) {
        PayerInterrupt interrupt = new PayerInterrupt(patience);
        Runtime.getRuntime().addShutdownHook(interrupt.hook);
        return interrupt;
    }

    /** From now on Ctrl-C ends this session. */
    void ends(LiveSession live) {
        session.set(live);
    }

    private void endAndWait(Duration patience) {
        LiveSession live = session.get();
        if (live == null) {
            return;
        }
        live.end();
        try {
            over.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shutdownRuns) {
            // It is the hook that waits for us.
        }
    }
}
