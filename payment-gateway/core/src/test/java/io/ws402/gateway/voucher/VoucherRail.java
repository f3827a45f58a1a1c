package io.ws402.gateway.voucher;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.method.CollectOrder;
import io.ws402.gateway.method.CollectPlan;
import io.ws402.gateway.method.CollectRail;
import io.ws402.gateway.method.Dispatch;
import io.ws402.gateway.method.Outbound;
import io.ws402.gateway.method.Reconciliation;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.gateway.voucher.VoucherChain.State;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;

/** Takes of vouchers on the fake chain. */
record VoucherRail(VoucherChain chain) implements CollectRail {
    private static Money fee() {
        return new Money(VoucherMethod.COIN, VoucherChain.FEE);
    }

    @Override
    public Optional<String> sequencer(Asset asset) {
        return Optional.of("fake:2:" + chain.wallet());
    }

    @Override
    public Future<Long> nextSequence(String sequencer) {
        return chain.ask(State::expected);
    }

    @Override
    public Future<List<Outbound>> outbound(String sequencer, long from) {
        return chain.ask(state -> LongStream.range(from, state.next())
                .mapToObj(number -> {
                    JsonObject tx = state.minedUnder(number);
                    String id = tx == null ? "0xanother" + number : tx.getString("id");
                    return new Outbound(transaction(id, number), fee(), List.of());
                })
                .toList());
    }

    private static SignedTransfer transaction(String id, long number) {
        return new SignedTransfer(id, number, Buffer.buffer(), new JsonObject().put("price", 1));
    }

    @Override
    public Future<CollectPlan> plan(CollectOrder order) {
        Voucher voucher = Voucher.of(order.authorised().evidence());
        BigInteger units = order.amount().units();
        return chain.ask(state -> {
            JsonObject spent = state.spent(voucher.id());
            if (spent != null) {
                return spent(spent, units);
            }
            if (state.time() >= voucher.lapsesAt()) {
                return new CollectPlan.Lapsed("the voucher has lapsed");
            }
            if (units.compareTo(VoucherChain.FEE) <= 0) {
                return new CollectPlan.Dust(fee());
            }
            return units.compareTo(state.balance(voucher.payer())) > 0
                    ? new CollectPlan.Later("its payer has too little")
                    : new CollectPlan.Send(fee());
        });
    }

    private static CollectPlan spent(JsonObject spent, BigInteger units) {
        if (spent.getBoolean("revoked", false)) {
            return new CollectPlan.Lapsed("the voucher was revoked");
        }
        return spent.getString("amount").equals(units.toString())
                ? new CollectPlan.Found(transaction(spent.getString("by"), spent.getLong("number")))
                : new CollectPlan.Operator(spent.getString("by") + " took " + spent.getString("amount") + " of it");
    }

    @Override
    public Future<SignedTransfer> sign(CollectOrder order, long sequence) {
        return Future.succeededFuture(signed(order, sequence, 1));
    }

    @Override
    public Future<SignedTransfer> replace(CollectOrder order, SignedTransfer stuck) {
        return Future.succeededFuture(
                signed(order, stuck.sequence(), stuck.terms().getLong("price") + 1));
    }

    private static SignedTransfer signed(CollectOrder order, long sequence, long price) {
        JsonObject tx = new JsonObject()
                .put("id", "0x" + UUID.randomUUID())
                .put("voucher", order.authorised().evidence())
                .put("amount", order.amount().units().toString())
                .put("number", sequence)
                .put("price", price);
        return new SignedTransfer(tx.getString("id"), sequence, tx.toBuffer(), new JsonObject().put("price", price));
    }

    @Override
    public Future<Dispatch> dispatch(SignedTransfer signed) {
        return chain.ask(state -> {
            String refused = state.submit(signed.raw().toJsonObject());
            return refused == null ? new Dispatch.Sent() : new Dispatch.NotSent(refused);
        });
    }

    @Override
    public Future<Reconciliation> reconcile(CollectOrder order, List<SignedTransfer> signed) {
        return chain.ask(state -> {
            for (SignedTransfer each : signed) {
                JsonObject tx = state.mined(each.txId());
                if (tx != null && tx.getBoolean("succeeded")) {
                    return new Reconciliation.Confirmed(each.txId(), fee());
                }
            }
            SignedTransfer latest = signed.getLast();
            JsonObject waits = state.waiting(latest.sequence());
            if (latest.sequence() < state.next()) {
                boolean executed = signed.stream()
                        .anyMatch(each -> each.sequence() == latest.sequence() && state.mined(each.txId()) != null);
                return new Reconciliation.WithoutEffect(
                        executed ? "it was executed in vain" : "its number was taken",
                        executed ? fee() : Money.zero(VoucherMethod.COIN),
                        false);
            }
            if (waits == null) {
                return new Reconciliation.Missing();
            }
            return waits.getBoolean("stuck", false) ? new Reconciliation.Stuck() : new Reconciliation.InFlight();
        });
    }
}
