package io.ws402.protocol.receipt;

import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.Reading;
import io.ws402.protocol.receipt.Receipt.Deposit;
import io.ws402.protocol.receipt.Receipt.Refund;
import io.ws402.protocol.receipt.Receipt.Sums;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Receipts that add up. */
final class SampleReceipts {
    static final Asset ETH = new Asset(new AssetId("eip155:8453/slip44:60"), "ETH", 18);
    static final Asset USDC = new Asset(
            new AssetId("solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp/token:EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGkZwyTDt1v"),
            "USDC",
            6);

    private SampleReceipts() {}

    /** Paid in coins and in tokens worth half a coin each; 130 used: all 100 coins, and 30 coins' worth of 80 tokens. */
    static Receipt severalAssets() {
        return receipt(
                "settled",
                new Sums(eth(140), eth(0), eth(0), eth(130), eth(0), eth(10)),
                List.of(coins("settled", 100, null), tokens()));
    }

    /** The chain undid the coins after the session had used them. */
    static Receipt withLoss() {
        return receipt(
                "settled",
                new Sums(eth(140), eth(0), eth(100), eth(130), eth(100), eth(10)),
                List.of(coins("reversed", 0, null), tokens()));
    }

    static Receipt receipt(String state, Sums sums, List<Deposit> deposits) {
        return new Receipt(
                "ses_1",
                "pay_1",
                "ticker",
                "mch_1",
                state,
                true,
                1_700_000_000L,
                1_699_999_000_123L,
                1_699_999_900_456L,
                "client_ended",
                PricePlan.perSecond(BigInteger.TEN, 3600),
                new Reading(13_000, 4096, 12),
                sums,
                List.of(new Money(USDC, BigInteger.ONE)),
                deposits);
    }

    static Money eth(long units) {
        return new Money(ETH, BigInteger.valueOf(units));
    }

    private static Money usdc(long units) {
        return new Money(USDC, BigInteger.valueOf(units));
    }

    static Deposit coins(String state, long captured, @Nullable Refund refund) {
        return new Deposit(
                "dep_1",
                "base",
                "eip155:8453:0xabc",
                eth(100),
                eth(100),
                eth(captured),
                eth(captured),
                state,
                true,
                false,
                "0x1",
                refund);
    }

    private static Deposit tokens() {
        String payer = "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp:payer";
        Refund refund = new Refund("ref_2", usdc(20), payer, "confirmed", "5sig");
        return new Deposit(
                "dep_2", "solana", payer, usdc(80), eth(40), usdc(60), eth(30), "settled", true, false, "5tx", refund);
    }
}
