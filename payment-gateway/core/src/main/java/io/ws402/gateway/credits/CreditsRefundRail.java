package io.ws402.gateway.credits;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.method.Dispatch;
import io.ws402.gateway.method.Reconciliation;
import io.ws402.gateway.method.RefundOrder;
import io.ws402.gateway.method.RefundPlan;
import io.ws402.gateway.method.RefundRail;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Refunds on the internal rail: the refund's id is the transfer's memo, so it happens at most once however often it is sent. */
final class CreditsRefundRail implements RefundRail {
    private static final Money FREE = Money.zero(CreditsMethod.CREDIT);
    private static final Instant WHENEVER = Instant.parse("9999-12-31T00:00:00Z");

    private final CreditsRepository credits;
    private final String wallet;

    CreditsRefundRail(CreditsRepository credits, String wallet) {
        this.credits = credits;
        this.wallet = wallet;
    }

    @Override
    public Optional<String> sequencer(Asset asset) {
        return Optional.empty();
    }

    @Override
    public Future<Long> nextSequence(String sequencer) {
        return Future.failedFuture(new IllegalArgumentException("the internal rail has no sequence numbers"));
    }

    @Override
    public Future<RefundPlan> plan(RefundOrder order) {
        return credits.balance(order.recipient())
                .map(account -> account.isPresent()
                        ? new RefundPlan.Send(FREE)
                        : new RefundPlan.RecipientRefuses("there is no credit account " + order.recipient()));
    }

    @Override
    public Future<SignedTransfer> sign(RefundOrder order, long sequence) {
        TransferOrder transfer = new TransferOrder(
                order.refundId(), wallet, order.recipient(), order.amount().units());
        return Future.succeededFuture(
                new SignedTransfer(transfer.transferId(), sequence, transfer.encode(), new JsonObject()));
    }

    @Override
    public Future<Dispatch> dispatch(SignedTransfer signed) {
        return credits.transfer(TransferOrder.decode(signed.raw()), WHENEVER).map(outcome -> switch (outcome) {
            case TransferOutcome.Done done -> new Dispatch.Sent();
            case TransferOutcome.NotDone(TransferOutcome.Reason reason) ->
                new Dispatch.NotSent("the internal rail refused it: " + reason);
        });
    }

    @Override
    public Future<Reconciliation> reconcile(RefundOrder order, List<SignedTransfer> signed) {
        return credits.find(order.refundId())
                .map(found -> found.<Reconciliation>map(transfer -> new Reconciliation.Confirmed(transfer.id(), FREE))
                        .orElseGet(Reconciliation.Missing::new));
    }

    /** A transfer here happens at once or not at all, so it is never stuck; the same bytes are as good as new ones. */
    @Override
    public Future<SignedTransfer> replace(RefundOrder order, SignedTransfer stuck) {
        return Future.succeededFuture(stuck);
    }
}
