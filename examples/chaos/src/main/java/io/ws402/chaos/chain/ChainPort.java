package io.ws402.chaos.chain;

import io.vertx.core.Future;
import io.ws402.chaos.schedule.Scheduler;
import io.ws402.chaos.schedule.SimProcess;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** One life of a gateway's way to the chain; every call is scheduled and may fail. */
public record ChainPort(SimChain chain, SimProcess process, Scheduler scheduler, BooleanSupplier reachable) {
    <T> Future<T> call(String label, Supplier<T> answer) {
        return call(label, () -> true, answer);
    }

    <T> Future<T> call(String label, BooleanSupplier ready, Supplier<T> answer) {
        RpcCall<T> call = new RpcCall<>(process, label, reachable, ready, answer);
        scheduler.add(call);
        return call.future();
    }
}
