package io.ws402.gateway.app.payment;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.gateway.RefundAnswer;
import io.ws402.protocol.payment.RefundStatus;
import io.ws402.protocol.payment.Settlement;
import java.time.InstantSource;
import java.util.List;

/** A settlement as a 0.1 server wants to hear of it: one refund with a status of its own. */
final class RefundAnswers {
    private static final String SUCCESS = "success";

    private final InstantSource clock;

    RefundAnswers(InstantSource clock) {
        this.clock = clock;
    }

    JsonObject answer(Settlement settlement) {
        List<RefundStatus> refunds = settlement.refunds();
        String givenBack = settlement.paid().minus(settlement.consumed()).toString();
        RefundAnswer answer = refunds.isEmpty()
                ? new RefundAnswer(
                        SUCCESS,
                        settlement.paid().minus(settlement.consumed()).units(),
                        null,
                        "Nothing to give back: all of it was used",
                        clock.millis(),
                        null,
                        null,
                        null)
                : of(settlement, refunds.getFirst(), givenBack);
        return answer.toJson().put("paymentId", settlement.paymentId());
    }

    private RefundAnswer of(Settlement settlement, RefundStatus refund, String givenBack) {
        return new RefundAnswer(
                status(refund.state()),
                settlement.paid().minus(settlement.consumed()).units(),
                refund.recipient(),
                givenBack + " goes back to " + refund.recipient() + ": " + refund.state(),
                clock.millis(),
                refund.refundId(),
                refund.state(),
                refund.txHash());
    }

    private static String status(String state) {
        return switch (state) {
            case "confirmed" -> SUCCESS;
            case "credited" -> "credited";
            default -> "pending";
        };
    }
}
