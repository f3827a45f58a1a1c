package io.ws402.bench.load;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Whether work that many connections share is done. What goes wrong first fails it: no figure is made of half the work. */
final class Outcome {
    private static final long LIMIT_MINUTES = 5;

    private final CompletableFuture<Void> done = new CompletableFuture<>();

    void succeed() {
        done.complete(null);
    }

    void fail(String why) {
        done.completeExceptionally(new IllegalStateException(why));
    }

    void await() throws InterruptedException, TimeoutException {
        try {
            done.get(LIMIT_MINUTES, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            throw new IllegalStateException(done.exceptionNow().getMessage(), e);
        }
    }

    /** @throws IllegalStateException when it has failed since */
    void check() {
        if (done.isCompletedExceptionally()) {
            throw new IllegalStateException(done.exceptionNow().getMessage());
        }
    }
}
