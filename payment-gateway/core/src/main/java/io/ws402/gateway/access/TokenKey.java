package io.ws402.gateway.access;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The Ed25519 key pair that signs session tokens. It lies in a PEM file that its owner alone may read, is made at the
 * first start, and is shared by all gateways of an installation: a token of one must open the session at another.
 */
public final class TokenKey {
    private static final String ALGORITHM = "Ed25519";
    private static final int KEY_ID_BYTES = 8;

    private final String privatePem;
    private final String publicPem;
    private final byte[] publicKey;

    private TokenKey(KeyFile keys) {
        this.privatePem = keys.privatePem();
        this.publicPem = keys.publicPems().getFirst();
        this.publicKey = keys.publicKeys().getFirst();
    }

    /**
     * Reads the key file, or makes one where there is none. Of several gateways that start at once one makes it. Blocks
     * for a few milliseconds; meant for the start.
     *
     * @throws KeyFileException when others than its owner can read the file, or it holds no such key
     */
    public static TokenKey loadOrCreate(Path file) {
        return new TokenKey(KeyFile.loadOrCreate(file, "token key"));
    }

    /** A key of its own that is kept nowhere, for tests and trials: its tokens die with it. */
    public static TokenKey ephemeral() {
        return new TokenKey(KeyFile.ephemeral());
    }

    String privatePem() {
        return privatePem;
    }

    String publicPem() {
        return publicPem;
    }

    /** Names the key in tokens and in the JWK set: it is derived from the public key. */
    public String id() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(publicKey);
            return HexFormat.of().formatHex(digest, 0, KEY_ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The public half, as a JWK set (RFC 8037). */
    public JsonObject jwks() {
        JsonObject key = new JsonObject()
                .put("kty", "OKP")
                .put("crv", ALGORITHM)
                .put("x", Base64.getUrlEncoder().withoutPadding().encodeToString(publicKey))
                .put("kid", id())
                .put("use", "sig")
                .put("alg", "EdDSA");
        return new JsonObject().put("keys", new JsonArray().add(key));
    }

    @Override
    public String toString() {
        return "TokenKey[" + id() + "]";
    }
}
