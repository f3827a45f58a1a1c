package io.ws402.gateway.wallet;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.protocol.money.AssetId;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/**
 * What the books say of all wallets at one moment.
 *
 * @param books by wallet and asset
 * @param positions up to where each method's wallet was looked through
 * @param underWay what was signed, by method, and may take effect at any moment
 * @param due what refunds that are not known to be sent will take, by method and asset
 */
record BooksSnapshot(
        Map<WalletAsset, WalletBooks> books,
        Map<String, JsonObject> positions,
        Map<String, List<SignedTransfer>> underWay,
        Map<Owed, BigInteger> due) {
    /** What a method owes of an asset. */
    record Owed(String method, AssetId asset) {}

    WalletBooks of(WalletAsset key) {
        return books.getOrDefault(key, WalletBooks.EMPTY);
    }

    BigInteger due(String method, AssetId asset) {
        return due.getOrDefault(new Owed(method, asset), BigInteger.ZERO);
    }
}
