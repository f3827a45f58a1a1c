package io.ws402.gateway.refund;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.ws402.gateway.ledger.Account;
import io.ws402.gateway.ledger.Journal;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.method.CollectOrder;
import io.ws402.gateway.method.RefundOrder;
import io.ws402.gateway.outbox.Outbox;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;

/** What the ledger and the outbox are told of the steps of a refund or a collection, in the transactions that store them. */
final class RefundBooks {
    private final CollectionBooks collections;
    private final Ledger ledger;
    private final Outbox outbox;

    RefundBooks(Ledger ledger, Outbox outbox) {
        this.collections = new CollectionBooks(ledger, outbox);
        this.ledger = ledger;
        this.outbox = outbox;
    }

    Future<Void> confirmed(SqlClient transaction, Refund refund, String txId, Money networkFee) {
        return networkFee(transaction, refund, txId, networkFee).compose(posted -> paid(transaction, refund, txId));
    }

    /** Done, by us or by an operator; what that cost on the rail is told apart, where it is known. */
    Future<Void> paid(SqlClient transaction, Refund refund, String txId) {
        return switch (refund.order()) {
            case RefundOrder order ->
                leaveFlight(transaction, refund, "refund_confirmed", Account.CHAIN, refund.payingWallet())
                        .compose(posted -> tell(transaction, refund, order, "refund.confirmed", "txId", txId));
            case CollectOrder order -> collections.collected(transaction, refund, order, txId);
        };
    }

    /** It became credit of its payer, which a collection never does. */
    Future<Void> credited(SqlClient transaction, Refund refund, String reason) {
        return switch (refund.order()) {
            case RefundOrder order ->
                leaveFlight(transaction, refund, "refund_credited", Account.PAYER_CREDIT, order.recipient())
                        .compose(posted -> tell(transaction, refund, order, "refund.credited", "reason", reason));
            case CollectOrder order ->
                Future.failedFuture(new IllegalStateException(order.id() + " gives nothing back"));
        };
    }

    /** It is lost, which a refund never is. */
    Future<Void> lost(SqlClient transaction, Refund refund, String reason) {
        return switch (refund.order()) {
            case RefundOrder order ->
                Future.failedFuture(new IllegalStateException(order.id() + " is owed to its payer"));
            case CollectOrder order -> collections.lost(transaction, refund, order, reason);
        };
    }

    /** What a transaction cost us, whether it had an effect or not; named by the transaction, so it is counted once. */
    Future<Void> networkFee(SqlClient transaction, Refund refund, String txId, Money fee) {
        if (fee.isZero()) {
            return Future.succeededFuture();
        }
        AssetId coin = fee.asset().id();
        Journal journal = Journal.of("network_fee", txId, refund.order().paymentId())
                .entry(Account.NETWORK_FEES, refund.payingWallet(), coin, fee.units())
                .entry(Account.CHAIN, refund.payingWallet(), coin, fee.units().negate())
                .build();
        return ledger.post(transaction, journal);
    }

    private Future<Void> leaveFlight(SqlClient transaction, Refund refund, String kind, Account to, String owner) {
        AssetId asset = refund.order().amount().asset().id();
        BigInteger amount = refund.order().amount().units();
        Journal journal = Journal.of(kind, refund.id(), refund.order().paymentId())
                .entry(Account.REFUNDS_IN_FLIGHT, refund.id(), asset, amount)
                .entry(to, owner, asset, amount.negate())
                .build();
        return ledger.post(transaction, journal);
    }

    private Future<Void> tell(
            SqlClient transaction, Refund refund, RefundOrder order, String topic, String name, String value) {
        JsonObject payload = new JsonObject()
                .put("merchantId", refund.merchantId())
                .put("paymentId", refund.order().paymentId())
                .put("asset", refund.order().amount().asset().id().value())
                .put("amount", refund.order().amount().units().toString())
                .put("recipient", order.recipient())
                .put(name, value);
        return outbox.append(transaction, new Outbox.Event(topic, refund.id(), payload));
    }
}
