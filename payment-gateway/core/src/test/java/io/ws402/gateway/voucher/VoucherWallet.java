package io.ws402.gateway.voucher;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.method.InboundFeed;
import io.ws402.gateway.method.InboundTransfer;
import io.ws402.gateway.method.Observation;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.method.QuotedPayment;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.gateway.method.WalletBalances;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.util.List;

/**
 * What the wallet on the fake chain holds and gets: all of it by collections.
 *
 * @param showsCollections whether the feed shows them like any transfer, as it must not
 */
record VoucherWallet(VoucherChain chain, boolean showsCollections) implements InboundFeed, WalletBalances {
    private static JsonObject position(long next) {
        return new JsonObject().put("next", next);
    }

    private InboundTransfer transfer(JsonObject tx) {
        ObservedDeposit arrived = new ObservedDeposit(
                "fake:2:transfer:" + tx.getString("id"),
                tx.getJsonObject("voucher").getString("payer"),
                chain.wallet(),
                new Money(VoucherMethod.COIN, new BigInteger(tx.getString("amount"))),
                tx.getString("id"),
                new JsonObject(),
                true);
        return new InboundTransfer(arrived, null);
    }

    @Override
    public Future<JsonObject> head() {
        return chain.ask(state -> position(state.next()));
    }

    @Override
    public Future<Stretch> after(JsonObject position) {
        return chain.ask(state -> new Stretch(
                state.minedFrom(position.getLong("next")).stream()
                        .filter(tx -> showsCollections && tx.getBoolean("succeeded"))
                        .map(this::transfer)
                        .toList(),
                position(state.next()),
                false));
    }

    @Override
    public Future<Observation> observe(QuotedPayment payment, ObservedDeposit arrived) {
        return Future.succeededFuture(new Observation.Paid(arrived));
    }

    @Override
    public Future<List<Holding>> look(JsonObject position, List<SignedTransfer> underWay) {
        return chain.ask(state -> {
            BigInteger grown = state.minedFrom(position.getLong("next")).stream()
                    .map(tx -> tx.getBoolean("succeeded") ? new BigInteger(tx.getString("amount")) : BigInteger.ZERO)
                    .map(got -> got.subtract(VoucherChain.FEE))
                    .reduce(BigInteger.ZERO, BigInteger::add);
            BigInteger fees = VoucherChain.FEE.multiply(BigInteger.valueOf(underWay.size()));
            return List.of(new Holding(new Money(VoucherMethod.COIN, state.balance(chain.wallet())), grown, fees));
        });
    }
}
