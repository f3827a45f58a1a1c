package io.ws402.chaos.schedule;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Work of a process that blocks: each piece has a thread, which runs only while the player waits for it, until it asks for
 * something or is done. One of the two runs at any moment, and the history decides which, so that these threads are no more
 * than stacks to come back to. Ends with the process.
 */
public final class Strands {
    private final SimProcess process;
    private @Nullable Strand<?> running;

    /** Of one life of a process. */
    public Strands(SimProcess process) {
        this.process = process;
    }

    /** Begins a piece of work, on the player's thread. The future is completed there too. */
    public <T> Future<T> run(Callable<T> work) {
        Strand<T> strand = new Strand<>(work);
        process.onDeath(strand::goOn);
        strand.goOn();
        return strand.result.future();
    }

    /** Asks for something, within a piece of work; the question is put on the player's thread. Its answer, or its failure. */
    public <A> A await(Supplier<Future<A>> question) {
        Strand<?> mine = running;
        if (mine == null) {
            throw new IllegalStateException("what waits must run on a strand");
        }
        Asked<A> asked = new Asked<>(question);
        mine.ask(asked);
        return asked.answer();
    }

    private static final class Asked<A> {
        private final Supplier<Future<A>> question;
        private @Nullable Future<A> answered;

        Asked(Supplier<Future<A>> question) {
            this.question = question;
        }

        void put(Runnable goOn) {
            question.get().onComplete(done -> {
                answered = done.succeeded() ? Future.succeededFuture(done.result()) : Future.failedFuture(done.cause());
                goOn.run();
            });
        }

        A answer() {
            Future<A> given = answered;
            if (given == null) {
                throw new Ended();
            }
            if (given.failed()) {
                throw given.cause() instanceof RuntimeException failure
                        ? failure
                        : new IllegalStateException(given.cause());
            }
            return given.result();
        }
    }

    /** Takes a piece of work off its thread whose process has died. */
    private static final class Ended extends Error {
        private static final long serialVersionUID = 1;

        Ended() {
            super("its process has died", null, false, false);
        }
    }

    private final class Strand<T> {
        private final Promise<T> result = Promise.promise();
        private final Semaphore itsTurn = new Semaphore(0);
        private final Semaphore playersTurn = new Semaphore(0);
        private final Callable<T> work;
        private @Nullable Thread thread;
        private @Nullable Asked<?> asked;
        private @Nullable Runnable outcome;

        Strand(Callable<T> work) {
            this.work = work;
        }

        /** On the player's thread: lets it run until it asks for something or is done; unanswered, it ends. */
        void goOn() {
            if (outcome != null) {
                return;
            }
            Strand<?> before = running;
            running = this;
            if (thread == null) {
                thread = Thread.startVirtualThread(this::work);
            } else {
                itsTurn.release();
            }
            playersTurn.acquireUninterruptibly();
            running = before;
            Asked<?> next = asked;
            asked = null;
            if (next != null) {
                next.put(this::goOn);
            } else if (process.isAlive() && outcome != null) {
                outcome.run();
            }
        }

        private void work() {
            try {
                T value = work.call();
                outcome = () -> result.complete(value);
            } catch (Throwable e) {
                outcome = () -> result.fail(e);
            } finally {
                playersTurn.release();
            }
        }

        void ask(Asked<?> question) {
            asked = question;
            playersTurn.release();
            itsTurn.acquireUninterruptibly();
        }
    }
}
