package io.ws402.gateway.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.payment.PaymentProof;
import java.math.BigInteger;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CreditsProofTest {
    private static final byte[] SECRET = HexFormat.of().parseHex("0b".repeat(32));
    private static final BigInteger AMOUNT = BigInteger.valueOf(30_000);

    /** Computed with Python's hmac module. */
    @Test
    void makesTheMacThatOtherLanguagesMake() {
        assertEquals(
                "5ca3dcf80deed05719dcaabfb068c4a23243498ff8d345688aaeb38c78d6e4c5",
                CreditsProof.sign("acc_1", SECRET, "f".repeat(32), AMOUNT).mac());
    }

    @Test
    void isGoodForItsReferenceAmountAndSecretOnly() {
        CreditsProof proof = CreditsProof.sign("acc_1", SECRET, "ref", AMOUNT);
        assertTrue(proof.isSignedBy(SECRET, AMOUNT));
        assertFalse(proof.isSignedBy(SECRET, AMOUNT.add(BigInteger.ONE)));
        assertFalse(proof.isSignedBy(new byte[32], AMOUNT));
        assertFalse(new CreditsProof("acc_1", "other", proof.mac()).isSignedBy(SECRET, AMOUNT));
    }

    @Test
    void readsBackWhatAClientSends() {
        CreditsProof proof = CreditsProof.sign("acc_1", SECRET, "ref", AMOUNT);
        assertEquals(proof, CreditsProof.read(proof.toPaymentProof()).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"account\":\"a\",\"reference\":\"r\"}",
                "{\"account\":\"a\",\"reference\":\"r\",\"mac\":\"00\"}",
                "{\"account\":\"a\",\"reference\":\"r\",\"mac\":7}",
                "{\"account\":[],\"reference\":\"r\",\"mac\":\"\"}"
            })
    void readsNothingFromAnIllFormedProof(String json) {
        assertTrue(CreditsProof.read(new PaymentProof(new JsonObject(json))).isEmpty());
    }
}
