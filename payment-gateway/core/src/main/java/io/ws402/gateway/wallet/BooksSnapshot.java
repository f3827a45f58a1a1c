package io.ws402.gateway.wallet;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.method.SignedRefund;
import java.util.List;
import java.util.Map;

/**
 * What the books say of all wallets at one moment.
 *
 * @param books by wallet and asset
 * @param positions up to where each method's wallet was looked through
 * @param underWay what was signed, by method, and may take effect at any moment
 */
record BooksSnapshot(
        Map<WalletAsset, WalletBooks> books,
        Map<String, JsonObject> positions,
        Map<String, List<SignedRefund>> underWay) {
    WalletBooks of(WalletAsset key) {
        return books.getOrDefault(key, WalletBooks.EMPTY);
    }
}
