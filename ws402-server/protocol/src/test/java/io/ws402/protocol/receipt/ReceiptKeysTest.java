package io.ws402.protocol.receipt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys by their thumbprints. */
final class ReceiptKeysTest {
    @Test
    void namesAKeyAsRfc8037Does() {
        byte[] key = Base64.getUrlDecoder().decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
        assertEquals("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", ReceiptKeys.thumbprint(key));
        JsonObject jwk = ReceiptKeys.jwks(List.of(key)).getJsonArray("keys").getJsonObject(0);
        assertEquals("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", jwk.getString("kid"));
        assertEquals("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", jwk.getString("x"));
    }

    @Test
    void passesOverWhatIsNoKeyOfItsKind() {
        JsonObject good = new TestSigner().jwk();
        JsonArray keys = new JsonArray()
                .add("text")
                .add(new JsonObject().put("kty", "oct").put("k", "AAAA"))
                .add(good.copy().put("crv", "X25519"))
                .add(good.copy().put("x", "short"))
                .add(good.copy().put("x", "!".repeat(43)))
                .add(good.copy().put("x", 1))
                .add(good);
        ReceiptKeys read = ReceiptKeys.of(new JsonObject().put("keys", keys));
        assertTrue(read.find(good.getString("kid")).isPresent());
        assertTrue(ReceiptKeys.of(new JsonObject()).find(good.getString("kid")).isEmpty());
    }
}
