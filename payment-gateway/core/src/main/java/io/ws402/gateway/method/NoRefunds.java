package io.ws402.gateway.method;

import io.vertx.core.Future;
import io.ws402.protocol.money.Asset;
import java.util.List;
import java.util.Optional;

/** The refunds of a method that gives nothing back: what is owed to a payer all the same waits for an operator. */
final class NoRefunds implements RefundRail {
    static final NoRefunds RAIL = new NoRefunds();

    private NoRefunds() {}

    @Override
    public Optional<String> sequencer(Asset asset) {
        return Optional.empty();
    }

    @Override
    public Future<RefundPlan> plan(RefundOrder order) {
        return Future.succeededFuture(new RefundPlan.Operator("this payment method sends nothing by itself"));
    }

    @Override
    public Future<Long> nextSequence(String sequencer) {
        return sendsNothing();
    }

    @Override
    public Future<SignedTransfer> sign(RefundOrder order, long sequence) {
        return sendsNothing();
    }

    @Override
    public Future<Dispatch> dispatch(SignedTransfer signed) {
        return sendsNothing();
    }

    @Override
    public Future<Reconciliation> reconcile(RefundOrder order, List<SignedTransfer> signed) {
        return sendsNothing();
    }

    @Override
    public Future<SignedTransfer> replace(RefundOrder order, SignedTransfer stuck) {
        return sendsNothing();
    }

    private static <T> Future<T> sendsNothing() {
        return Future.failedFuture(new UnsupportedOperationException("this payment method sends nothing back"));
    }
}
