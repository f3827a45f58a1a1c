package io.ws402.gateway.app.operator;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.app.http.Answer;
import io.ws402.gateway.app.http.Endpoints;
import io.ws402.gateway.app.http.Exchange;
import io.ws402.gateway.refund.PayerCreditQueries;
import io.ws402.gateway.refund.PayerCreditQueries.Kept;
import io.ws402.protocol.payment.AssetJson;

/** {@code GET /api/admin/payer-credit}: what is kept for the payers of a merchant, the oldest first. */
public final class PayerCreditRoutes {
    private static final int MOST = 200;

    private final PayerCreditQueries credit;

    /** Over the query. */
    public PayerCreditRoutes(PayerCreditQueries credit) {
        this.credit = credit;
    }

    /** Names the endpoints. */
    public void mount(Endpoints endpoints) {
        endpoints.on("listPayerCredit", this::list);
    }

    private Future<Answer> list(Exchange exchange) {
        return credit.list(exchange.caller().merchantId(), null, MOST).map(page -> {
            JsonArray items = new JsonArray();
            page.kept().forEach(kept -> items.add(json(kept)));
            return Answer.ok(new JsonObject().put("total", page.total()).put("items", items));
        });
    }

    private static JsonObject json(Kept kept) {
        return new JsonObject()
                .put("payer", kept.payer())
                .put("method", kept.method())
                .put("asset", AssetJson.write(kept.amount().asset()))
                .put("amount", kept.amount().units().toString())
                .put("refunds", kept.refunds())
                .put("since", kept.since().toEpochMilli())
                .put("restsUntil", kept.restsUntil().toEpochMilli());
    }
}
