package io.ws402.gateway.methods.evm.payment;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.method.QuoteOrder;
import io.ws402.gateway.method.QuoteTerms;
import io.ws402.gateway.methods.evm.config.ChainAsset;
import io.ws402.gateway.methods.evm.config.EvmSettings;
import io.ws402.protocol.money.Money;

/** Writes terms with the fields that 0.1 clients read. */
public final class QuoteWriter {
    private final EvmSettings settings;

    /** For quotes on this network. */
    public QuoteWriter(EvmSettings settings) {
        this.settings = settings;
    }

    /**
     * The terms.
     *
     * @param height the newest block's; a transaction in an earlier one has not paid this quote
     * @throws IllegalArgumentException when the price is in an asset that is not taken
     */
    public QuoteTerms write(QuoteOrder order, long height) {
        Money price = order.price();
        ChainAsset asset = settings.asset(price.asset())
                .orElseThrow(() -> new IllegalArgumentException(
                        settings.id() + " does not take " + price.asset().id()));
        String recipient = settings.wallet().address().checksummed();
        JsonObject details = new JsonObject()
                .put("type", ProofReader.TYPE)
                .put("network", settings.network())
                .put("chainId", settings.chainId())
                .put("recipient", recipient)
                .put("amountWei", price.units());
        String figure = asset.asset().human(price.units());
        switch (asset) {
            case ChainAsset.Native coin -> details.put("amountETH", figure);
            case ChainAsset.Token token ->
                details.put("tokenAddress", token.contract().checksummed());
        }
        details.put("currency", asset.asset().symbol()).put("instructions", instructions(figure, asset, recipient));
        String uri = PaymentUri.of(asset, settings.chainId(), settings.wallet().address(), price.units());
        return new QuoteTerms(details, uri, new Anchor(height).toJson());
    }

    private JsonObject instructions(String figure, ChainAsset asset, String recipient) {
        return new JsonObject()
                .put("step1", "Connect your wallet to " + settings.network() + " (chain " + settings.chainId() + ")")
                .put("step2", "Send exactly " + figure + " " + asset.asset().symbol() + " to " + recipient)
                .put("step3", "Copy the transaction hash")
                .put("step4", "Send {txHash, reference, senderAddress} as payment proof");
    }
}
