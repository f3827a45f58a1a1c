package io.ws402.gateway.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.fuzz.Documents;
import io.ws402.fuzz.Reader;
import io.ws402.gateway.methods.evm.config.EvmSettingsReader;
import io.ws402.gateway.methods.solana.config.SolanaSettingsReader;
import io.ws402.protocol.json.MalformedJson;
import io.ws402.protocol.json.StrictJson;
import io.ws402.protocol.payment.PaymentProof;
import java.math.BigInteger;
import java.util.Optional;

/** Proofs of every method: each is read by one of them at most. */
public final class ProofFuzzTest implements Reader {
    private static final int LONGEST = 65_536;
    private static final byte[] SECRET = new byte[32];
    private static final JsonObject METHODS = new JsonObject()
            .put(
                    "evm",
                    new JsonArray()
                            .add(new JsonObject()
                                    .put("network", "base")
                                    .put("wallet", "0x1111111111111111111111111111111111111111")))
            .put(
                    "solana",
                    new JsonArray()
                            .add(new JsonObject()
                                    .put("network", "devnet")
                                    .put("wallet", "4zMMC9srt5Ri5X14GAgXhaHii3GnPAEERYPJgZJDncDU")));

    private final Documents documents = Documents.of(ProofFuzzTest.class);
    private final io.ws402.gateway.methods.evm.payment.ProofReader evm =
            new io.ws402.gateway.methods.evm.payment.ProofReader(
                    new EvmSettingsReader(name -> null, true).read(METHODS).getFirst());
    private final io.ws402.gateway.methods.solana.payment.ProofReader solana =
            new io.ws402.gateway.methods.solana.payment.ProofReader(
                    new SolanaSettingsReader(name -> null, true).read(METHODS).getFirst());

    @FuzzTest
    @Override
    public void read(byte[] input) {
        PaymentProof proof;
        try {
            proof = new PaymentProof(StrictJson.parse(documents.text(input), LONGEST));
        } catch (MalformedJson refused) {
            return;
        }
        var ofEvm = evm.read(proof);
        var ofSolana = solana.read(proof);
        boolean takenByEvm = !(ofEvm instanceof io.ws402.gateway.methods.evm.payment.ProofReader.Reading.Foreign);
        boolean takenBySolana =
                !(ofSolana instanceof io.ws402.gateway.methods.solana.payment.ProofReader.Reading.Foreign);
        assertFalse(takenByEvm && takenBySolana, "two methods take the same proof");
        CreditsProof.read(proof).ifPresent(ProofFuzzTest::isSignedByItsAccount);
        proof.json().fieldNames().stream()
                .filter(name -> proof.json().getValue(name) instanceof String text && text.length() > 16)
                .forEach(name ->
                        assertFalse(proof.toString().contains(proof.json().getString(name))));
    }

    private static void isSignedByItsAccount(CreditsProof proof) {
        assertEquals(Optional.of(proof), CreditsProof.read(proof.toPaymentProof()));
        CreditsProof signed = CreditsProof.sign(proof.account(), SECRET, proof.reference(), BigInteger.TEN);
        assertTrue(signed.isSignedBy(SECRET, BigInteger.TEN));
        assertFalse(signed.isSignedBy(SECRET, BigInteger.ONE));
        assertEquals(signed.equals(proof), proof.isSignedBy(SECRET, BigInteger.TEN));
    }
}
