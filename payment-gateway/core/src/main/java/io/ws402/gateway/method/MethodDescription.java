package io.ws402.gateway.method;

import io.ws402.protocol.money.Asset;
import java.util.List;
import java.util.Optional;

/**
 * What a payment method is and takes.
 *
 * @param id its short id, unique in the gateway, for example {@code base}
 * @param family the factory's name, for example {@code evm}
 * @param network the 0.1 short name of the network
 * @param chain the CAIP-2 chain
 * @param recipient the wallet that receives, as the rail writes it
 * @param assets what is taken, the default first
 * @param capabilities what it can do
 */
public record MethodDescription(
        String id,
        String family,
        String network,
        String chain,
        String recipient,
        List<Asset> assets,
        Capabilities capabilities) {
    /** @throws IllegalArgumentException when it takes nothing */
    public MethodDescription {
        assets = List.copyOf(assets);
        if (assets.isEmpty()) {
            throw new IllegalArgumentException("method " + id + " takes no asset");
        }
    }

    /** The asset with this CAIP-19 id or symbol (case-insensitive), if it is taken. */
    public Optional<Asset> asset(String idOrSymbol) {
        return assets.stream()
                .filter(asset -> asset.id().value().equalsIgnoreCase(idOrSymbol)
                        || asset.symbol().equalsIgnoreCase(idOrSymbol))
                .findFirst();
    }
}
