package io.ws402.protocol.receipt;

import static io.ws402.protocol.receipt.SampleReceipts.coins;
import static io.ws402.protocol.receipt.SampleReceipts.eth;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.protocol.receipt.Receipt.Sums;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as a receipt of a gateway, and what does not. */
final class ReceiptVerifierTest {
    private final TestSigner gateway = new TestSigner();
    private final String signed = gateway.sign(SampleReceipts.severalAssets());

    private ReceiptReading.Verified verified(String receipt, ReceiptKeys keys) {
        return assertInstanceOf(ReceiptReading.Verified.class, ReceiptVerifier.verify(receipt, keys));
    }

    private String refused(String receipt) {
        return assertInstanceOf(ReceiptReading.Refused.class, ReceiptVerifier.verify(receipt, gateway.keys()))
                .code();
    }

    private String withHeader(JsonObject header) {
        return gateway.sign(
                header.encode(),
                ReceiptJson.write(SampleReceipts.severalAssets()).encode());
    }

    private String withClaims(String name, Object value) {
        JsonObject claims = ReceiptJson.write(SampleReceipts.severalAssets()).put(name, value);
        return gateway.sign(gateway.header().encode(), claims.encode());
    }

    @Test
    void saysWhatTheGatewaySignedAndByWhichKey() {
        ReceiptReading.Verified verified = verified(signed, gateway.keys());
        assertEquals(SampleReceipts.severalAssets(), verified.receipt());
        assertEquals(gateway.id(), verified.keyId());
        assertEquals(verified, verified(" " + signed + "\n", gateway.keys()));
    }

    @Test
    void readsALossByReorganisation() {
        Receipt receipt = verified(gateway.sign(SampleReceipts.withLoss()), gateway.keys())
                .receipt();
        assertEquals(eth(100), receipt.sums().lost());
        assertEquals(eth(100), receipt.sums().undone());
    }

    @Test
    void goesByAnyKeyOfTheSetSoThatOldReceiptsOutliveARotation() {
        TestSigner next = new TestSigner();
        JsonObject both = ReceiptKeys.jwks(List.of(next.publicKey(), gateway.publicKey()));
        assertEquals(gateway.id(), verified(signed, ReceiptKeys.of(both)).keyId());
        String later = next.sign(SampleReceipts.severalAssets());
        assertEquals(next.id(), verified(later, ReceiptKeys.of(both)).keyId());
        assertEquals("receipt_unknown_key", refused(later));
    }

    @Test
    void refusesTheKeyOfAStranger() {
        TestSigner stranger = new TestSigner();
        assertEquals("receipt_unknown_key", refused(stranger.sign(SampleReceipts.severalAssets())));
        String pretends = stranger.sign(
                gateway.header().encode(),
                ReceiptJson.write(SampleReceipts.severalAssets()).encode());
        assertEquals("receipt_signature", refused(pretends));
    }

    @Test
    void doesNotBelieveWhatASetSaysOfItsKeysIds() {
        JsonObject renamed = new TestSigner().jwk().put("kid", gateway.id());
        ReceiptKeys keys = ReceiptKeys.of(new JsonObject().put("keys", new JsonArray().add(renamed)));
        assertEquals(
                "receipt_unknown_key",
                assertInstanceOf(ReceiptReading.Refused.class, ReceiptVerifier.verify(signed, keys))
                        .code());
    }

