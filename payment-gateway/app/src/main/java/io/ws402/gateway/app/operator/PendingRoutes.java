package io.ws402.gateway.app.operator;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.app.http.Answer;
import io.ws402.gateway.app.http.Endpoints;
import io.ws402.gateway.app.http.Exchange;
import io.ws402.gateway.payment.PaymentQueries;
import io.ws402.gateway.payment.PaymentState;
import io.ws402.gateway.refund.CollectionQueries;
import io.ws402.gateway.refund.CollectionQueries.OpenCollection;
import io.ws402.gateway.refund.RefundQueries;
import io.ws402.gateway.refund.RefundQueries.OpenRefund;
import io.ws402.gateway.storage.Database;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.AssetJson;
import io.ws402.protocol.payment.RefundStatus;
import java.util.List;

/** {@code GET /api/admin/pending}: everything of a merchant that is not final, the oldest first. */
public final class PendingRoutes {
    private static final int MOST = 200;

    private final PaymentQueries payments;
    private final RefundQueries refunds = new RefundQueries();
    private final CollectionQueries collections = new CollectionQueries();
    private final Database database;

    /** Over the queries. */
    public PendingRoutes(PaymentQueries payments, Database database) {
        this.payments = payments;
        this.database = database;
    }

    /** Names the endpoints. */
    public void mount(Endpoints endpoints) {
        endpoints.on("listPending", this::pending);
    }

    private Future<Answer> pending(Exchange exchange) {
        Caller caller = exchange.caller();
        JsonObject json = new JsonObject();
        return Future.all(
                        payments(caller, new PaymentState.Quoted()).onSuccess(found -> json.put("quotes", found)),
                        payments(caller, new PaymentState.Paid()).onSuccess(found -> json.put("unclaimed", found)),
                        payments(caller, new PaymentState.Held()).onSuccess(found -> json.put("held", found)),
                        refunds(caller).onSuccess(found -> json.put("refunds", found)),
                        collections(caller).onSuccess(found -> json.put("collections", found)))
                .map(all -> Answer.ok(json));
    }

    private Future<JsonObject> payments(Caller caller, PaymentState state) {
        return payments.backlog(caller, state, MOST).map(backlog -> {
            JsonArray items = new JsonArray();
            backlog.oldest().forEach(payment -> items.add(payment.toJson()));
            return new JsonObject().put("total", backlog.total()).put("items", items);
        });
    }

    private Future<JsonObject> refunds(Caller caller) {
        return refunds.counts(database.pool(), caller.merchantId())
                .compose(counts -> refunds.open(database.pool(), caller.merchantId(), "", MOST)
                        .map(open -> new JsonObject()
                                .put("total", counts.open() + counts.awaitingOperator())
                                .put("items", items(open))));
    }

    private Future<JsonObject> collections(Caller caller) {
        return collections
                .open(database.pool(), caller.merchantId(), MOST)
                .map(open -> new JsonObject()
                        .put("total", open.total())
                        .put(
                                "items",
                                new JsonArray(open.oldest().stream()
                                        .map(PendingRoutes::item)
                                        .toList())));
    }

    private static JsonObject item(OpenCollection collection) {
        JsonObject item = new JsonObject()
                .put("collectionId", collection.id())
                .put("paymentId", collection.paymentId())
                .put("asset", AssetJson.write(collection.amount().asset()))
                .put("amount", collection.amount().units().toString())
                .put("state", collection.state())
                .put("payer", collection.payer());
        if (collection.txId() != null) {
            item.put("txHash", collection.txId());
        }
        if (collection.reason() != null) {
            item.put("reason", collection.reason());
        }
        return item;
    }

    private static JsonArray items(List<OpenRefund> open) {
        JsonArray items = new JsonArray();
        open.forEach(refund -> items.add(item(refund)));
        return items;
    }

    static JsonObject item(OpenRefund refund) {
        RefundStatus status = refund.status();
        JsonObject item = new JsonObject()
                .put("refundId", status.refundId())
                .put("paymentId", refund.paymentId())
                .put("asset", AssetJson.write(status.amount().asset()))
                .put("amount", status.amount().units().toString())
                .put("state", status.state())
                .put("storedState", refund.storedState())
                .put("recipient", status.recipient());
        Money worth = status.worth();
        if (worth != null) {
            item.put("worth", worth.units().toString()).put("sessionAsset", AssetJson.write(worth.asset()));
        }
        if (status.txHash() != null) {
            item.put("txHash", status.txHash());
        }
        if (refund.reason() != null) {
            item.put("reason", refund.reason());
        }
        return item;
    }
}
