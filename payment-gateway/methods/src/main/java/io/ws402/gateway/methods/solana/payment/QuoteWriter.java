package io.ws402.gateway.methods.solana.payment;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.method.QuoteOrder;
import io.ws402.gateway.method.QuoteTerms;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import io.ws402.gateway.methods.solana.config.SolanaAsset;
import io.ws402.gateway.methods.solana.config.SolanaSettings;
import java.security.SecureRandom;

/** Writes terms with the fields that 0.1 clients read. */
public final class QuoteWriter {
    private static final String WALLETS = "Scan the QR code with a Solana wallet, or open solanaPayURL";

    private final SolanaSettings settings;

    /** For quotes on this cluster. */
    public QuoteWriter(SolanaSettings settings) {
        this.settings = settings;
    }

    /** A key that nobody has the secret of, for transfers to name. */
    public static String newReference(SecureRandom random) {
        byte[] bytes = new byte[SolanaAddress.BYTES];
        random.nextBytes(bytes);
        return SolanaAddress.of(bytes).text();
    }

    /**
     * The terms.
     *
     * @param slot the newest confirmed one; a transaction in an earlier one has not paid this quote
     */
    public QuoteTerms write(QuoteOrder order, SolanaAsset asset, long slot) {
        String figure = asset.asset().human(order.price().units());
        String uri = PaymentUri.of(settings, asset, order);
        JsonObject details = new JsonObject()
                .put("type", ProofReader.TYPE)
                .put("network", settings.network())
                .put("recipient", settings.wallet().address().text());
        switch (asset) {
            case SolanaAsset.Native coin -> details.put("amountSOL", figure);
            case SolanaAsset.Token token ->
                details.put("splToken", token.mint().text())
                        .put("tokenProgram", token.program().address().text());
        }
        details.put("currency", asset.asset().symbol())
                .put("solanaPayURL", uri)
                .put("qrCode", uri)
                .put("instructions", instructions(figure, asset));
        return new QuoteTerms(details, uri, new Anchor(slot).toJson());
    }

    private JsonObject instructions(String figure, SolanaAsset asset) {
        return new JsonObject()
                .put("step1", WALLETS)
                .put(
                        "step2",
                        "Or send " + figure + " " + asset.asset().symbol() + " to "
                                + settings.wallet().address()
                                + ", with the reference as a read-only key of the transfer")
                .put("step3", "Approve the transaction and copy its signature")
                .put("step4", "Send {signature, reference, senderWallet} as payment proof");
    }
}
