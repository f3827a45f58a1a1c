package io.ws402.gateway.refund;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.ws402.gateway.method.Dispatch;
import io.ws402.gateway.method.Reconciliation;
import io.ws402.gateway.method.RefundOrder;
import io.ws402.gateway.method.RefundPlan;
import io.ws402.gateway.method.RefundRail;
import io.ws402.gateway.method.SignedRefund;
import io.ws402.protocol.money.Asset;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Lets the gateway die over a rail's answers, for tests: where {@code dies} says so, the rail does what it was asked, and
 * the gateway never learns of it, nor stores anything.
 */
final class CrashingRail implements RefundRail {
    private final RefundRail rail;
    private final BooleanSupplier dies;
    private final Promise<Void> death = Promise.promise();

    CrashingRail(RefundRail rail, BooleanSupplier dies) {
        this.rail = rail;
        this.dies = dies;
    }

    /** Completes when the gateway dies. */
    Future<Void> death() {
        return death.future();
    }

    private <T> Future<T> answer(Future<T> answer) {
        if (!dies.getAsBoolean()) {
            return answer;
        }
        death.tryComplete();
        return Promise.<T>promise().future();
    }

    @Override
    public Optional<String> sequencer(Asset asset) {
        return rail.sequencer(asset);
    }

    @Override
    public Future<Long> nextSequence(String sequencer) {
        return answer(rail.nextSequence(sequencer));
    }

    @Override
    public Future<RefundPlan> plan(RefundOrder order) {
        return answer(rail.plan(order));
    }

    @Override
    public Future<SignedRefund> sign(RefundOrder order, long sequence) {
        return answer(rail.sign(order, sequence));
    }

    @Override
    public Future<Dispatch> dispatch(SignedRefund signed) {
        return answer(rail.dispatch(signed));
    }

    @Override
    public Future<Reconciliation> reconcile(RefundOrder order, List<SignedRefund> signed) {
        return answer(rail.reconcile(order, signed));
    }

    @Override
    public Future<SignedRefund> replace(RefundOrder order, SignedRefund stuck) {
        return answer(rail.replace(order, stuck));
    }
}