    @Test
    void refusesAnyChangeOfItsText() {
        String[] parts = signed.split("\\.", -1);
        String claims = ReceiptJson.write(SampleReceipts.withLoss()).encode();
        assertEquals(
                "receipt_signature",
                refused(parts[0] + "." + TestSigner.base64(claims.getBytes(StandardCharsets.UTF_8)) + "." + parts[2]));
        String other = new TestSigner().sign(SampleReceipts.severalAssets()).split("\\.", -1)[2];
        assertEquals("receipt_signature", refused(parts[0] + "." + parts[1] + "." + other));
        assertEquals("receipt_signature", refused(parts[0] + "." + parts[1] + "." + parts[2].substring(0, 80)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "HS256", "ES256", "Ed25519", ""})
    void refusesEveryAlgorithmButItsOwn(String algorithm) {
        assertEquals("receipt_algorithm", refused(withHeader(gateway.header().put("alg", algorithm))));
    }

    @Test
    void refusesAnUnsignedOne() {
        String[] parts = signed.split("\\.", -1);
        assertEquals("receipt_malformed", refused(parts[0] + "." + parts[1] + "."));
        String none = TestSigner.base64("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        assertEquals("receipt_malformed", refused(none + "." + parts[1] + "."));
        assertEquals("receipt_algorithm", refused(none + "." + parts[1] + "." + parts[2]));
    }

    /** The public key is no secret: whoever took it for one would take a forgery for a receipt. */
    @Test
    void isNotConfusedByAHashUnderThePublicKey() throws GeneralSecurityException {
        String header = gateway.header().put("alg", "HS256").encode();
        String input = TestSigner.base64(header.getBytes(StandardCharsets.UTF_8)) + "." + signed.split("\\.", -1)[1];
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(gateway.publicKey(), "HmacSHA256"));
        String forged = input + "." + TestSigner.base64(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
        assertEquals("receipt_algorithm", refused(forged));
    }

    @Test
    void takesNoKeyFromTheReceipt() {
        TestSigner stranger = new TestSigner();
        JsonObject header = stranger.header().put("jwk", stranger.jwk());
        String brought = stranger.sign(
                header.encode(),
                ReceiptJson.write(SampleReceipts.severalAssets()).encode());
        assertEquals("receipt_unknown_key", refused(brought));
        JsonObject unnamed = gateway.header();
        unnamed.remove("kid");
        assertEquals("receipt_unknown_key", refused(withHeader(unnamed)));
    }

    @Test
    void refusesExtensionsThatItDoesNotKnow() {
        assertEquals(
                "receipt_malformed", refused(withHeader(gateway.header().put("crit", new JsonArray().add("b64")))));
    }

    @Test
    void refusesWhatIsLongerThanAnyReceipt() {
        assertEquals("receipt_too_large", refused("a".repeat(ReceiptVerifier.MAX_LENGTH + 1)));
        assertEquals("receipt_malformed", refused(withHeader(gateway.header().put("more", "a".repeat(2000)))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "a.b", "a.b.c.d", "a.b.c", "....", "a b.c.d", "{}", "é.é.é", "eyJ9.eyJ9.eyJ9", "A.A.A"})
    void refusesWhatIsNoReceiptAtAll(String text) {
        assertEquals("receipt_malformed", refused(text));
    }

    @Test
    void refusesOtherThingsThatTheSameKeySigned() {
        assertEquals("receipt_malformed", refused(withClaims("aud", "ws402-access")));
        assertEquals("receipt_malformed", refused(withClaims("iss", "somebody")));
        assertEquals("receipt_malformed", refused(withClaims("version", 2)));
        assertEquals("receipt_malformed", refused(withClaims("paid", 1.5)));
        assertEquals("receipt_malformed", refused(withClaims("paid", "-1")));
        String twice =
                ReceiptJson.write(SampleReceipts.severalAssets()).encode().replaceFirst("\\{", "{\"paid\":\"1\",");
        assertEquals("receipt_malformed", refused(gateway.sign(gateway.header().encode(), twice)));
    }

    @Test
    void refusesOneThatDoesNotAddUp() {
        assertEquals("receipt_unbalanced", refused(withClaims("paid", "141")));
        assertEquals("receipt_unbalanced", refused(withClaims("consumed", "129")));
        assertEquals("receipt_unbalanced", refused(withClaims("refunded", "11")));
        assertEquals("receipt_unbalanced", refused(withClaims("undone", "1")));
        Sums sums = new Sums(eth(100), eth(0), eth(0), eth(90), eth(0), eth(10));
        assertEquals(
                "receipt_unbalanced",
                refused(gateway.sign(SampleReceipts.receipt("settled", sums, List.of(coins("settled", 90, null))))),
                "what goes back of the deposit is not told");
    }

    @Test
    void holdsThatWhatRunsHasNotBeenDivided() {
        Sums sums = new Sums(eth(100), eth(0), eth(0), eth(30), eth(0), eth(0));
        verified(gateway.sign(SampleReceipts.receipt("held", sums, List.of(coins("held", 0, null)))), gateway.keys());
    }
}
