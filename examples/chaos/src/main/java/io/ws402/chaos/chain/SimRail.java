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
import io.ws402.gateway.method.SignedRefund;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Sends refunds from a wallet on the simulated chain, judging by the same signs as the EVM rail. */
final class SimRail implements RefundRail {
    private static final long PRICE_CAP = 50;
    private static final long STUCK_AFTER_BLOCKS = 2;
    private static final BigInteger TOKEN_DUST = BigInteger.TWO;

    private final ChainPort port;
    private final String wallet;
    private final SignedNotes notes;

    SimRail(ChainPort port, String wallet, SignedNotes notes) {
        this.port = port;
        this.wallet = wallet;
        this.notes = notes;
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
                new SignedRefund(transaction.id(), transaction.sequence(), Buffer.buffer(), terms),
                coins(found.fee()),
                found.succeeded() ? List.of(new Outbound.Payment(transaction.to(), transaction.value())) : List.of());
    }

    @Override
    public Future<RefundPlan> plan(RefundOrder order) {
        return port.call("plan " + order.refundId(), () -> planned(order));
    }

    private RefundPlan planned(RefundOrder order) {
        Money fee = coins(chain().price());
        if (chain().price() > PRICE_CAP) {
            return new RefundPlan.Later("fees are above the cap");
        }
        Money amount = order.amount();
        boolean dust = amount.asset().equals(SimChain.COIN)
                ? amount.compareTo(fee) <= 0
                : amount.units().compareTo(TOKEN_DUST) <= 0;
        if (dust) {
            return new RefundPlan.Dust(fee);
        }
        return chain().refuses(order.recipient())
                ? new RefundPlan.RecipientRefuses("the recipient reverts")
                : new RefundPlan.Send(fee);
    }

    private static Money coins(long units) {
        return new Money(SimChain.COIN, BigInteger.valueOf(units));
    }

    @Override
    public Future<SignedRefund> sign(RefundOrder order, long sequence) {
        return port.call(
                "sign " + order.refundId() + " as " + sequence,
                () -> signed(order, sequence, Math.min(chain().price(), PRICE_CAP)));
    }

    @Override
    public Future<SignedRefund> replace(RefundOrder order, SignedRefund stuck) {
        return port.call(
                "replace " + stuck.txId(),
                () -> signed(
                        order,
                        stuck.sequence(),
                        Math.max(stuck.terms().getLong("price") + 1, Math.min(chain().price(), PRICE_CAP))));
    }

    private SignedRefund signed(RefundOrder order, long sequence, long price) {
        JsonObject content = new JsonObject()
                .put("refund", order.refundId())
                .put("to", order.recipient())
                .put("asset", order.amount().asset().symbol())
                .put("amount", order.amount().units().toString())
                .put("sequence", sequence)
                .put("price", price);
        String id = "0x" + HexFormat.of().toHexDigits(StableHash.hash(wallet + content.encode()));
        notes.signed(order, id, chain().height());
        JsonObject terms = new JsonObject().put("price", price).put("signedAt", chain().height());
        return new SignedRefund(id, sequence, content.put("id", id).toBuffer(), terms);
    }

    @Override
    public Future<Dispatch> dispatch(SignedRefund signed) {
        return port.call("send " + signed.txId(), () -> {
            String refused = chain().submit(read(signed.raw()));
            return refused == null ? new Dispatch.Sent() : new Dispatch.NotSent(refused);
        });
    }

    private ChainTransaction read(Buffer raw) {
        JsonObject content = raw.toJsonObject();
        Asset asset = content.getString("asset").equals(SimChain.COIN.symbol()) ? SimChain.COIN : SimChain.TOKEN;
        return new ChainTransaction(
                content.getString("id"),
                wallet,
                content.getLong("sequence"),
                content.getString("to"),
                new Money(asset, new BigInteger(content.getString("amount"))),
                "",
                content.getString("refund"),
                content.getLong("price"));
    }

    @Override
    public Future<Reconciliation> reconcile(RefundOrder order, List<SignedRefund> signed) {
        return port.call("reconcile " + order.refundId(), () -> reconciled(signed));
    }

    private Reconciliation reconciled(List<SignedRefund> signed) {
        long sequence = signed.stream().mapToLong(SignedRefund::sequence).max().orElseThrow();
        for (SignedRefund each : signed) {
            Optional<Found> found = chain().find(each.txId());
            if (found.isPresent() && (found.get().succeeded() || each.sequence() == sequence)) {
                return mined(found.get());
            }
        }
        if (chain().minedSequence(wallet) > sequence) {
            return chain().finalUserOf(wallet, sequence).isPresent()
                    ? new Reconciliation.WithoutEffect("its nonce went to another", coins(0), false)
                    : new Reconciliation.InFlight();
        }
        return notMined(
                signed.stream().filter(each -> each.sequence() == sequence).toList());
    }

    private Reconciliation mined(Found found) {
        if (!chain().isFinal(found.height())) {
            return new Reconciliation.InFlight();
        }
        Money fee = coins(found.fee());
        return found.succeeded()
                ? new Reconciliation.Confirmed(found.transaction().id(), fee)
                : new Reconciliation.WithoutEffect("reverted", fee, true);
    }

    private Reconciliation notMined(List<SignedRefund> current) {
        SignedRefund newest = current.getLast();
        boolean known =
                current.stream().anyMatch(each -> chain().waiting(each.txId()).isPresent());
        boolean isNext = chain().minedSequence(wallet) == newest.sequence();
        boolean isOld = chain().height() - newest.terms().getLong("signedAt") >= STUCK_AFTER_BLOCKS;
        boolean pricedOut = newest.terms().getLong("price") < chain().price();
        if (isNext && isOld && pricedOut && chain().price() <= PRICE_CAP) {
            return new Reconciliation.Stuck();
        }
        return known ? new Reconciliation.InFlight() : new Reconciliation.Missing();
    }
}
