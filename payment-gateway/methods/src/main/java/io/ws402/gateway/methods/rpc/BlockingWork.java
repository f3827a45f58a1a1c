package io.ws402.gateway.methods.rpc;

import io.vertx.core.Future;
import java.util.concurrent.Callable;

/** Where work runs that blocks, so that whoever asks for it does not. */
@FunctionalInterface
public interface BlockingWork {
    /** The work's result, or what it threw. */
    <T> Future<T> run(Callable<T> work);
}
