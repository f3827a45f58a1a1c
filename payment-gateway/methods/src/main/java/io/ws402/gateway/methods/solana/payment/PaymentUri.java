package io.ws402.gateway.methods.solana.payment;

import io.ws402.gateway.method.QuoteOrder;
import io.ws402.gateway.methods.solana.config.SolanaAsset;
import io.ws402.gateway.methods.solana.config.SolanaSettings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A payment as wallets read it from a link or QR code. The amount is in whole units, exact.
 *
 * @see <a href="https://docs.solanapay.com/spec">Solana Pay, transfer request</a>
 */
final class PaymentUri {
    private PaymentUri() {}

    static String of(SolanaSettings settings, SolanaAsset asset, QuoteOrder order) {
        StringBuilder uri = new StringBuilder("solana:")
                .append(settings.wallet().address())
                .append("?amount=")
                .append(asset.asset().human(order.price().units()));
        if (asset instanceof SolanaAsset.Token token) {
            uri.append("&spl-token=").append(token.mint());
        }
        return uri.append("&reference=")
                .append(order.reference())
                .append("&label=")
                .append(encoded(settings.label()))
                .append("&message=")
                .append(encoded("Access to " + order.resourceId()))
                .append("&memo=")
                .append(encoded(order.paymentId()))
                .toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
