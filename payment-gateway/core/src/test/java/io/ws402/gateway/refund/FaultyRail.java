package io.ws402.gateway.refund;

import io.vertx.core.Future;
import io.vertx.core.Promise;
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
import java.util.function.Supplier;

/**
 * A rail that does what it is asked and whose answers do not always arrive, for tests.
 */
final class FaultyRail implements RefundRail {
    /** What becomes of an answer. */
    enum Answer {
        ARRIVES,
        /** The gateway learns that it got none. */
        IS_LOST,
        /** The gateway dies over it: it learns nothing and stores nothing. */
        KILLS
    }

    private final RefundRail rail;
    private final Supplier<Answer> answers;
    private final Promise<Void> death = Promise.promise();

    FaultyRail(RefundRail rail, Supplier<Answer> answers) {
        this.rail = rail;
        this.answers = answers;
    }

    /** Completes when the gateway dies. */
    Future<Void> death() {
        return death.future();
    }

    private <T> Future<T> answer(Future<T> answer) {
        return switch (answers.get()) {
            case ARRIVES -> answer;
            case IS_LOST -> Future.failedFuture("connection reset");
            case KILLS -> {
                death.tryComplete();
                yield Promise.<T>promise().future();
            }
        };
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
    public Future<List<Outbound>> outbound(String sequencer, long from) {
        return answer(rail.outbound(sequencer, from));
    }

    @Override
    public Future<RefundPlan> plan(RefundOrder order) {
        return answer(rail.plan(order));
    }

    @Override
    public Future<SignedTransfer> sign(RefundOrder order, long sequence) {
        return answer(rail.sign(order, sequence));
    }

    @Override
    public Future<Dispatch> dispatch(SignedTransfer signed) {
        return answer(rail.dispatch(signed));
    }

    @Override
    public Future<Reconciliation> reconcile(RefundOrder order, List<SignedTransfer> signed) {
        return answer(rail.reconcile(order, signed));
    }

    @Override
    public Future<SignedTransfer> replace(RefundOrder order, SignedTransfer stuck) {
        return answer(rail.replace(order, stuck));
    }
}
