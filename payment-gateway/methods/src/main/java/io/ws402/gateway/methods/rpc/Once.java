package io.ws402.gateway.methods.rpc;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A question whose answer is good for everybody from then on. A failure is of those who waited for it. */
public final class Once<T> {
    private final AtomicReference<@Nullable CompletableFuture<T>> asked = new AtomicReference<>();

    /** The answer, by this question where nobody has asked yet. Blocks. */
    public T get(Supplier<T> question) {
        CompletableFuture<T> mine = new CompletableFuture<>();
        CompletableFuture<T> before = asked.compareAndExchange(null, mine);
        if (before != null) {
            return SingleFlight.await(before);
        }
        try {
            T answer = question.get();
            mine.complete(answer);
            return answer;
        } catch (RuntimeException | Error e) {
            asked.set(null);
            mine.completeExceptionally(e);
            throw e;
        }
    }
}
