package io.ws402.gateway.app.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.refund.RefundQueries.OpenRefund;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.RefundStatus;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PendingRefundTest {
    private static final Asset SOL = new Asset(new AssetId("solana:local/slip44:501"), "SOL", 9);
    private static final Asset USDC = new Asset(new AssetId("eip155:8453/erc20:0x1"), "USDC", 6);

    private static JsonObject pending(@Nullable Money worth) {
        RefundStatus status = new RefundStatus(
                "ref_1", new Money(SOL, BigInteger.valueOf(40)), "planned", "payer", null, null, worth);
        return PendingRoutes.item(new OpenRefund(status, "pay_1", "planned", null));
    }

    @Test
    void tellsWhatItIsWorthInItsSessionsAssetWhereThatIsAnother() {
        JsonObject item = pending(new Money(USDC, BigInteger.valueOf(6)));
        assertEquals("40", item.getString("amount"));
        assertEquals("SOL", item.getJsonObject("asset").getString("symbol"));
        assertEquals("6", item.getString("worth"));
        assertEquals("USDC", item.getJsonObject("sessionAsset").getString("symbol"));
        assertFalse(pending(null).containsKey("worth"));
    }
}
