package io.ws402.gateway.methods.evm.payment;

import io.ws402.gateway.methods.evm.chain.EvmAddress;
import io.ws402.gateway.methods.evm.config.ChainAsset;
import java.math.BigInteger;

/**
 * A payment as wallets read it from a link or QR code. Amounts stand in full: wallets disagree on exponents.
 *
 * @see <a href="https://eips.ethereum.org/EIPS/eip-681">EIP-681</a>
 */
final class PaymentUri {
    private PaymentUri() {}

    static String of(ChainAsset asset, long chainId, EvmAddress recipient, BigInteger units) {
        return switch (asset) {
            case ChainAsset.Native coin -> "ethereum:" + recipient.checksummed() + "@" + chainId + "?value=" + units;
            case ChainAsset.Token token ->
                "ethereum:" + token.contract().checksummed() + "@" + chainId + "/transfer?address="
                        + recipient.checksummed() + "&uint256=" + units;
        };
    }
}
