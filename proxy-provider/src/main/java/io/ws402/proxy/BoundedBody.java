package io.ws402.proxy;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes an answer up to a length. Beyond it the call fails, and the stream stays full for good: nothing more is read, and
 * the client's read timeout closes the connection.
 */
final class BoundedBody implements BodyStream<Buffer> {
    private final Buffer body = Buffer.buffer();
    private final Promise<Buffer> result = Promise.promise();
    private final int most;
    private boolean full;

    private BoundedBody(int most) {
        this.most = most;
    }

    static BodyCodec<Buffer> upTo(int most) {
        return () -> new BoundedBody(most);
    }

    @Override
    public Future<Void> write(Buffer chunk) {
        full |= body.length() + chunk.length() > most;
        if (full) {
            GatewayException refusal = new GatewayException("the gateway's answer is longer than " + most + " bytes");
            result.tryFail(refusal);
            return Future.failedFuture(refusal);
        }
        body.appendBuffer(chunk);
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> end() {
        result.tryComplete(body);
        return Future.succeededFuture();
    }

    @Override
    public boolean writeQueueFull() {
        return full;
    }

    @Override
    public Future<Buffer> result() {
        return result.future();
    }

    @Override
    public void handle(Throwable failure) {
        result.tryFail(failure);
    }

    @Override
    public BoundedBody exceptionHandler(@Nullable Handler<Throwable> handler) {
        return this;
    }

    @Override
    public BoundedBody setWriteQueueMaxSize(int maxSize) {
        return this;
    }

    @Override
    public BoundedBody drainHandler(@Nullable Handler<Void> handler) {
        return this;
    }
}
