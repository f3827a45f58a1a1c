package io.ws402.gateway.storage;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Lets a test wait for futures. The limit only keeps a broken test from hanging. */
public final class Await {
    private static final long LIMIT_SECONDS = 60;

    private Await() {}

    /** The value, or the failure as the cause of a {@link CompletionException}. */
    public static <T> T of(Future<T> future) {
        return future.timeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** The values of futures that run at once. */
    public static <T> List<T> all(List<Future<T>> futures) {
        of(Future.join(futures));
        return futures.stream().map(Future::result).toList();
    }

    /** The failure. */
    public static Throwable failureOf(Future<?> future) {
        Throwable cause =
                assertThrows(CompletionException.class, () -> of(future)).getCause();
        return cause == null ? new AssertionError("a failure without cause") : cause;
    }
}
