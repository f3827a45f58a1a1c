package io.ws402.gateway.app.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.ledger.Entry;
import io.ws402.gateway.operator.OperatorAction;
import io.ws402.gateway.refund.RefundRecord;
import io.ws402.gateway.refund.RefundRecord.Booked;
import io.ws402.gateway.refund.RefundRecord.Deposit;
import io.ws402.gateway.refund.RefundRecord.Transaction;
import io.ws402.gateway.refund.RefundRecord.Worth;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Refunds for people and for machines. */
final class RefundText {
    private RefundText() {}

    static List<String> list(List<RefundRecord> refunds) {
        List<String> lines = new ArrayList<>();
        for (RefundRecord each : refunds) {
            lines.add(String.format("%s  %-17s  %s %s", each.id(), each.state(), each.amount(), counterparty(each)));
            lines.add("  planned " + each.createdAt() + (each.reason() == null ? "" : ": " + each.reason()));
        }
        lines.add(refunds.isEmpty() ? "There are none." : refunds.size() + " refunds.");
        return lines;
    }

    private static String counterparty(RefundRecord each) {
        return each.payer() == null ? "to " + each.recipient() : "from " + each.payer();
    }

    static List<String> file(RefundRecord.File file) {
        RefundRecord refund = file.refund();
        List<String> lines = new ArrayList<>();
        lines.add(refund.id() + " is " + refund.state());
        row(lines, "amount", refund.amount());
        row(lines, "from", refund.payer());
        row(lines, "to", refund.recipient());
        row(lines, "by", refund.method());
        row(lines, "payment", refund.paymentId() + " of " + refund.merchantId());
        row(lines, "planned", refund.createdAt());
        row(lines, "reason", refund.reason());
        row(lines, "transaction", refund.txId());
        row(lines, "done", refund.doneAt());
        row(lines, "paid out by", refund.paidOutBy());
        row(lines, "added to", refund.appliedTo());
        Deposit deposit = file.deposit();
        if (deposit == null) {
            lines.add("It pays out credit.");
        } else {
            lines.add("Deposit " + deposit.id() + " is " + deposit.state());
            row(lines, "key", deposit.settlementKey());
            row(lines, "amount", deposit.amount() + ", captured " + deposit.captured());
            Worth worth = deposit.worth();
            row(lines, "worth", worth == null ? null : worth.whole() + ", captured " + worth.captured());
            row(lines, "from", deposit.payer());
            row(lines, "to", deposit.recipient());
            row(lines, "transaction", deposit.txId());
            row(lines, "final since", deposit.finalAt() == null ? "not yet" : deposit.finalAt());
        }
        lines.add(file.transactions().isEmpty() ? "Nothing was signed." : "Signed:");
        file.transactions().forEach(each -> lines.add("  " + line(each)));
        lines.add("Ledger:");
        for (Booked journal : file.journals()) {
            lines.add("  " + journal.at() + "  " + journal.kind());
            journal.entries().forEach(entry -> lines.add("    " + line(entry)));
        }
        lines.add(file.actions().isEmpty() ? "No operator decided about it." : "Operators:");
        file.actions().forEach(each -> lines.add("  " + line(each)));
        return lines;
    }

    private static void row(List<String> lines, String name, @Nullable Object value) {
        if (value != null) {
            lines.add(String.format("  %-12s %s", name, value));
        }
    }

    private static String line(Transaction signed) {
        return signed.signedAt() + "  " + signed.txId()
                + (signed.sequence() == null ? "" : "  number " + signed.sequence() + " of " + signed.sequencer())
                + (signed.broadcastAt() == null ? "  not known to be sent" : "  sent " + signed.broadcastAt());
    }

    private static String line(Entry entry) {
        return String.format(
                "%-18s %s %s of %s", entry.account().sqlName(), entry.amount(), entry.asset(), entry.owner());
    }

    private static String line(OperatorAction action) {
        return action.at() + "  " + action.operator() + "  " + action.action()
                + (action.txId() == null ? "" : " " + action.txId()) + ": " + action.note();
    }

    static JsonObject json(RefundRecord refund) {
        return present(new JsonObject()
                .put("refundId", refund.id())
                .put("kind", refund.kind())
                .put("paymentId", refund.paymentId())
                .put("merchantId", refund.merchantId())
                .put("method", refund.method())
                .put("asset", refund.amount().asset().id().value())
                .put("amount", refund.amount().units().toString())
                .put("recipient", refund.recipient())
                .put("payer", refund.payer())
                .put("state", refund.state())
                .put("reason", refund.reason())
                .put("txHash", refund.txId())
                .put("attempts", refund.attempts())
                .put("createdAt", refund.createdAt().toString())
                .put(
                        "nextAttemptAt",
                        refund.doneAt() == null ? refund.nextAttemptAt().toString() : null)
                .put("doneAt", text(refund.doneAt()))
                .put("paidOutBy", refund.paidOutBy())
                .put("appliedTo", refund.appliedTo()));
    }

    static JsonObject json(RefundRecord.File file) {
        Deposit deposit = file.deposit();
        return json(file.refund())
                .put("deposit", deposit == null ? null : json(deposit))
                .put("transactions", all(file.transactions(), RefundText::json))
                .put("journals", all(file.journals(), RefundText::json))
                .put("actions", all(file.actions(), RefundText::json));
    }

    private static JsonObject json(Deposit deposit) {
        Worth worth = deposit.worth();
        return present(new JsonObject()
                .put("depositId", deposit.id())
                .put("settlementKey", deposit.settlementKey())
                .put("payer", deposit.payer())
                .put("recipient", deposit.recipient())
                .put("amount", deposit.amount().units().toString())
                .put("captured", deposit.captured().units().toString())
                .put("worth", worth == null ? null : worth.whole().units().toString())
                .put(
                        "worthCaptured",
                        worth == null ? null : worth.captured().units().toString())
                .put(
                        "sessionAsset",
                        worth == null ? null : worth.whole().asset().id().value())
                .put("state", deposit.state())
                .put("txHash", deposit.txId())
                .put("finalAt", text(deposit.finalAt())));
    }

    private static JsonObject json(Transaction signed) {
        return present(new JsonObject()
                .put("txHash", signed.txId())
                .put("sequencer", signed.sequencer())
                .put("sequence", signed.sequence())
                .put("signedAt", signed.signedAt().toString())
                .put("broadcastAt", text(signed.broadcastAt())));
    }

    private static JsonObject json(Booked journal) {
        return new JsonObject()
                .put("kind", journal.kind())
                .put("at", journal.at().toString())
                .put(
                        "entries",
                        all(
                                journal.entries(),
                                entry -> new JsonObject()
                                        .put("account", entry.account().sqlName())
                                        .put("owner", entry.owner())
                                        .put("asset", entry.asset().value())
                                        .put("amount", entry.amount().toString())));
    }

    private static JsonObject json(OperatorAction action) {
        return present(new JsonObject()
                .put("at", action.at().toString())
                .put("operator", action.operator())
                .put("action", action.action())
                .put("note", action.note())
                .put("txHash", action.txId()));
    }

    private static <T> JsonArray all(List<T> items, Function<T, JsonObject> json) {
        return new JsonArray(items.stream().map(json).toList());
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static JsonObject present(JsonObject json) {
        json.getMap().values().removeIf(Objects::isNull);
        return json;
    }
}
