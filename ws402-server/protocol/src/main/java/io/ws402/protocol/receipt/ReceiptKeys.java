package io.ws402.protocol.receipt;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Ed25519 public keys by which receipts are checked, each under its thumbprint (RFC 7638), which is computed here: what a
 * set says of its keys' ids is not believed. Immutable.
 */
public final class ReceiptKeys {
    private static final String CURVE = "Ed25519";
    private static final int KEY_BYTES = 32;
    /** The head of a SubjectPublicKeyInfo of Ed25519 (RFC 8410); the key's bytes follow. */
    private static final byte[] SPKI_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int KEYS_MOST = 64;

    private final Map<String, PublicKey> byId;

    private ReceiptKeys(Map<String, PublicKey> byId) {
        this.byId = Map.copyOf(byId);
    }

    /** Those of a JWK set (RFC 7517, RFC 8037); keys of another kind, and beyond the {@value #KEYS_MOST}th, are passed over. */
    public static ReceiptKeys of(JsonObject jwks) {
        Map<String, PublicKey> keys = new HashMap<>();
        if (jwks.getValue("keys") instanceof JsonArray all) {
            all.stream().limit(KEYS_MOST).forEach(each -> {
                if (each instanceof JsonObject jwk) {
                    rawKey(jwk).ifPresent(raw -> publicKey(raw).ifPresent(key -> keys.put(thumbprint(raw), key)));
                }
            });
        }
        return new ReceiptKeys(keys);
    }

    Optional<PublicKey> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** How a gateway publishes its keys: a JWK set of the 32 bytes of each. */
    public static JsonObject jwks(List<byte[]> publicKeys) {
        JsonArray keys = new JsonArray();
        publicKeys.forEach(raw -> keys.add(new JsonObject()
                .put("kty", "OKP")
                .put("crv", CURVE)
                .put("x", base64Url(raw))
                .put("kid", thumbprint(raw))
                .put("use", "sig")
                .put("alg", ReceiptVerifier.ALGORITHM)));
        return new JsonObject().put("keys", keys);
    }

    /** The thumbprint of a key's 32 bytes (RFC 7638, RFC 8037): SHA-256 in base64url. */
    public static String thumbprint(byte[] raw) {
        String members = "{\"crv\":\"" + CURVE + "\",\"kty\":\"OKP\",\"x\":\"" + base64Url(raw) + "\"}";
        try {
            return base64Url(MessageDigest.getInstance("SHA-256").digest(members.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static Optional<byte[]> rawKey(JsonObject jwk) {
        boolean fits = "OKP".equals(jwk.getValue("kty")) && CURVE.equals(jwk.getValue("crv"));
        if (!fits || !(jwk.getValue("x") instanceof String x)) {
            return Optional.empty();
        }
        try {
            byte[] raw = Base64.getUrlDecoder().decode(x);
            return Optional.of(raw).filter(bytes -> bytes.length == KEY_BYTES);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static Optional<PublicKey> publicKey(byte[] raw) {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        encoded.writeBytes(SPKI_HEAD);
        encoded.writeBytes(raw);
        try {
            return Optional.of(
                    KeyFactory.getInstance(CURVE).generatePublic(new X509EncodedKeySpec(encoded.toByteArray())));
        } catch (GeneralSecurityException noPoint) {
            return Optional.empty();
        }
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
