package io.ws402.gateway.wallet;

import io.ws402.protocol.money.AssetId;

/**
 * What is compared.
 *
 * @param wallet in the writing of the ledger
 * @param asset of what
 */
public record WalletAsset(String wallet, AssetId asset) {
    @Override
    public String toString() {
        return wallet + " " + asset;
    }
}
