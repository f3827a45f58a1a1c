package io.ws402.gateway.methods.rpc;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A question that is asked once for everybody who wants the answer meanwhile. A failure is everybody's, too. */
public final class SingleFlight<T> {
    private final Supplier<T> question;
    private final AtomicReference<@Nullable CompletableFuture<T>> underWay = new AtomicReference<>();

    /** @param question asked at most once at a time */
    public SingleFlight(Supplier<T> question) {
        this.question = question;
    }

    /** Asks, or waits for the answer that somebody else asked for. Blocks. */
    public T ask() {
        CompletableFuture<T> mine = new CompletableFuture<>();
        CompletableFuture<T> running = underWay.compareAndExchange(null, mine);
        return running == null ? answer(mine) : await(running);
    }

    private T answer(CompletableFuture<T> mine) {
        try {
            T answer = question.get();
            mine.complete(answer);
            return answer;
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            underWay.set(null);
        }
    }

    static <T> T await(CompletableFuture<T> running) {
        try {
            return running.join();
        } catch (CompletionException | CancellationException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
