package io.ws402.protocol;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.Reading;
import io.ws402.protocol.payment.RefundStatus;
import io.ws402.protocol.payment.SessionClaim;
import java.math.BigInteger;

/** The payer, the payment and the session of the golden files. What must not be printed begins with {@code SECRET}. */
public final class Samples {
    public static final Asset ETH = new Asset(new AssetId("eip155:8453/slip44:60"), "ETH", 18);
    public static final Asset USDC =
            new Asset(new AssetId("eip155:8453/erc20:0x833589fcd6edb6e08f4c7c32d4f71b54bda02913"), "USDC", 6);
    public static final String PAYMENT = "pay_0197f0a0-0000-7000-8000-000000000001";
    public static final String SESSION = "ses_0197f0a0-0000-7000-8000-000000000002";
    public static final String SERVER = "0197f0a0-0000-4000-8000-000000000003";
    public static final String PAYER = "eip155:8453:0x70997970c51812dc3a010c7d01b50e0d17dc79c8";
    public static final String REFERENCE = "5d41402abc4b2a76b9719d911017c592";
    public static final String TX_HASH = "0xb5c8bd9430b6cc87a0e2fe110ece6bf527fa4f170a4bc8cd032f768fc5219838";
    public static final SessionClaim CLAIM = new SessionClaim(SESSION, SERVER, "ticker");
    public static final Reading READING = new Reading(2900, 1_048_576, 12);
    public static final PricePlan PLAN = new PricePlan(units("1000000000000"), units("5000000"), BigInteger.ONE, 3600);
    public static final PaymentProof PROOF = new PaymentProof(new JsonObject()
            .put("type", "base")
            .put("txHash", TX_HASH)
            .put("reference", REFERENCE)
            .put("senderAddress", "0x70997970c51812dc3a010c7d01b50e0d17dc79c8"));
    public static final MeterReport REPORT = new MeterReport(PAYMENT, 3, 41, READING, units("2900005000012"));
    public static final MeterReport PAUSED =
            new MeterReport("pay_0197f0a0-0000-7000-8000-000000000005", 1, 2, Reading.ZERO, BigInteger.ZERO, true);
    public static final RefundStatus REFUND = new RefundStatus(
            "ref_0197f0a0-0000-7000-8000-000000000004", eth("297099994999995"), "confirmed", PAYER, TX_HASH, null);
    /** Of a deposit in another asset than the session's. */
    public static final RefundStatus FOREIGN_REFUND = new RefundStatus(
            "ref_3", new Money(USDC, units("1250000")), "planned", PAYER, null, null, eth("416666666666666"));

    private Samples() {}

    public static BigInteger units(String digits) {
        return new BigInteger(digits);
    }

    public static Money eth(String digits) {
        return new Money(ETH, units(digits));
    }

    /** The payment details of a quote in ETH as a method writes them. */
    public static JsonObject details() {
        return new JsonObject()
                .put("type", "base")
                .put("network", "base")
                .put("chainId", 8453)
                .put("recipient", "0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc")
                .put("amountWei", 300_000_000_000_007L)
                .put("amountETH", "0.000300000000000007")
                .put("instructions", new JsonObject().put("step1", "Connect a wallet to Base"));
    }
}
