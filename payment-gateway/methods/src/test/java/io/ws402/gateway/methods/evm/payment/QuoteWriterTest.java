package io.ws402.gateway.methods.evm.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.method.QuoteOrder;
import io.ws402.gateway.method.QuoteTerms;
import io.ws402.gateway.methods.evm.config.EvmSettings;
import io.ws402.gateway.methods.evm.config.EvmSettingsReader;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class QuoteWriterTest {
    private static final String WALLET = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

    private final EvmSettings base = new EvmSettingsReader(name -> null, false)
            .read(new JsonObject("{\"evm\":[{\"network\":\"base\",\"wallet\":\"" + WALLET + "\"}]}"))
            .getFirst();

    @Test
    void quotesTheCoinAs01Does() {
        QuoteTerms terms = quote(0, new BigInteger("1500000000000000256"));
        assertEquals(new JsonObject("""
                        {"type": "base", "network": "base", "chainId": 8453,
                         "recipient": "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                         "amountWei": 1500000000000000256, "amountETH": "1.500000000000000256", "currency": "ETH",
                         "instructions": {
                           "step1": "Connect your wallet to base (chain 8453)",
                           "step2": "Send exactly 1.500000000000000256 ETH to 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                           "step3": "Copy the transaction hash",
                           "step4": "Send {txHash, reference, senderAddress} as payment proof"}}
                        """), new JsonObject(terms.details().encode()));
        assertEquals(
                "ethereum:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed@8453?value=1500000000000000256",
                terms.paymentUri());
        assertEquals(new JsonObject().put("headBlock", 77L), terms.anchor());
    }

    @Test
    void quotesATokenByItsContractAndWithoutAnAmountInEth() {
        QuoteTerms terms = quote(1, BigInteger.valueOf(1_234_567));
        assertEquals(1_234_567, terms.details().getLong("amountWei"));
        assertEquals("USDC", terms.details().getString("currency"));
        assertEquals(
                "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913", terms.details().getString("tokenAddress"));
        assertEquals(false, terms.details().containsKey("amountETH"));
        assertEquals(
                "ethereum:0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913@8453/transfer"
                        + "?address=0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed&uint256=1234567",
                terms.paymentUri());
    }

    private QuoteTerms quote(int asset, BigInteger units) {
        Money price = new Money(base.assets().get(asset).asset(), units);
        return new QuoteWriter(base)
                .write(
                        new QuoteOrder(
                                "pay_1", "7".repeat(32), "ticker", price, Duration.ofMinutes(5), Duration.ofHours(1)),
                        77);
    }
}
