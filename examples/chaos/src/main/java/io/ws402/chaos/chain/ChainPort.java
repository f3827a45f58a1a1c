package io.ws402.chaos.chain;

import io.vertx.core.Future;
import io.ws402.chaos.schedule.Scheduler;
import io.ws402.chaos.schedule.SimProcess;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** One life of a gateway's way to the chain; every call is scheduled and may fail. */
public record ChainPort(SimChain chain, SimProcess process, Scheduler scheduler, BooleanSupplier reachable) {
    <T> Future<T> call(String label, Supplier<T> answer) {
        return call(label, () -> true, 1, answer);
    }

    <T> Future<T> call(String label, BooleanSupplier ready, Supplier<T> answer) {
        return call(label, ready, 1, answer);
    }

    /** One of several calls that belong together, which go wrong the more rarely each. */
    public <T> Future<T> oneOf(int calls, String label, Supplier<T> answer) {
        return call(label, () -> true, calls, answer);
    }

    private <T> Future<T> call(String label, BooleanSupplier ready, int timesRarer, Supplier<T> answer) {
        RpcCall<T> call = new RpcCall<>(process, label, reachable, ready, timesRarer, answer);
        scheduler.add(call);
        return call.future();
    }
}
