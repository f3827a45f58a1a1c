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
        return expired(sessionId, "echo", 60);
    }

    /** An access token that expired so many seconds ago. */
    public String expired(String sessionId, String resourceId, long secondsAgo) {
        return sign("ws402-access", sessionId, -secondsAgo, new JsonObject().put("res", resourceId));
    }

    /** An access token that nobody signed ({@code "alg":"none"}). */
    public static String unsigned(String sessionId, String resourceId) {
        JsonObject claims = claims("ws402-access", sessionId, 900).put("res", resourceId);
        return base64(new JsonObject().put("typ", "JWT").put("alg", "none")) + "." + base64(claims) + ".";
    }

    private static String base64(JsonObject part) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(part.toBuffer().getBytes());
    }

    private String sign(String audience, String sessionId, long lifetimeSeconds, JsonObject claims) {
        return jwt.generateToken(
                claims(audience, sessionId, lifetimeSeconds).mergeIn(claims),
                new JWTOptions().setAlgorithm("EdDSA").setNoTimestamp(true));
    }

    private static JsonObject claims(String audience, String sessionId, long lifetimeSeconds) {
        long now = System.currentTimeMillis() / 1000;
        return new JsonObject()
                .put("iss", "ws402-gateway")
                .put("aud", audience)
                .put("sub", sessionId)
                .put("pid", "pay_1")
                .put("iat", now - 120)
                .put("exp", now + lifetimeSeconds);
    }
}
