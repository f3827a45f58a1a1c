package io.ws402.demo.story;

import io.ws402.protocol.money.Asset;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * One session's figures, each from where it is true: the money from the gateway, the balances from the rail itself.
 * Amounts are smallest units of the asset, network fees those of the network's own coin.
 *
 * @param sessionId its name
 * @param method the payment method
 * @param asset what was paid with
 * @param paid everything that was paid in
 * @param consumed the merchant's part of what the session cost
 * @param refunded what went back
 * @param fee the platform's part of what the session cost
 * @param elapsedMs metered milliseconds
 * @param payTx the payment's transaction
 * @param refundTx the refund's transaction, or null when everything was used or it has not arrived
 * @param payerBefore the payer's balance before paying
 * @param payerAfter the payer's balance once the refund had arrived
 * @param payerNetworkFees what the payer paid the network
 * @param networkCoin the coin of the network's fees; null where there are none
 */
public record SessionReport(
        String sessionId,
        String method,
        Asset asset,
        BigInteger paid,
        BigInteger consumed,
        BigInteger refunded,
        BigInteger fee,
        long elapsedMs,
        String payTx,
        @Nullable String refundTx,
        BigInteger payerBefore,
        BigInteger payerAfter,
        BigInteger payerNetworkFees,
        @Nullable Asset networkCoin) {
    /** The network fees that came out of the same balance as the payment. */
    BigInteger networkFeesInAsset() {
        return networkCoin != null && networkCoin.id().equals(asset.id()) ? payerNetworkFees : BigInteger.ZERO;
    }
}
