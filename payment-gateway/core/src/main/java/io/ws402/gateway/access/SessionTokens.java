package io.ws402.gateway.access;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Signs and reads the tokens of sessions: JWTs, EdDSA over Ed25519.
 *
 * <p>Claims: {@code iss} {@code ws402-gateway}; {@code aud} {@code ws402-resume} or {@code ws402-access}; {@code sub} the
 * session; {@code pid} its payment; {@code epoch} (resume) or {@code res}, the resource (access); {@code iat}, {@code exp}.
 * A resume token is single use because it names the lease epoch: it means something only while the session's epoch is
 * that one. Thread-safe.
 */
public final class SessionTokens {
    /** How long an access token lives; renewed by {@code ws402.token}. */
    public static final Duration ACCESS_LIFETIME = Duration.ofMinutes(15);

    private static final String ALGORITHM = "EdDSA";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final String ISSUER = "ws402-gateway";
    private static final String RESUME = "ws402-resume";
    private static final String ACCESS = "ws402-access";

    private final TokenKey key;
    private final InstantSource clock;
    private final JWTAuth jwt;
    private final String header;

    /** Signs with the key; the clock writes {@code iat} and {@code exp}. */
    public SessionTokens(Vertx vertx, TokenKey key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
        this.jwt = JWTAuth.create(
                vertx,
                new JWTAuthOptions()
                        .setJWTOptions(new JWTOptions().setIssuer(ISSUER))
                        .addPubSecKey(new PubSecKeyOptions()
                                .setAlgorithm(ALGORITHM)
                                .setId(key.id())
                                .setBuffer(key.publicPem())));
        this.header = base64(new JsonObject()
                        .put("typ", "JWT")
                        .put("alg", ALGORITHM)
                        .put("kid", key.id())
                        .toBuffer()
                        .getBytes())
                + '.';
    }

    /**
     * A token that takes the session up once, while its lease epoch is this one.
     *
     * @param lifetime a bound only; whether the session can be resumed is decided by the database
     */
    public String resumeToken(String paymentId, String sessionId, long leaseEpoch, Duration lifetime) {
        JsonObject claims = claims(RESUME, paymentId, sessionId, lifetime).put("epoch", leaseEpoch);
        return sign(claims);
    }

    /** A token that opens the session's HTTP resource and status for {@link #ACCESS_LIFETIME}. */
    public AccessToken accessToken(String paymentId, String sessionId, String resourceId) {
        JsonObject claims =
                claims(ACCESS, paymentId, sessionId, ACCESS_LIFETIME).put("res", resourceId);
        return new AccessToken(sign(claims), ACCESS_LIFETIME.toMillis());
    }

    private JsonObject claims(String audience, String paymentId, String sessionId, Duration lifetime) {
        long now = clock.instant().getEpochSecond();
        return new JsonObject()
                .put("iss", ISSUER)
                .put("aud", audience)
                .put("sub", sessionId)
                .put("pid", paymentId)
                .put("iat", now)
                .put("exp", now + lifetime.toSeconds());
    }

    /** As a JWS in compact form (RFC 7515). */
    private String sign(JsonObject claims) {
        String content = header + base64(claims.toBuffer().getBytes());
        return content + '.' + base64(key.sign(content.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String base64(byte[] bytes) {
        return BASE64.encodeToString(bytes);
    }

    /** Checks signature, issuer and expiry, and says what the token is for. Never fails. */
    public Future<TokenReading> read(String token) {
        return jwt.authenticate(new TokenCredentials(token))
                .map(user -> reading(user.principal()))
                .otherwise(
                        failure -> new TokenReading.Invalid("the token is altered, expired, or not of this gateway"));
    }

    private static TokenReading reading(JsonObject claims) {
        String audience = text(claims, "aud");
        String paymentId = text(claims, "pid");
        String sessionId = text(claims, "sub");
        if (audience == null || paymentId == null || sessionId == null) {
            return new TokenReading.Invalid("the token lacks a claim");
        }
        String resourceId = text(claims, "res");
        if (audience.equals(ACCESS) && resourceId != null) {
            return new TokenReading.Access(paymentId, sessionId, resourceId);
        }
        if (audience.equals(RESUME) && claims.getValue("epoch") instanceof Number epoch) {
            return new TokenReading.Resume(paymentId, sessionId, epoch.longValue());
        }
        return new TokenReading.Invalid("the token is for something else");
    }

    private static @Nullable String text(JsonObject claims, String name) {
        return claims.getValue(name) instanceof String text ? text : null;
    }

    /** The public keys by which others check the tokens, as a JWK set. */
    public JsonObject jwks() {
        return key.jwks();
    }
}
