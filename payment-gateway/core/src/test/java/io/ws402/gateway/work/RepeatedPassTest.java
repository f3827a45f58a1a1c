package io.ws402.gateway.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.ws402.gateway.storage.Await;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class RepeatedPassTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration NEVER = Duration.ofDays(1);

    @AfterAll
    static void close() {
        Await.of(VERTX.close());
    }

    @Test
    void goesOnAtOnceWhileThereIsMore() {
        AtomicInteger passes = new AtomicInteger();
        Promise<Void> third = Promise.promise();
        RepeatedPass repeated = new RepeatedPass(VERTX, "test", NEVER, () -> {
            boolean more = passes.incrementAndGet() < 3;
            if (!more) {
                third.complete();
            }
            return Future.succeededFuture(more);
        });
        repeated.start();
        Await.of(third.future());
        Await.of(repeated.stop());
        assertEquals(3, passes.get());
    }

    @Test
    void goesOnAfterAPassThatFailed() {
        AtomicInteger passes = new AtomicInteger();
        Promise<Void> second = Promise.promise();
        RepeatedPass repeated = new RepeatedPass(VERTX, "test", Duration.ofMillis(1), () -> {
            if (passes.incrementAndGet() == 1) {
                throw new IllegalStateException("a pass that fails, as the test wants it");
            }
            second.tryComplete();
            return Future.succeededFuture(false);
        });
        repeated.start();
        Await.of(second.future());
        Await.of(repeated.stop());
    }

    @Test
    void stopsWhenThePassThatRunsHasEnded() {
        Promise<Boolean> pass = Promise.promise();
        AtomicInteger passes = new AtomicInteger();
        RepeatedPass repeated = new RepeatedPass(VERTX, "test", Duration.ofMillis(1), () -> {
            passes.incrementAndGet();
            return pass.future();
        });
        repeated.start();
        Future<Void> stopped = repeated.stop();
        assertFalse(stopped.isComplete());
        pass.complete(true);
        Await.of(stopped);
        assertTrue(repeated.stop().isComplete());
        assertEquals(1, passes.get());
    }
}
