package io.ws402.demo.wallet;

import io.ws402.protocol.json.Fields;
import io.ws402.protocol.json.MalformedJson;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.AcceptedAsset;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * What a quote asks of its payer, read from a schema's {@code paymentDetails}.
 *
 * @param offer the method and asset it is for
 * @param amount what to pay; where it is what binds the payment to the quote, no other amount will do
 * @param recipient where it goes; null on rails that know it from the reference
 * @param reference the quote's name
 * @param chainId the EVM chain, where it is one
 * @param claimSecret known to the payer alone, or null from a 0.1 gateway
 * @param paymentUri the same for wallets that read links, or null where the rail has none
 */
public record PaymentTerms(
        AcceptedAsset offer,
        Money amount,
        @Nullable String recipient,
        String reference,
        @Nullable Long chainId,
        @Nullable String claimSecret,
        @Nullable String paymentUri) {
    /**
     * Reads the terms for an offer.
     *
     * @throws MalformedJson when a field is missing or ill-typed, or the terms are for another token than the offer
     */
    public static PaymentTerms read(AcceptedAsset offer, Fields details) {
        BigInteger amount = details.amount("amount");
        String token = details.textOrNull("tokenAddress");
        String offered = offer.asset().id().local();
        // Who pays USDC must not be made to call another contract by a server that is wrong or lies.
        if (token != null && !offered.equalsIgnoreCase("erc20:" + token)) {
            throw details.invalid("tokenAddress", "is " + token + ", but " + offered + " was offered");
        }
        String assetId = details.textOrNull("assetId");
        if (assetId != null && !assetId.equals(offer.asset().id().value())) {
            throw details.invalid(
                    "assetId", "is " + assetId + ", but " + offer.asset().id() + " was offered");
        }
        return new PaymentTerms(
                offer,
                new Money(offer.asset(), amount),
                details.textOrNull("recipient"),
                details.text("reference"),
                details.wholeOrNull("chainId"),
                details.textOrNull("claimSecret"),
                details.textOrNull("paymentUri"));
    }

    @Override
    public String toString() {
        return "PaymentTerms[" + amount + " to " + recipient + ", reference=" + reference + "]";
    }
}
