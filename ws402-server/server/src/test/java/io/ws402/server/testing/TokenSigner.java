package io.ws402.server.testing;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.EdECPublicKey;
import java.util.Arrays;
import java.util.Base64;

/** Signs tokens as a gateway does: JWTs, EdDSA over Ed25519, with a key of its own. */
public final class TokenSigner {
    private final KeyPair keys;
    private final JWTAuth jwt;

    /** Makes a key. */
    public TokenSigner(Vertx vertx) {
        try {
            keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----";
        jwt = JWTAuth.create(
                vertx,
                new JWTAuthOptions()
                        .addPubSecKey(new PubSecKeyOptions()
                                .setAlgorithm("EdDSA")
                                .setId("key-1")
                                .setBuffer(pem)));
    }

    /** The public key, as a JWK set. */
    public JsonObject jwks() {
        byte[] encoded = ((EdECPublicKey) keys.getPublic()).getEncoded();
        byte[] point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        return new JsonObject()
                .put(
                        "keys",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("kty", "OKP")
                                        .put("crv", "Ed25519")
                                        .put("alg", "EdDSA")
                                        .put("use", "sig")
                                        .put("kid", "key-1")
                                        .put(
                                                "x",
                                                Base64.getUrlEncoder()
                                                        .withoutPadding()
                                                        .encodeToString(point))));
    }

    /** An access token. */
    public String access(String sessionId, String resourceId) {
        return sign("ws402-access", sessionId, 900, new JsonObject().put("res", resourceId));
    }

    /** A resume token. */
    public String resume(String sessionId) {
        return sign("ws402-resume", sessionId, 900, new JsonObject().put("epoch", 1));
    }

    /** An access token that was good a while ago. */
    public String expired(String sessionId) {
        return sign("ws402-access", sessionId, -60, new JsonObject().put("res", "echo"));
    }

    private String sign(String audience, String sessionId, long lifetimeSeconds, JsonObject claims) {
        long now = System.currentTimeMillis() / 1000;
        return jwt.generateToken(
                claims.put("iss", "ws402-gateway")
                        .put("aud", audience)
                        .put("sub", sessionId)
                        .put("pid", "pay_1")
                        .put("iat", now - 120)
                        .put("exp", now + lifetimeSeconds),
                new JWTOptions().setAlgorithm("EdDSA").setNoTimestamp(true));
    }
}
