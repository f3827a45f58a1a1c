package io.ws402.protocol.message;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.protocol.json.Amounts;
import io.ws402.protocol.json.Fields;
import io.ws402.protocol.message.ServerMessage.Progress;
import io.ws402.protocol.message.ServerMessage.Refund;
import io.ws402.protocol.message.ServerMessage.SessionEnded;
import io.ws402.protocol.message.ServerMessage.SessionStarted;
import io.ws402.protocol.message.ServerMessage.UsageUpdate;
import io.ws402.protocol.payment.AssetJson;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.Reading;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The JSON form of each {@link ServerMessage}: its 0.1 fields in their 0.1 order, then ours. */
final class ServerMessageJson {
    private static final long DEFAULT_UPDATE_INTERVAL_MS = 3000;

    private ServerMessageJson() {}

    static JsonObject write(ServerMessage message) {
        JsonObject json = new JsonObject().put("type", message.type());
        return switch (message) {
            case SessionStarted started -> sessionStarted(json, started);
            case ServerMessage.PaymentPending(String reason, long retryAfterMs) ->
                json.put("reason", reason).put("retryAfterMs", retryAfterMs);
            case ServerMessage.PaymentRejected rejected ->
                putPresent(
                        json.put("reason", rejected.reason()).put("code", rejected.code()),
                        "retryAfterMs",
                        rejected.retryAfterMs());
            case UsageUpdate update -> usageUpdate(json, update);
            case ServerMessage.BalanceLow(BigInteger remaining, long secondsLeft) ->
                Amounts.write(json, "remainingBalance", remaining).put("secondsLeft", secondsLeft);
            case ServerMessage.BalanceExhausted(String text) -> json.put("message", text);
            case ServerMessage.MaxDurationReached(String text) -> json.put("message", text);
            case SessionEnded ended -> sessionEnded(json, ended);
            case ServerMessage.Migrate(String resumeToken) -> json.put("resumeToken", resumeToken);
            case ServerMessage.TopUpQuote(JsonObject details, BigInteger worth) ->
                putPresent(json.put("paymentDetails", details), "worth", worth == null ? null : worth.toString());
            case ServerMessage.ToppedUp toppedUp ->
                json.put("amount", toppedUp.amount().toString())
                        .put("balance", toppedUp.balance().toString())
                        .put("remainingBalance", toppedUp.remainingBalance().toString())
                        .put("secondsLeft", toppedUp.secondsLeft());
            case ServerMessage.Paused(long pauseLeftMs) -> json.put("pauseLeftMs", pauseLeftMs);
            case ServerMessage.Resumed() -> json;
            case ServerMessage.Token(String resumeToken, String accessToken, long expiresInMs) ->
                json.put("resumeToken", resumeToken)
                        .put("accessToken", accessToken)
                        .put("expiresInMs", expiresInMs);
            case ServerMessage.ControlError(String code, String reason) ->
                json.put("code", code).put("reason", reason);
        };
    }

    /** The message, or null when the type is not known. */
    static @Nullable ServerMessage read(Fields fields) {
        return switch (fields.text("type")) {
            case "session_started" -> sessionStarted(fields);
            case "payment_pending" ->
                new ServerMessage.PaymentPending(fields.text("reason"), fields.whole("retryAfterMs"));
            case "payment_rejected" ->
                new ServerMessage.PaymentRejected(
                        fields.text("reason"),
                        Objects.requireNonNullElse(fields.textOrNull("code"), Codes.PAYMENT_REJECTED),
                        fields.wholeOrNull("retryAfterMs"));
            case "usage_update" ->
                new UsageUpdate(
                        fields.text("sessionId"),
                        reading(fields),
                        fields.amount("consumedAmount"),
                        fields.amount("remainingBalance"));
            case "balance_low" ->
                new ServerMessage.BalanceLow(fields.amount("remainingBalance"), fields.whole("secondsLeft"));
            case "balance_exhausted" -> new ServerMessage.BalanceExhausted(fields.text("message"));
            case "max_duration_reached" -> new ServerMessage.MaxDurationReached(fields.text("message"));
            case "ws402.session_ended" -> sessionEnded(fields);
            case "ws402.migrate" -> new ServerMessage.Migrate(fields.text("resumeToken"));
            case "ws402.top_up_quote" ->
                new ServerMessage.TopUpQuote(fields.object("paymentDetails").json(), fields.amountOrNull("worth"));
            case "ws402.topped_up" ->
                new ServerMessage.ToppedUp(
                        fields.amount("amount"),
                        fields.amount("balance"),
                        fields.amount("remainingBalance"),
                        fields.whole("secondsLeft"));
            case "ws402.paused" -> new ServerMessage.Paused(fields.whole("pauseLeftMs"));
            case "ws402.resumed" -> new ServerMessage.Resumed();
            case "ws402.token" ->
                new ServerMessage.Token(
                        fields.text("resumeToken"), fields.text("accessToken"), fields.whole("expiresInMs"));
            case "ws402.error" -> new ServerMessage.ControlError(fields.text("code"), fields.text("reason"));
            default -> null;
        };
    }

