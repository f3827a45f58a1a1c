package io.ws402.chaos.mutant;

import io.vertx.core.Future;
import io.ws402.gateway.method.Dispatch;
import io.ws402.gateway.method.Outbound;
import io.ws402.gateway.method.Reconciliation;
import io.ws402.gateway.method.RefundOrder;
import io.ws402.gateway.method.RefundPlan;
import io.ws402.gateway.method.RefundRail;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.protocol.money.Asset;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** A rail that says something else about what became of a refund. */
record WrongRail(RefundRail rail, BiFunction<Reconciliation, List<SignedTransfer>, Reconciliation> reconciliation)
        implements RefundRail {
    @Override
    public Optional<String> sequencer(Asset asset) {
        return rail.sequencer(asset);
    }

    @Override
    public Future<Long> nextSequence(String sequencer) {
        return rail.nextSequence(sequencer);
    }

    @Override
    public Future<List<Outbound>> outbound(String sequencer, long from) {
        return rail.outbound(sequencer, from);
    }

    @Override
    public Future<RefundPlan> plan(RefundOrder order) {
        return rail.plan(order);
    }

    @Override
    public Future<SignedTransfer> sign(RefundOrder order, long sequence) {
        return rail.sign(order, sequence);
    }

    @Override
    public Future<Dispatch> dispatch(SignedTransfer signed) {
        return rail.dispatch(signed);
    }

    @Override
    public Future<Reconciliation> reconcile(RefundOrder order, List<SignedTransfer> signed) {
        return rail.reconcile(order, signed).map(answer -> reconciliation.apply(answer, signed));
    }

    @Override
    public Future<SignedTransfer> replace(RefundOrder order, SignedTransfer stuck) {
        return rail.replace(order, stuck);
    }
}
