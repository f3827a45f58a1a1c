package io.ws402.gateway.methods.rpc;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/** Runs work that blocks, each piece on a virtual thread of its own, and completes where the caller was. */
public final class VirtualThreads implements BlockingWork, AutoCloseable {
    private final Vertx vertx;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** @param vertx whose contexts the futures complete on */
    public VirtualThreads(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public <T> Future<T> run(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            threads.execute(() -> complete(result, work));
        } catch (RejectedExecutionException e) {
            return Future.failedFuture(new RpcException.Unavailable("the payment method is closed"));
        }
        return Future.fromCompletionStage(result, vertx.getOrCreateContext());
    }

    private static <T> void complete(CompletableFuture<T> result, Callable<T> work) {
        try {
            result.complete(work.call());
        } catch (Throwable e) {
            result.completeExceptionally(e);
        }
    }

    /** Interrupts what still runs. Idempotent. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
