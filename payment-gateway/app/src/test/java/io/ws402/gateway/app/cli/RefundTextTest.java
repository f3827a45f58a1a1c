package io.ws402.gateway.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.refund.RefundRecord;
import io.ws402.gateway.refund.RefundRecord.Deposit;
import io.ws402.gateway.refund.RefundRecord.Worth;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RefundTextTest {
    private static final Asset SOL = new Asset(new AssetId("solana:local/slip44:501"), "SOL", 9);
    private static final Asset USDC = new Asset(new AssetId("eip155:8453/erc20:0x1"), "USDC", 6);

    private static Money money(Asset asset, long units) {
        return new Money(asset, BigInteger.valueOf(units));
    }

    private static RefundRecord.File refundOf(@Nullable Worth worth) {
        RefundRecord refund = new RefundRecord(
                "ref_1",
                "deposit",
                "pay_1",
                "mch_1",
                "solana",
                "payer",
                null,
                money(SOL, 40),
                "planned",
                null,
                null,
                0,
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                null,
                null);
        Deposit deposit = new Deposit(
                "dep_1",
                "key",
                "payer",
                "wallet",
                money(SOL, 50_000_000),
                money(SOL, 10_000_000),
                worth,
                "settled",
                null,
                Instant.EPOCH);
        return new RefundRecord.File(refund, deposit, List.of(), List.of(), List.of());
    }

    @Test
    void showsWhatADepositCountsForInItsSessionsAsset() {
        RefundRecord.File file = refundOf(new Worth(money(USDC, 7_500_000), money(USDC, 1_500_000)));
        assertTrue(
                RefundText.file(file).contains("  worth        7.5 USDC, captured 1.5 USDC"),
                () -> RefundText.file(file).toString());
        JsonObject deposit = RefundText.json(file).getJsonObject("deposit");
        assertEquals("7500000", deposit.getString("worth"));
        assertEquals("1500000", deposit.getString("worthCaptured"));
        assertEquals(USDC.id().value(), deposit.getString("sessionAsset"));
    }

    @Test
    void saysNothingOfWorthWhereTheAssetIsTheSessions() {
        RefundRecord.File file = refundOf(null);
        assertTrue(RefundText.file(file).stream().noneMatch(line -> line.contains("worth")));
        assertFalse(RefundText.json(file).getJsonObject("deposit").containsKey("worth"));
    }
}
