package io.ws402.chaos.world;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.ws402.chaos.schedule.Fault;
import io.ws402.chaos.schedule.PortFailure;
import io.ws402.chaos.schedule.SimProcess;
import io.ws402.chaos.schedule.Task;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A server's call to a gateway, and the answer on its way back. */
final class Message<T> extends Task {
    private static final List<Fault> REQUEST_FAULTS =
            List.of(Fault.FAILS, Fault.DELAYED, Fault.DELAYED, Fault.DUPLICATED, Fault.CRASH_BEFORE, Fault.CRASH_AFTER);
    private static final List<Fault> ANSWER_FAULTS = List.of(Fault.FAILS, Fault.DELAYED);

    private final World world;
    private final GatewayNode gateway;
    private final Function<GatewayNode.Services, Future<T>> call;
    private final Promise<T> promise = Promise.promise();

    Message(
            World world,
            SimProcess sender,
            GatewayNode gateway,
            String label,
            Function<GatewayNode.Services, Future<T>> call) {
        super(sender, sender.name() + " to " + gateway.name() + ": " + label);
        this.world = world;
        this.gateway = gateway;
        this.call = call;
    }

    Future<T> future() {
        return promise.future();
    }

    @Override
    protected List<Fault> faults() {
        return REQUEST_FAULTS;
    }

    @Override
    protected void perform(@Nullable Fault fault) {
        if (fault == Fault.FAILS || !gateway.isUp() || world.isCut(owner(), gateway)) {
            promise.fail(new PortFailure("the gateway does not answer"));
            return;
        }
        deliver();
        if (fault == Fault.DUPLICATED) {
            deliver();
        }
    }

    private void deliver() {
        gateway.process().onDeath(() -> promise.tryFail(new PortFailure("the gateway died")));
        call.apply(gateway.services()).onComplete(answer -> world.scheduler().add(new Reply(answer)));
    }

    private final class Reply extends Task {
        private final AsyncResult<T> answer;

        private Reply(AsyncResult<T> answer) {
            super(Message.this.owner(), Message.this.label() + ", answered");
            this.answer = answer;
        }

        @Override
        protected List<Fault> faults() {
            return ANSWER_FAULTS;
        }

        @Override
        protected void perform(@Nullable Fault fault) {
            if (fault == Fault.FAILS || world.isCut(owner(), gateway)) {
                promise.tryFail(new PortFailure("the gateway's answer was lost"));
            } else if (answer.succeeded()) {
                promise.tryComplete(answer.result());
            } else {
                promise.tryFail(answer.cause());
            }
        }
    }
}
