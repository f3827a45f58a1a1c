package io.ws402.chaos.chain;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.ws402.chaos.schedule.Fault;
import io.ws402.chaos.schedule.PortFailure;
import io.ws402.chaos.schedule.SimProcess;
import io.ws402.chaos.schedule.Task;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A gateway's call to its chain. */
final class RpcCall<T> extends Task {
    private static final List<Fault> FAULTS =
            List.of(Fault.FAILS, Fault.ANSWER_LOST, Fault.CRASH_BEFORE, Fault.CRASH_AFTER, Fault.DELAYED);

    private final BooleanSupplier reachable;
    private final BooleanSupplier ready;
    private final int timesRarer;
    private final Supplier<T> answer;
    private final Promise<T> promise = Promise.promise();

    RpcCall(
            SimProcess owner,
            String label,
            BooleanSupplier reachable,
            BooleanSupplier ready,
            int timesRarer,
            Supplier<T> answer) {
        super(owner, owner.name() + " rpc " + label);
        this.reachable = reachable;
        this.ready = ready;
        this.timesRarer = timesRarer;
        this.answer = answer;
    }

    Future<T> future() {
        return promise.future();
    }

    @Override
    protected List<Fault> faults() {
        return FAULTS;
    }

    @Override
    protected int timesRarer() {
        return timesRarer;
    }

    @Override
    protected boolean canRun() {
        return ready.getAsBoolean();
    }

    @Override
    protected void perform(@Nullable Fault fault) {
        if (fault == Fault.FAILS || !reachable.getAsBoolean()) {
            promise.fail(new PortFailure("the chain does not answer"));
            return;
        }
        T given = answer.get();
        if (fault == Fault.ANSWER_LOST) {
            promise.fail(new PortFailure("the chain's answer was lost"));
        } else if (fault != Fault.CRASH_AFTER) {
            promise.complete(given);
        }
    }
}
