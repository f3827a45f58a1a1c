package io.ws402.protocol.receipt;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Signs whatever it is given, with a key of its own, by the JDK alone. */
final class TestSigner {
    private final KeyPair pair;

    TestSigner() {
        try {
            pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] publicKey() {
        byte[] encoded = pair.getPublic().getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    }

    String id() {
        return ReceiptKeys.thumbprint(publicKey());
    }

    JsonObject jwk() {
        return ReceiptKeys.jwks(List.of(publicKey())).getJsonArray("keys").getJsonObject(0);
    }

    ReceiptKeys keys() {
        return ReceiptKeys.of(new JsonObject().put("keys", new JsonArray().add(jwk())));
    }

    JsonObject header() {
        return new JsonObject().put("typ", "JWT").put("alg", "EdDSA").put("kid", id());
    }

    String sign(Receipt receipt) {
        return sign(header().encode(), ReceiptJson.write(receipt).encode());
    }

    String sign(String header, String claims) {
        String input =
                base64(header.getBytes(StandardCharsets.UTF_8)) + "." + base64(claims.getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
