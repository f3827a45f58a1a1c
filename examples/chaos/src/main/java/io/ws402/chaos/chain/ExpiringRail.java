package io.ws402.chaos.chain;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.ws402.chaos.chain.SimChain.Found;
import io.ws402.gateway.method.Dispatch;
import io.ws402.gateway.method.Reconciliation;
import io.ws402.gateway.method.RefundOrder;
import io.ws402.gateway.method.RefundPlan;
import io.ws402.gateway.method.RefundRail;
import io.ws402.gateway.method.SignedRefund;
import io.ws402.protocol.money.Asset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Sends refunds without sequence numbers, judging by the same signs and in the same order as the Solana rail: a transaction
 * is good until it expires, and is signed anew only when that is final and no node knows it. Each question may be answered
 * by another node, some of which lag, and what a node has taken it may lose.
 */
public final class ExpiringRail implements RefundRail {
    /** In the terms of what was signed: the last block that may hold it. */
    public static final String LAST_HEIGHT = "lastHeight";

    private static final int LIFE_BLOCKS = 3;
    private static final int DROPPED_PERCENT = 25;

    private final ChainPort port;
    private final String wallet;
    private final SignedNotes notes;
    private final Expiry expiry;
    private final RefundPlans plans;

    /** @param expiry when something may be signed anew */
    public ExpiringRail(ChainPort port, String wallet, SignedNotes notes, Expiry expiry) {
        this.port = port;
        this.wallet = wallet;
        this.notes = notes;
        this.expiry = expiry;
        this.plans = new RefundPlans(port.chain());
    }

    private <T> Future<T> ask(String question, Function<SimNode, T> answer) {
        return port.call(
                question,
                () -> answer.apply(SimNode.asked(port.chain(), port.process().name() + ' ' + question)));
    }

    @Override
    public Optional<String> sequencer(Asset asset) {
        return Optional.empty();
    }

    @Override
    public Future<Long> nextSequence(String sequencer) {
        return Future.failedFuture(new IllegalArgumentException("there are no sequence numbers"));
    }

    @Override
    public Future<RefundPlan> plan(RefundOrder order) {
        return port.call("plan " + order.refundId(), () -> plans.plan(order));
    }

    @Override
    public Future<SignedRefund> sign(RefundOrder order, long sequence) {
        return ask("blockhash for " + order.refundId(), node -> signed(order, node.height() + LIFE_BLOCKS));
    }

    private SignedRefund signed(RefundOrder order, int lastHeight) {
        SignedBytes bytes = SignedBytes.of(wallet, order, new Turn.Until(lastHeight), plans.offer());
        notes.signed(order, bytes.id(), port.chain().height());
        return new SignedRefund(bytes.id(), 0, bytes.raw(), new JsonObject().put(LAST_HEIGHT, lastHeight));
    }

    @Override
    public Future<Dispatch> dispatch(SignedRefund signed) {
        return ask("send " + signed.txId(), node -> {
            if (node.isCareless(signed.txId(), DROPPED_PERCENT)) {
                return new Dispatch.Sent();
            }
            String refused = port.chain().submit(SignedBytes.read(wallet, signed.raw()));
            return refused == null ? new Dispatch.Sent() : new Dispatch.Unknown(refused);
        });
    }

    @Override
    public Future<Reconciliation> reconcile(RefundOrder order, List<SignedRefund> signed) {
        return ask("final height for " + order.refundId(), SimNode::finalHeight)
                .compose(finalHeight ->
                        ask("statuses of " + order.refundId(), node -> asSeenBy(node, finalHeight, order, signed)))
                .compose(seen -> seen instanceof Reconciliation.WithoutEffect
                        ? isKnownElsewhere(order, signed).map(known -> known ? new Reconciliation.InFlight() : seen)
                        : Future.succeededFuture(seen));
    }

    /** One that does not answer has no say. */
    private Future<Boolean> isKnownElsewhere(RefundOrder order, List<SignedRefund> signed) {
        return ask(
                        "other statuses of " + order.refundId(),
                        node -> signed.stream()
                                .flatMap(each -> node.find(each.txId()).stream())
                                .anyMatch(Found::succeeded))
                .otherwise(false);
    }

    private Reconciliation asSeenBy(SimNode node, int finalHeight, RefundOrder order, List<SignedRefund> signed) {
        List<SignedRefund> unknown = new ArrayList<>();
        for (SignedRefund each : signed) {
            Optional<Found> found = node.find(each.txId());
            if (found.isEmpty()) {
                unknown.add(each);
            } else if (!node.isFinal(found.get())) {
                return new Reconciliation.InFlight();
            } else if (found.get().succeeded()) {
                return new Reconciliation.Confirmed(
                        each.txId(), RefundPlans.coins(found.get().fee()));
            }
        }
        Optional<Found> latest = node.find(signed.getLast().txId());
        if (latest.isPresent()) {
            return new Reconciliation.WithoutEffect(
                    "it failed",
                    RefundPlans.coins(latest.get().fee()),
                    port.chain().refuses(order.recipient()));
        }
        return notSeen(node, finalHeight, signed.getLast(), unknown);
    }

    private Reconciliation notSeen(SimNode node, int finalHeight, SignedRefund latest, List<SignedRefund> unknown) {
        boolean expired =
                unknown.stream().allMatch(each -> expiry.isProved(lastHeight(each), finalHeight, node.height()));
        if (expired) {
            return new Reconciliation.WithoutEffect("it expired", RefundPlans.coins(0), false);
        }
        return node.height() < lastHeight(latest) ? new Reconciliation.Missing() : new Reconciliation.InFlight();
    }

    private static int lastHeight(SignedRefund signed) {
        return signed.terms().getInteger(LAST_HEIGHT);
    }

    /** Nothing replaces a transaction here: two of them could both be taken. */
    @Override
    public Future<SignedRefund> replace(RefundOrder order, SignedRefund stuck) {
        return Future.succeededFuture(stuck);
    }
}
