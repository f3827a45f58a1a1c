package io.ws402.gateway.app.session;

import io.vertx.core.Future;
import io.ws402.gateway.app.http.Answer;
import io.ws402.gateway.app.http.Endpoints;
import io.ws402.gateway.app.http.Exchange;
import io.ws402.gateway.receipt.Receipts;
import io.ws402.protocol.gateway.Problem;
import io.ws402.protocol.gateway.ReceiptAnswer;
import io.ws402.protocol.payment.ReceiptOutcome;

/** {@code GET /api/sessions/{id}/receipt}, and the public keys by which receipts are checked. */
public final class ReceiptRoutes {
    private final Receipts receipts;

    /** Over the core's receipts. */
    public ReceiptRoutes(Receipts receipts) {
        this.receipts = receipts;
    }

    /** Names the endpoints. */
    public void mount(Endpoints endpoints) {
        Answer keys = Answer.ok(receipts.jwks());
        endpoints.on("getReceipt", this::receipt).on("getReceiptKeys", exchange -> Future.succeededFuture(keys));
    }

    private Future<Answer> receipt(Exchange exchange) {
        return receipts.issue(exchange.caller(), exchange.path("sessionId")).map(outcome -> switch (outcome) {
            case ReceiptOutcome.Issued(String signed) -> Answer.ok(new ReceiptAnswer(signed).toJson());
            case ReceiptOutcome.Refused(String code, String reason) ->
                Answer.problem(
                        code.equals(ReceiptOutcome.TOO_LARGE)
                                ? Problem.of(409, code, "Conflict", reason)
                                : Problem.of(404, code, "Not found", reason));
        });
    }
}
