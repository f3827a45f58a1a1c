package io.ws402.demo.wallet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.credits.CreditsMethod;
import io.ws402.gateway.credits.CreditsProof;
import io.ws402.protocol.json.Fields;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.payment.AcceptedAsset;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class CreditsWalletTest {
    private static final byte[] SECRET = new byte[32];
    private static final AcceptedAsset CREDITS = new AcceptedAsset("credits", "credits", CreditsMethod.CREDIT, true);

    private final CreditsWallet wallet = new CreditsWallet("acc_1", SECRET);

    @Test
    void signsOneQuoteAsTheGatewayExpectsIt() {
        PaymentTerms terms = PaymentTerms.read(
                CREDITS, Fields.of(new JsonObject().put("amount", 300).put("reference", "ref-1")));

        Payment payment =
                assertInstanceOf(PayOutcome.Paid.class, wallet.pay(terms)).payment();

        JsonObject expected = CreditsProof.sign("acc_1", SECRET, "ref-1", BigInteger.valueOf(300))
                .toPaymentProof()
                .json();
        JsonObject proof = payment.proof().json();
        expected.fieldNames().forEach(field -> assertEquals(expected.getValue(field), proof.getValue(field)));
        assertNull(payment.txId());
        assertEquals(BigInteger.ZERO, payment.networkFee());
    }

    @Test
    void paysCreditsAndNothingElse() {
        Asset ether = new Asset(new AssetId("eip155:31337/slip44:60"), "ETH", 18);

        assertTrue(wallet.canPay(CREDITS));
        assertFalse(wallet.canPay(new AcceptedAsset("base", "base", ether, true)));
    }
}
