package io.ws402.gateway.wallet;

import io.micrometer.core.instrument.Tags;
import io.ws402.protocol.money.AssetId;

/**
 * What is compared.
 *
 * @param wallet in the writing of the ledger
 * @param asset of what
 */
public record WalletAsset(String wallet, AssetId asset) {
    /** For a metric of it. */
    Tags tags() {
        return Tags.of("wallet", wallet, "asset", asset.value());
    }

    @Override
    public String toString() {
        return wallet + " " + asset;
    }
}
