package io.ws402.gateway.access;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * The Ed25519 key pair that signs session tokens. It lies in a PEM file that its owner alone may read, is made at the
 * first start, and is shared by all gateways of an installation: a token of one must open the session at another.
 */
public final class TokenKey {
    private static final String ALGORITHM = "Ed25519";
    private static final int KEY_ID_BYTES = 8;

    // Not the JDK's, which takes most of a millisecond for a signature, and a grant has two.
    private final Ed25519PrivateKeyParameters signer;
    private final String publicPem;
    private final byte[] publicKey;

    private TokenKey(KeyFile keys) {
        this.signer = signer(keys);
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

    private static Ed25519PrivateKeyParameters signer(KeyFile keys) {
        try {
            return (Ed25519PrivateKeyParameters) PrivateKeyFactory.createKey(keys.privateKey());
        } catch (IOException e) {
            throw new IllegalStateException("the key file was read a moment ago", e);
        }
    }

    /** Signs by Ed25519 (RFC 8032); the same bytes have the same signature. Safe from any thread. */
    byte[] sign(byte[] content) {
        byte[] signature = new byte[Ed25519PrivateKeyParameters.SIGNATURE_SIZE];
        signer.sign(Ed25519.Algorithm.Ed25519, null, content, 0, content.length, signature, 0);
        return signature;
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
