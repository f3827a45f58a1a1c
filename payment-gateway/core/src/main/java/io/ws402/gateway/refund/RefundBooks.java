package io.ws402.gateway.refund;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.ws402.gateway.ledger.Account;
import io.ws402.gateway.ledger.Journal;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.outbox.Outbox;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;

/** What the ledger and the outbox are told of a refund's steps, in the transactions that store them. */
final class RefundBooks {
    private final Ledger ledger;
    private final Outbox outbox;

    RefundBooks(Ledger ledger, Outbox outbox) {
        this.ledger = ledger;
        this.outbox = outbox;
    }

    Future<Void> confirmed(SqlClient transaction, Refund refund, String txId, Money networkFee) {
        return networkFee(transaction, refund, txId, networkFee).compose(posted -> paid(transaction, refund, txId));
    }

    /** Paid, by us or by an operator; what that cost on the rail is told apart, where it is known. */
    Future<Void> paid(SqlClient transaction, Refund refund, String txId) {
        return leaveFlight(transaction, refund, "refund_confirmed", Account.CHAIN, refund.payingWallet())
                .compose(posted -> tell(transaction, refund, "refund.confirmed", new JsonObject().put("txId", txId)));
    }

    Future<Void> credited(SqlClient transaction, Refund refund, String reason) {
        String payer = refund.order().recipient();
        return leaveFlight(transaction, refund, "refund_credited", Account.PAYER_CREDIT, payer)
                .compose(
                        posted -> tell(transaction, refund, "refund.credited", new JsonObject().put("reason", reason)));
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

    private Future<Void> tell(SqlClient transaction, Refund refund, String topic, JsonObject more) {
        JsonObject payload = new JsonObject()
                .put("merchantId", refund.merchantId())
                .put("paymentId", refund.order().paymentId())
                .put("asset", refund.order().amount().asset().id().value())
                .put("amount", refund.order().amount().units().toString())
                .put("recipient", refund.order().recipient())
                .mergeIn(more);
        return outbox.append(transaction, topic, refund.id(), payload);
    }
}
