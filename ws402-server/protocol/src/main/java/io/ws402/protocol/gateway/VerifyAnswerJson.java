package io.ws402.protocol.gateway;

import static io.ws402.protocol.gateway.WireParts.putPresent;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.gateway.VerifyAnswer.Bare;
import io.ws402.protocol.gateway.VerifyAnswer.Granted;
import io.ws402.protocol.gateway.VerifyAnswer.Held;
import io.ws402.protocol.gateway.VerifyAnswer.Refused;
import io.ws402.protocol.json.Amounts;
import io.ws402.protocol.json.Fields;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.AssetJson;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.SessionGrant;
import java.math.BigInteger;
import java.util.Objects;

/** The JSON form of a {@link VerifyAnswer}; the 0.1 fields {@code valid, amount, reason} come first. */
final class VerifyAnswerJson {
    private VerifyAnswerJson() {}

    static JsonObject write(VerifyAnswer answer) {
        return switch (answer) {
            case Granted(SessionGrant grant) -> granted(grant);
            case Held(String paymentId, String payer, Money amount) -> held(paymentId, payer, amount);
            case Refused refused -> refused(refused);
            case Bare(BigInteger amount) -> valid(amount);
        };
    }

    static VerifyAnswer read(JsonObject json) {
        Fields fields = Fields.of(json);
        if (!fields.has("valid")) {
            throw fields.invalid("valid", "is missing");
        }
        if (!fields.flag("valid")) {
            return refused(fields);
        }
        if (!fields.has("paymentId")) {
            return new Bare(fields.amountOf01("amount"));
        }
        return fields.has("sessionId")
                ? new Granted(grant(fields))
                : new Held(fields.text("paymentId"), fields.text("payer"), amount(fields));
    }

    private static JsonObject valid(BigInteger amount) {
        return Amounts.write(new JsonObject().put("valid", true), "amount", amount);
    }

    private static JsonObject held(String paymentId, String payer, Money amount) {
        return valid(amount.units())
                .put("state", "held")
                .put("paymentId", paymentId)
                .put("payer", payer)
                .put("asset", AssetJson.write(amount.asset()));
    }

    private static JsonObject granted(SessionGrant grant) {
        JsonObject json = held(grant.paymentId(), grant.payer(), grant.balance());
        if (!grant.credit().isZero()) {
            json.put("credit", grant.credit().units().toString());
        }
        json.put("sessionId", grant.sessionId())
                .put("resourceId", grant.resourceId())
                .put("plan", WireParts.plan(grant.plan()))
                .put("reading", WireParts.put(new JsonObject(), grant.reading()))
                .put("sequence", grant.sequence())
                .put("leaseEpoch", grant.leaseEpoch());
        putPresent(json, "resumeToken", grant.resumeToken());
        putPresent(json, "accessToken", grant.accessToken());
        return json.put("accessTokenExpiresInMs", grant.accessTokenExpiresInMs());
    }

    private static SessionGrant grant(Fields fields) {
        Money balance = amount(fields);
        BigInteger credit = fields.amountOrNull("credit");
        return new SessionGrant(
                fields.text("paymentId"),
                fields.text("sessionId"),
                fields.text("resourceId"),
                fields.text("payer"),
                balance,
                new Money(balance.asset(), Objects.requireNonNullElse(credit, BigInteger.ZERO)),
                WireParts.plan(fields.object("plan")),
                WireParts.reading(fields.object("reading")),
                fields.whole("sequence"),
                fields.whole("leaseEpoch"),
                fields.textOrNull("resumeToken"),
                fields.textOrNull("accessToken"),
                fields.whole("accessTokenExpiresInMs"));
    }

    private static Money amount(Fields fields) {
        Asset asset = AssetJson.read(fields.object("asset"));
        return WireParts.money(fields, "amount", asset);
    }

    private static JsonObject refused(Refused refused) {
        JsonObject json = Amounts.write(new JsonObject().put("valid", false), "amount", BigInteger.ZERO)
                .put("reason", refused.reason())
                .put("code", refused.code())
                .put("retryable", Codes.isRetryable(refused.code()));
        putPresent(json, "retryAfterMs", refused.retryAfterMs());
        putPresent(json, "state", refused.state());
        return putPresent(json, "paymentId", refused.paymentId());
    }

    /** A 0.1 gateway gives at most a reason. */
    private static Refused refused(Fields fields) {
        return new Refused(
                Objects.requireNonNullElse(fields.textOrNull("code"), Codes.PAYMENT_REJECTED),
                Objects.requireNonNullElse(fields.textOrNull("reason"), "the payment was not accepted"),
                fields.textOrNull("state"),
                fields.textOrNull("paymentId"),
                fields.wholeOrNull("retryAfterMs"));
    }
}