    private static JsonObject sessionStarted(JsonObject json, SessionStarted started) {
        json.put("sessionId", started.sessionId());
        Amounts.write(json, "balance", started.balance());
        if (started.credit().signum() > 0) {
            Amounts.write(json, "credit", started.credit());
        }
        Amounts.write(json, "pricePerSecond", started.pricePerSecond());
        putPresent(json, "resourceId", started.resourceId());
        if (started.asset() != null) {
            json.put("asset", AssetJson.write(started.asset()));
        }
        putPresent(json, "resumeToken", started.resumeToken());
        putPresent(json, "accessToken", started.accessToken());
        if (started.expiresInMs() > 0) {
            json.put("expiresInMs", started.expiresInMs());
        }
        json.put("updateInterval", started.updateIntervalMs());
        Progress progress = started.progress();
        if (progress != null) {
            json.put("resumed", true);
            putElapsed(json, progress.reading());
            Amounts.write(json, "consumedAmount", progress.consumed());
            putTraffic(json, progress.reading());
        }
        return json;
    }

    private static SessionStarted sessionStarted(Fields fields) {
        Fields asset = fields.objectOrNull("asset");
        return new SessionStarted(
                fields.text("sessionId"),
                fields.amount("balance"),
                Objects.requireNonNullElse(fields.amountOrNull("credit"), BigInteger.ZERO),
                fields.amount("pricePerSecond"),
                fields.textOrNull("resourceId"),
                asset == null ? null : AssetJson.read(asset),
                fields.textOrNull("resumeToken"),
                fields.textOrNull("accessToken"),
                Objects.requireNonNullElse(fields.wholeOrNull("expiresInMs"), 0L),
                Objects.requireNonNullElse(fields.wholeOrNull("updateInterval"), DEFAULT_UPDATE_INTERVAL_MS),
                fields.flag("resumed") ? new Progress(reading(fields), fields.amount("consumedAmount")) : null);
    }

    private static JsonObject usageUpdate(JsonObject json, UsageUpdate update) {
        json.put("sessionId", update.sessionId());
        putElapsed(json, update.reading());
        Amounts.write(json, "consumedAmount", update.consumedAmount());
        Amounts.write(json, "remainingBalance", update.remainingBalance());
        return putTraffic(json, update.reading());
    }

    private static JsonObject sessionEnded(JsonObject json, SessionEnded ended) {
        json.put("sessionId", ended.sessionId())
                .put("reason", ended.reason())
                .put("paid", ended.paid().toString())
                .put("consumed", ended.consumed().toString());
        if (!ended.refunds().isEmpty()) {
            json.put("refund", refund(ended.refunds().getFirst()));
        }
        if (ended.refunds().size() > 1) {
            JsonArray all = new JsonArray();
            ended.refunds().forEach(refund -> all.add(refund(refund)));
            json.put("refunds", all);
        }
        return json;
    }

    private static SessionEnded sessionEnded(Fields fields) {
        List<Fields> all = fields.objects("refunds");
        Fields first = fields.objectOrNull("refund");
        if (all.isEmpty() && first != null) {
            all = List.of(first);
        }
        return new SessionEnded(
                fields.text("sessionId"),
                fields.text("reason"),
                fields.amount("paid"),
                fields.amount("consumed"),
                all.stream().map(ServerMessageJson::refund).toList());
    }

    private static JsonObject refund(Refund refund) {
        JsonObject json = new JsonObject()
                .put("amount", refund.amount().toString())
                .put("state", refund.state())
                .put("id", refund.id());
        putPresent(json, "txHash", refund.txHash());
        ServerMessage.OtherAsset other = refund.other();
        return other == null
                ? json
                : json.put("asset", AssetJson.write(other.asset()))
                        .put("worth", other.worth().toString());
    }

    private static Refund refund(Fields fields) {
        Fields asset = fields.objectOrNull("asset");
        return new Refund(
                fields.amount("amount"),
                fields.text("state"),
                fields.text("id"),
                fields.textOrNull("txHash"),
                asset == null ? null : new ServerMessage.OtherAsset(AssetJson.read(asset), fields.amount("worth")));
    }

    private static JsonObject putElapsed(JsonObject json, Reading reading) {
        return json.put("elapsedSeconds", reading.elapsedMs() / 1000).put("elapsedMs", reading.elapsedMs());
    }

    private static JsonObject putTraffic(JsonObject json, Reading reading) {
        return json.put("bytesTransferred", reading.bytes()).put("messageCount", reading.messages());
    }

    private static Reading reading(Fields fields) {
        return new Reading(elapsedMs(fields), fields.whole("bytesTransferred"), fields.whole("messageCount"));
    }

    /** A 0.1 server knows whole seconds only. */
    private static long elapsedMs(Fields fields) {
        Long elapsedMs = fields.wholeOrNull("elapsedMs");
        if (elapsedMs != null) {
            return elapsedMs;
        }
        long seconds = fields.whole("elapsedSeconds");
        if (seconds > Long.MAX_VALUE / 1000) {
            throw fields.invalid("elapsedSeconds", "is longer than time");
        }
        return seconds * 1000;
    }

    private static JsonObject putPresent(JsonObject json, String field, @Nullable Object value) {
        return value == null ? json : json.put(field, value);
    }
}
