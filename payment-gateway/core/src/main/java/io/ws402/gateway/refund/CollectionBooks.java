package io.ws402.gateway.refund;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.ws402.gateway.ledger.Account;
import io.ws402.gateway.ledger.Journal;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.method.CollectOrder;
import io.ws402.gateway.outbox.Outbox;
import io.ws402.protocol.money.AssetId;
import java.math.BigInteger;

/**
 * What the ledger, the deposit and the outbox are told of the end of a collection, in the transaction that stores it. Until
 * it is confirmed nothing has arrived and nothing is in the books; when it is lost they never hear of it.
 */
final class CollectionBooks {
    private final CollectedDepositRepository deposits = new CollectedDepositRepository();
    private final Ledger ledger;
    private final Outbox outbox;

    CollectionBooks(Ledger ledger, Outbox outbox) {
        this.ledger = ledger;
        this.outbox = outbox;
    }

    /** It arrived in the wallet that it was authorised for: the merchant's and, in part, the platform's. */
    Future<Void> collected(SqlClient transaction, Refund collection, CollectOrder order, String txId) {
        AssetId asset = order.amount().asset().id();
        BigInteger amount = order.amount().units();
        Journal journal = Journal.of("collected", collection.id(), order.paymentId())
                .entry(Account.CHAIN, order.authorised().recipient(), asset, amount)
                .entry(
                        Account.MERCHANT,
                        collection.merchantId(),
                        asset,
                        collection.fee().subtract(amount))
                .entry(
                        Account.FEES,
                        collection.merchantId(),
                        asset,
                        collection.fee().negate())
                .build();
        return ledger.post(transaction, journal)
                .compose(posted -> deposits.isFinal(transaction, collection.id()))
                .compose(done -> tell(transaction, collection, order, "collection.confirmed", "txId", txId));
    }

    /** It never will: what the session used of it is its merchant's loss, as of a deposit that its rail undid. */
    Future<Void> lost(SqlClient transaction, Refund collection, CollectOrder order, String reason) {
        return deposits.isLost(transaction, collection.id())
                .compose(done -> tell(transaction, collection, order, "collection.lost", "reason", reason));
    }

    private Future<Void> tell(
            SqlClient transaction, Refund collection, CollectOrder order, String topic, String name, String value) {
        JsonObject payload = new JsonObject()
                .put("merchantId", collection.merchantId())
                .put("paymentId", order.paymentId())
                .put("payer", order.authorised().payer())
                .put("asset", order.amount().asset().id().value())
                .put("amount", order.amount().units().toString())
                .put("fee", collection.fee().toString())
                .put(name, value);
        return outbox.append(transaction, new Outbox.Event(topic, collection.id(), payload));
    }
}
