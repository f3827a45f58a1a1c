package io.ws402.gateway.payment;

import io.vertx.core.Future;
import io.ws402.gateway.method.Dispatch;
import io.ws402.gateway.method.Reconciliation;
import io.ws402.gateway.method.RefundOrder;
import io.ws402.gateway.method.RefundPlan;
import io.ws402.gateway.method.RefundRail;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.protocol.money.Asset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A rail that only says whether it would send something, for tests of what is planned. */
record PlanningRail(Function<RefundOrder, RefundPlan> plans) implements RefundRail {
    @Override
    public Optional<String> sequencer(Asset asset) {
        return Optional.empty();
    }

    @Override
    public Future<RefundPlan> plan(RefundOrder order) {
        return Future.succeededFuture(plans.apply(order));
    }

    @Override
    public Future<Long> nextSequence(String sequencer) {
        throw new UnsupportedOperationException("it only plans");
    }

    @Override
    public Future<SignedTransfer> sign(RefundOrder order, long sequence) {
        throw new UnsupportedOperationException("it only plans");
    }

    @Override
    public Future<Dispatch> dispatch(SignedTransfer signed) {
        throw new UnsupportedOperationException("it only plans");
    }

    @Override
    public Future<Reconciliation> reconcile(RefundOrder order, List<SignedTransfer> signed) {
        throw new UnsupportedOperationException("it only plans");
    }

    @Override
    public Future<SignedTransfer> replace(RefundOrder order, SignedTransfer stuck) {
        throw new UnsupportedOperationException("it only plans");
    }
}
