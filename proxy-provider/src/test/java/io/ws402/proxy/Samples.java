package io.ws402.proxy;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.gateway.GenerateAnswer;
import io.ws402.protocol.gateway.SettleAnswer;
import io.ws402.protocol.gateway.VerifyAnswer;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.QuoteRequest;
import io.ws402.protocol.payment.Reading;
import io.ws402.protocol.payment.RefundStatus;
import io.ws402.protocol.payment.SessionClaim;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.Settlement;
import java.math.BigInteger;
import java.util.List;

/** What the tests pay with. */
final class Samples {
    static final Asset ETH = new Asset(new AssetId("eip155:8453/slip44:60"), "ETH", 18);
    static final PricePlan PLAN = PricePlan.perSecond(BigInteger.TEN, 3600);
    static final QuoteRequest QUOTE_REQUEST =
            new QuoteRequest("ticker", BigInteger.valueOf(3000), 300, PLAN, null, null, "127.0.0.1");
    static final SessionClaim CLAIM = new SessionClaim("ses_1", "server-1", "ticker");
    static final PaymentProof PROOF = new PaymentProof(
            new JsonObject().put("txHash", "0xabc").put("reference", "ref_1").put("senderAddress", "0xpayer"));
    static final SessionGrant GRANT = new SessionGrant(
            "pay_1",
            "ses_1",
            "ticker",
            "eip155:8453:0xpayer",
            eth(3000),
            eth(0),
            PLAN,
            Reading.ZERO,
            0,
            1,
            "resume-token",
            "access-token",
            900_000);
    static final Settlement SETTLEMENT = new Settlement(
            "pay_1",
            eth(3000),
            eth(290),
            eth(0),
            List.of(new RefundStatus("ref_1", eth(2710), "planned", "0xpayer", null, null)));

    private Samples() {}

    static Money eth(long units) {
        return new Money(ETH, BigInteger.valueOf(units));
    }

    static MeterReport report(String paymentId, long leaseEpoch, long consumed) {
        return new MeterReport(paymentId, leaseEpoch, 7, new Reading(29_000, 10, 2), BigInteger.valueOf(consumed));
    }

    static JsonObject quoted() {
        return new GenerateAnswer(
                        new JsonObject().put("type", "base").put("network", "base"),
                        "pay_1",
                        "ref_1",
                        "claim-secret",
                        "base",
                        eth(3001),
                        600_000,
                        1_790_000_000_000L,
                        "ethereum:0x0@8453",
                        null)
                .toJson();
    }

    static JsonObject granted() {
        return new VerifyAnswer.Granted(GRANT).toJson();
    }

    static JsonObject settled() {
        return new SettleAnswer(SETTLEMENT).toJson();
    }

    /** A quote as the 0.1 gateway makes it. */
    static JsonObject legacyQuote(String reference) {
        return new JsonObject()
                .put("type", "base")
                .put("network", "base")
                .put("chainId", 8453)
                .put("recipient", "0xmerchant")
                .put("amount", 3000)
                .put("amountWei", 3000)
                .put("amountETH", "0.000000000000003")
                .put("currency", "ETH")
                .put("reference", reference)
                .put("expiresAt", 1_790_000_000_000L);
    }
}
