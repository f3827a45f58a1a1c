package io.ws402.gateway.methods.solana.config;

import io.ws402.gateway.method.ExposureCap;
import io.ws402.gateway.methods.rpc.RpcLimits;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One cluster, as configured.
 *
 * @param key where it stands in the configuration, for messages
 * @param id the method's id
 * @param network the 0.1 name of the cluster
 * @param genesis how its genesis hash begins, as CAIP-2 names the chain
 * @param rpcUrls its endpoints, the preferred one first; they may carry keys and are never shown
 * @param wallet where payments arrive and refunds leave
 * @param coin SOL, whether it is taken as payment or not
 * @param assets what is taken, the default first
 * @param finality how sure the cluster must be of payments
 * @param exposure how much may be served on before it is final, by symbol
 * @param walletMinimum what the wallet should hold at least, where that is written, in smallest units
 * @param fees what refunds may cost
 * @param rpc how long nodes may take
 * @param pollInterval how often the chain is looked at while somebody waits
 * @param expiryTolerance how much later than its expiry a quote may be paid, since block times are not exact
 * @param label who is paid, as wallets show it
 */
public record SolanaSettings(
        String key,
        String id,
        String network,
        String genesis,
        List<URI> rpcUrls,
        Wallet wallet,
        Asset coin,
        List<SolanaAsset> assets,
        FinalityPolicy finality,
        Map<String, ExposureCap> exposure,
        Map<AssetId, BigInteger> walletMinimum,
        FeePolicy fees,
        RpcLimits rpc,
        Duration pollInterval,
        Duration expiryTolerance,
        String label) {
    /** The CAIP-2 chain. */
    public String chain() {
        return "solana:" + genesis;
    }

    /** What is taken under an asset's id. */
    public Optional<SolanaAsset> asset(Asset asset) {
        return assets.stream()
                .filter(taken -> taken.asset().id().equals(asset.id()))
                .findFirst();
    }

    /** What is taken under an asset's id. @throws IllegalStateException when it was quoted and is not taken any more */
    public SolanaAsset assetOf(Asset asset) {
        return asset(asset)
                .orElseThrow(() ->
                        new IllegalStateException(asset.id() + " was quoted, but is no longer configured for " + id));
    }

    /** The tokens that are taken. */
    public List<SolanaAsset.Token> tokens() {
        return assets.stream()
                .filter(SolanaAsset.Token.class::isInstance)
                .map(SolanaAsset.Token.class::cast)
                .toList();
    }

    @Override
    public String toString() {
        return "SolanaSettings[" + key + ", " + id + ", " + chain() + "]";
    }
}
