package io.ws402.gateway.methods.evm.config;

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
 * One network, as configured.
 *
 * @param key where it stands in the configuration, for messages
 * @param id the method's id
 * @param network the 0.1 short name
 * @param chainId the EIP-155 chain id
 * @param rpcUrls its endpoints, the preferred one first; they may carry keys and are never shown
 * @param wallet where payments arrive and refunds leave
 * @param nativeCoin the coin that gas is paid in, whether it is taken as payment or not
 * @param assets what is taken, the default first
 * @param finality how deep transactions must be
 * @param exposure how much may be served on before it is final, by symbol
 * @param walletMinimum what the wallet should hold at least, where that is written, in smallest units
 * @param gas what refunds may cost
 * @param rpc how long nodes may take
 * @param pace how fast the chain moves
 * @param expiryTolerance how much later than its expiry a quote may be paid, since block times are not exact
 */
public record EvmSettings(
        String key,
        String id,
        String network,
        long chainId,
        List<URI> rpcUrls,
        Wallet wallet,
        Asset nativeCoin,
        List<ChainAsset> assets,
        FinalityPolicy finality,
        Map<String, ExposureCap> exposure,
        Map<AssetId, BigInteger> walletMinimum,
        GasPolicy gas,
        RpcLimits rpc,
        Pace pace,
        Duration expiryTolerance) {
    /**
     * How fast the chain moves.
     *
     * @param blockTime from one block to the next, about
     * @param pollInterval how often the newest block is asked for while somebody waits
     */
    public record Pace(Duration blockTime, Duration pollInterval) {}

    /** The CAIP-2 chain. */
    public String chain() {
        return "eip155:" + chainId;
    }

    /** What is taken under an asset's id. */
    public Optional<ChainAsset> asset(Asset asset) {
        return assets.stream()
                .filter(taken -> taken.asset().id().equals(asset.id()))
                .findFirst();
    }

    @Override
    public String toString() {
        return "EvmSettings[" + key + ", " + id + ", " + chain() + "]";
    }
}
