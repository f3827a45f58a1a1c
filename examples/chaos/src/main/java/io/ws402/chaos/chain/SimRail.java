package io.ws402.chaos.chain;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.ws402.chaos.chain.SimChain.Found;
import io.ws402.gateway.method.Dispatch;
import io.ws402.gateway.method.Outbound;
import io.ws402.gateway.method.Reconciliation;
import io.ws402.gateway.method.RefundOrder;
import io.ws402.gateway.method.RefundPlan;
import io.ws402.gateway.method.RefundRail;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.Money;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Sends refunds from a wallet on the simulated chain, judging by the same signs as the EVM rail. */
public final class SimRail implements RefundRail {
    private static final long STUCK_AFTER_BLOCKS = 2;

    private final ChainPort port;
    private final String wallet;
    private final SignedNotes notes;
    private final RefundPlans plans;

    /** From a wallet of that name. */
    public SimRail(ChainPort port, String wallet, SignedNotes notes) {
        this.port = port;
        this.wallet = wallet;
        this.notes = notes;
        this.plans = new RefundPlans(port.chain());
    }

    private SimChain chain() {
        return port.chain();
    }

    @Override
    public Optional<String> sequencer(Asset asset) {
        return Optional.of("sim:1:" + wallet);
    }

    @Override
    public Future<Long> nextSequence(String sequencer) {
        return port.call("nonce of " + wallet, () -> chain().pendingSequence(wallet));
    }

    @Override
    public Future<List<Outbound>> outbound(String sequencer, long from) {
        return port.call(
                "what " + wallet + " sent from " + from + " on",
                () -> LongStream.iterate(from, each -> each + 1)
                        .mapToObj(each -> chain().finalUserOf(wallet, each))
                        .takeWhile(Optional::isPresent)
                        .map(each -> outbound(each.orElseThrow()))
                        .toList());
    }

    private Outbound outbound(ChainTransaction transaction) {
        Found found = chain().find(transaction.id()).orElseThrow();
        JsonObject terms = new JsonObject().put("price", 0).put("signedAt", found.height());
        return new Outbound(
                new SignedTransfer(transaction.id(), transaction.number(), Buffer.buffer(), terms),
                RefundPlans.coins(found.fee()),
                found.succeeded() ? List.of(new Outbound.Payment(transaction.to(), transaction.value())) : List.of());
    }

    @Override
    public Future<RefundPlan> plan(RefundOrder order) {
        return port.call("plan " + order.refundId(), () -> plans.plan(order));
    }

    @Override
    public Future<SignedTransfer> sign(RefundOrder order, long sequence) {
        return port.call("sign " + order.refundId() + " as " + sequence, () -> signed(order, sequence, plans.offer()));
    }

    @Override
    public Future<SignedTransfer> replace(RefundOrder order, SignedTransfer stuck) {
        return port.call(
                "replace " + stuck.txId(),
                () -> signed(order, stuck.sequence(), Math.max(stuck.terms().getLong("price") + 1, plans.offer())));
    }

    private SignedTransfer signed(RefundOrder order, long sequence, long price) {
        SignedBytes bytes = SignedBytes.of(wallet, order, sequence, price);
        notes.signed(order.refundId(), bytes.id(), chain().height());
        JsonObject terms = new JsonObject().put("price", price).put("signedAt", chain().height());
        return new SignedTransfer(bytes.id(), sequence, bytes.raw(), terms);
    }

    @Override
    public Future<Dispatch> dispatch(SignedTransfer signed) {
        return port.call("send " + signed.txId(), () -> {
            String refused = chain().submit(SignedBytes.read(wallet, signed.raw()));
            return refused == null ? new Dispatch.Sent() : new Dispatch.NotSent(refused);
        });
    }

    @Override
    public Future<Reconciliation> reconcile(RefundOrder order, List<SignedTransfer> signed) {
        return port.call("reconcile " + order.refundId(), () -> reconciled(signed));
    }

    private Reconciliation reconciled(List<SignedTransfer> signed) {
        long sequence =
                signed.stream().mapToLong(SignedTransfer::sequence).max().orElseThrow();
        for (SignedTransfer each : signed) {
            Optional<Found> found = chain().find(each.txId());
            if (found.isPresent() && (found.get().succeeded() || each.sequence() == sequence)) {
                return mined(found.get());
            }
        }
        if (chain().minedSequence(wallet) > sequence) {
            return chain().finalUserOf(wallet, sequence).isPresent()
                    ? new Reconciliation.WithoutEffect("its nonce went to another", Money.zero(SimChain.COIN), false)
                    : new Reconciliation.InFlight();
        }
        return notMined(
                signed.stream().filter(each -> each.sequence() == sequence).toList());
    }

    private Reconciliation mined(Found found) {
        if (!chain().isFinal(found.height())) {
            return new Reconciliation.InFlight();
        }
        Money fee = RefundPlans.coins(found.fee());
        return found.succeeded()
                ? new Reconciliation.Confirmed(found.transaction().id(), fee)
                : new Reconciliation.WithoutEffect("reverted", fee, true);
    }

    private Reconciliation notMined(List<SignedTransfer> current) {
        SignedTransfer newest = current.getLast();
        boolean known =
                current.stream().anyMatch(each -> chain().waiting(each.txId()).isPresent());
        boolean isNext = chain().minedSequence(wallet) == newest.sequence();
        boolean isOld = chain().height() - newest.terms().getLong("signedAt") >= STUCK_AFTER_BLOCKS;
        boolean pricedOut = newest.terms().getLong("price") < chain().price();
        if (isNext && isOld && pricedOut && !plans.isAboveCap()) {
            return new Reconciliation.Stuck();
        }
        return known ? new Reconciliation.InFlight() : new Reconciliation.Missing();
    }
}
