package io.ws402.demo.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.demo.client.ReceiptOutcome;
import io.ws402.demo.client.SessionOutcome;
import io.ws402.demo.client.SessionSummary;
import io.ws402.protocol.receipt.Receipt;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code pay --json} prints: amounts are decimal strings of smallest units. */
final class PayJson {
    private PayJson() {}

    static JsonObject of(SessionOutcome outcome) {
        return switch (outcome) {
            case SessionOutcome.Ended(SessionSummary summary) ->
                session(summary).put("outcome", "ended");
            case SessionOutcome.Lost(SessionSummary summary, String reason) ->
                session(summary).put("outcome", "lost").put("reason", reason);
            case SessionOutcome.NotPaid(SessionOutcome.Cause cause, String reason) ->
                new JsonObject()
                        .put("outcome", "not_paid")
                        .put("code", cause.name().toLowerCase(Locale.ROOT))
                        .put("reason", reason);
            case SessionOutcome.NotStarted(var payment, String code, String reason) ->
                new JsonObject()
                        .put("outcome", "not_started")
                        .put("code", code)
                        .put("reason", reason)
                        .put("payTx", payment.txId());
        };
    }

    /** Each in what was paid. */
    private static JsonArray refunds(SessionSummary summary) {
        JsonArray refunds = new JsonArray();
        summary.refunds()
                .forEach(refund -> refunds.add(new JsonObject()
                        .put(
                                "asset",
                                (refund.other() == null
                                                ? summary.paid().asset()
                                                : refund.other().asset())
                                        .symbol())
                        .put("amount", refund.amount().toString())
                        .put("state", refund.state())
                        .put("tx", refund.txHash())));
        return refunds;
    }

    /** What is told of the signed receipt; null where none was wanted. */
    private static @Nullable JsonObject receipt(@Nullable ReceiptOutcome receipt) {
        return switch (receipt) {
            case null -> null;
            case ReceiptOutcome.Verified(String signed, String keyId, Receipt said, List<String> differences) ->
                new JsonObject()
                        .put("signed", signed)
                        .put("keyId", keyId)
                        .put("final", said.isFinal())
                        .put("differences", new JsonArray(differences));
            case ReceiptOutcome.None(String code, String reason) ->
                new JsonObject().put("code", code).put("reason", reason);
        };
    }

    private static JsonObject session(SessionSummary summary) {
        return new JsonObject()
                .put("sessionId", summary.sessionId())
                .put("method", summary.offer().method())
                .put("asset", summary.offer().asset().symbol())
                .put("paid", summary.paid().units().toString())
                .put("consumed", summary.consumed().units().toString())
                .put("refunded", summary.refunded().units().toString())
                .put("seconds", BigDecimal.valueOf(summary.reading().elapsedMs(), 3))
                .put("endReason", summary.endReason())
                .put("payTx", summary.payment().txId())
                .put("refundTx", summary.refundTx())
                .put(
                        "refundState",
                        summary.refunds().isEmpty()
                                ? null
                                : summary.refunds().getFirst().state())
                .put("refunds", refunds(summary))
                .put("receipt", receipt(summary.receipt()))
                .put("payerNetworkFees", summary.payment().networkFee().toString());
    }
}
