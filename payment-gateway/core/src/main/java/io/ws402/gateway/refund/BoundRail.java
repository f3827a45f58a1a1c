package io.ws402.gateway.refund;

import io.vertx.core.Future;
import io.ws402.gateway.method.CollectOrder;
import io.ws402.gateway.method.Dispatch;
import io.ws402.gateway.method.Reconciliation;
import io.ws402.gateway.method.RefundOrder;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.gateway.method.TransferOrder;
import io.ws402.gateway.method.TransferRail;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A rail and what it is ordered to move: to the engine, a refund and a collection are the same but for what may be planned.
 *
 * @param rail the rail
 * @param order what it is to move
 * @param planned asks it whether and how, and decides
 */
record BoundRail<O extends TransferOrder>(TransferRail<O> rail, O order, Supplier<Future<RefundDecision>> planned) {
    /** The rail that an order is for; empty while its method is not configured or not up. */
    static Optional<BoundRail<?>> of(TransferRails rails, String method, TransferOrder order) {
        return switch (order) {
            case RefundOrder refund ->
                rails.refunds(method)
                        .map(rail -> new BoundRail<>(
                                rail, refund, () -> rail.plan(refund).map(RefundDecision::next)));
            case CollectOrder collection ->
                rails.collections(method)
                        .map(rail -> new BoundRail<>(
                                rail, collection, () -> rail.plan(collection).map(RefundDecision::next)));
        };
    }

    Optional<String> sequencer() {
        return rail.sequencer(order.amount().asset());
    }

    Future<RefundDecision> plan() {
        return planned.get();
    }

    Future<SignedTransfer> sign(long sequence) {
        return rail.sign(order, sequence);
    }

    Future<Dispatch> dispatch(SignedTransfer signed) {
        return rail.dispatch(signed);
    }

    Future<Reconciliation> reconcile(List<SignedTransfer> signed) {
        return rail.reconcile(order, signed);
    }

    Future<SignedTransfer> replace(SignedTransfer stuck) {
        return rail.replace(order, stuck);
    }
}
