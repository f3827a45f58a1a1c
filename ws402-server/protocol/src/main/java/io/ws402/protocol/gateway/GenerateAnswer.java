package io.ws402.protocol.gateway;

import static io.ws402.protocol.gateway.WireParts.putPresent;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.json.Amounts;
import io.ws402.protocol.json.Fields;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.Quote;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@link GenerateRequest}: a method's 0.1 payment details and what all methods share.
 *
 * @param details the method's own fields ({@code type, network, recipient, instructions, …})
 * @param paymentId the payment
 * @param reference 128 random bits that name it to its payer
 * @param claimSecret by which the payer takes up a session whose server was lost
 * @param method the payment method's short id
 * @param price what to pay, unique units included
 * @param expiresInMs how long the terms stand
 * @param expiresAtMs the same as 0.1 has it, in milliseconds since 1970; for display only
 * @param paymentUri for wallets and QR codes, or null where the method has none
 * @param worth what it adds to the session that it tops up, smallest units of that session's asset; null where that is
 *     {@code price}
 */
public record GenerateAnswer(
        JsonObject details,
        String paymentId,
        String reference,
        String claimSecret,
        String method,
        Money price,
        long expiresInMs,
        long expiresAtMs,
        @Nullable String paymentUri,
        @Nullable BigInteger worth) {
    /** Reads the body; the details are all of it. @throws io.ws402.protocol.json.MalformedJson naming the field. */
    public static GenerateAnswer fromJson(JsonObject json) {
        Fields fields = Fields.of(json);
        AssetId id = fields.make("assetId", () -> new AssetId(fields.text("assetId")));
        int decimals = (int) Math.min(Integer.MAX_VALUE, fields.whole("decimals"));
        Asset asset = fields.make("decimals", () -> new Asset(id, fields.text("currency"), decimals));
        return new GenerateAnswer(
                json,
                fields.text("paymentId"),
                fields.text("reference"),
                fields.text("claimSecret"),
                fields.text("method"),
                WireParts.money(fields, "amount", asset),
                fields.whole("expiresInMs"),
                fields.whole("expiresAt"),
                fields.textOrNull("paymentUri"),
                fields.amountOrNull("worth"));
    }

    /** The body: the details, then what all methods share. */
    public JsonObject toJson() {
        Asset asset = price.asset();
        JsonObject json = Amounts.write(details.copy(), "amount", price.units())
                .put("amountDecimal", asset.human(price.units()))
                .put("currency", asset.symbol())
                .put("decimals", asset.decimals())
                .put("assetId", asset.id().value())
                .put("method", method)
                .put("paymentId", paymentId)
                .put("reference", reference)
                .put("claimSecret", claimSecret)
                .put("expiresAt", expiresAtMs)
                .put("expiresInMs", expiresInMs);
        putPresent(json, "paymentUri", paymentUri);
        return putPresent(json, "worth", worth == null ? null : worth.toString());
    }

    /** The terms as a WS402 server hands them to the payer. */
    public Quote toQuote() {
        return new Quote(paymentId, reference, price, expiresInMs, toJson(), worth);
    }

    @Override
    public String toString() {
        return "GenerateAnswer[paymentId=" + paymentId + ", price=" + price + "]";
    }
}
