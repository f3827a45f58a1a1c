package io.ws402.gateway.app.payment;

import io.vertx.core.Future;
import io.ws402.gateway.app.http.Answer;
import io.ws402.gateway.app.http.Endpoints;
import io.ws402.gateway.app.http.Exchange;
import io.ws402.gateway.payment.PaymentQueries;
import io.ws402.protocol.gateway.PaymentPage;
import io.ws402.protocol.gateway.Problem;
import io.ws402.protocol.payment.Codes;

/** {@code GET /api/payments} and {@code GET /api/payments/{id}}. */
public final class PaymentQueryRoutes {
    private static final String DEFAULT_LIMIT = "50";

    private final PaymentQueries payments;

    /** Over the queries. */
    public PaymentQueryRoutes(PaymentQueries payments) {
        this.payments = payments;
    }

    /** Names the endpoints. */
    public void mount(Endpoints endpoints) {
        endpoints.on("listPayments", this::list).on("getPayment", this::one);
    }

    private Future<Answer> list(Exchange exchange) {
        PaymentQueries.Filter filter = new PaymentQueries.Filter(
                exchange.query("state").orElse(null),
                exchange.query("resourceId").orElse(null));
        String cursor = exchange.query("cursor").orElse(null);
        int limit = Integer.parseInt(exchange.query("limit").orElse(DEFAULT_LIMIT));
        return payments.page(exchange.caller(), filter, cursor, limit)
                .map(PaymentPage::toJson)
                .map(Answer::ok);
    }

    private Future<Answer> one(Exchange exchange) {
        return payments.byId(exchange.caller(), exchange.path("paymentId"))
                .map(found -> found.map(payment -> Answer.ok(payment.toJson()))
                        .orElseGet(() -> Answer.problem(Problem.of(
                                404,
                                Codes.UNKNOWN_PAYMENT,
                                "Not found",
                                "there is no such payment, or this key may not see it"))));
    }
}
