package io.ws402.gateway.methods.evm.config;

import io.ws402.gateway.methods.evm.chain.EvmAddress;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import java.math.BigInteger;

/** Something an EVM chain can be paid with. */
public sealed interface ChainAsset {
    /** What it is. */
    Asset asset();

    /** Refunds of less than this, in smallest units, are not worth sending. */
    BigInteger refundFloor();

    /** The chain's own coin, which also pays for gas. */
    record Native(Asset asset, BigInteger refundFloor) implements ChainAsset {
        /** All EVM chains count it so. */
        static final int DECIMALS = 18;

        static Asset asset(long chainId, String symbol) {
            return new Asset(new AssetId("eip155:" + chainId + "/slip44:60"), symbol, DECIMALS);
        }
    }

    /** An ERC-20 token, pinned to its contract. */
    record Token(Asset asset, BigInteger refundFloor, EvmAddress contract) implements ChainAsset {
        static Asset asset(long chainId, EvmAddress contract, String symbol, int decimals) {
            return new Asset(new AssetId("eip155:" + chainId + "/erc20:" + contract.lower()), symbol, decimals);
        }
    }
}
