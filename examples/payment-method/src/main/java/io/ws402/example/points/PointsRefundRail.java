package io.ws402.example.points;

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
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * Refunds in points. The refund's id is the transfer's, and the bank carries out one transfer of an id: sent once or ten
 * times, by one gateway or two, it happens at most once.
 */
final class PointsRefundRail implements RefundRail {
    private static final Money FREE = Money.zero(PointsMethod.POINT);

    private final PointsBank bank;
    private final String account;

    PointsRefundRail(PointsBank bank, String account) {
        this.bank = bank;
        this.account = account;
    }

    @Override
    public Optional<String> sequencer(Asset asset) {
        return Optional.empty();
    }

    @Override
    public Future<Long> nextSequence(String sequencer) {
        return Future.failedFuture(new IllegalArgumentException("the points bank has no sequence numbers"));
    }

    @Override
    public Future<RefundPlan> plan(RefundOrder order) {
        return Future.all(bank.balance(order.recipient()), bank.balance(account))
                .map(both -> {
                    Optional<BigInteger> payers = both.resultAt(0);
                    Optional<BigInteger> ours = both.resultAt(1);
                    if (payers.isEmpty()) {
                        return new RefundPlan.RecipientRefuses("the payer's account was closed");
                    }
                    return ours.orElse(BigInteger.ZERO).compareTo(order.amount().units()) < 0
                            ? new RefundPlan.Later("our account at the points bank holds too little")
                            : new RefundPlan.Send(FREE);
                });
    }

    /** Everything that {@link #dispatch} will send, and the name that it will have. The gateway stores both first. */
    @Override
    public Future<SignedTransfer> sign(RefundOrder order, long sequence) {
        JsonObject transfer = new JsonObject()
                .put("to", order.recipient())
                .put("points", order.amount().units().toString())
                .put("memo", order.paymentId());
        return Future.succeededFuture(
                new SignedTransfer(order.refundId(), sequence, transfer.toBuffer(), new JsonObject()));
    }

    @Override
    public Future<Dispatch> dispatch(SignedTransfer signed) {
        return bank.send(signed.txId(), new JsonObject(signed.raw()))
                .<Dispatch>map(outcome -> switch (outcome) {
                    case PointsBank.Outcome.Done done -> new Dispatch.Sent();
                    case PointsBank.Outcome.Refused(String reason) -> new Dispatch.NotSent(reason);
                })
                // No answer is not a no: the points may be on their way.
                .otherwise(failure -> new Dispatch.Unknown("the points bank did not answer"));
    }

    @Override
    public Future<Reconciliation> reconcile(RefundOrder order, List<SignedTransfer> signed) {
        return bank.find(order.refundId())
                .<Reconciliation>map(found -> found.isPresent()
                        ? new Reconciliation.Confirmed(order.refundId(), FREE)
                        : new Reconciliation.Missing())
                .otherwise(failure -> new Reconciliation.Unavailable("the points bank does not answer"));
    }

    /** Nothing is ever stuck at the bank, so what was signed is as good as anything new. */
    @Override
    public Future<SignedTransfer> replace(RefundOrder order, SignedTransfer stuck) {
        return Future.succeededFuture(stuck);
    }
}
