package io.ws402.gateway.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.storage.Await;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class SessionTokensTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration HOUR = Duration.ofHours(1);

    private final TokenKey key = TokenKey.ephemeral();
    private final SessionTokens tokens = new SessionTokens(VERTX, key, InstantSource.system());

    @AfterAll
    static void close() {
        Await.of(VERTX.close());
    }

    private TokenReading read(String token) {
        return Await.of(tokens.read(token));
    }

    private void assertInvalid(String token) {
        assertInstanceOf(TokenReading.Invalid.class, read(token));
    }

    @Test
    void readsWhatItSigned() {
        assertEquals(new TokenReading.Resume("pay_1", "ses_1", 7), read(tokens.resumeToken("pay_1", "ses_1", 7, HOUR)));
        AccessToken access = tokens.accessToken("pay_1", "ses_1", "ticker");
        assertEquals(new TokenReading.Access("pay_1", "ses_1", "ticker"), read(access.value()));
        assertEquals(15 * 60_000, access.expiresInMs());
        assertFalse(access.toString().contains(access.value()));
    }

    @Test
    void isReadByEveryGatewayWithTheSameKeyAndByNoOther() {
        String token = tokens.resumeToken("pay_1", "ses_1", 1, HOUR);
        SessionTokens second = new SessionTokens(VERTX, key, InstantSource.system());
        assertInstanceOf(TokenReading.Resume.class, Await.of(second.read(token)));
        SessionTokens stranger = new SessionTokens(VERTX, TokenKey.ephemeral(), InstantSource.system());
        assertInstanceOf(TokenReading.Invalid.class, Await.of(stranger.read(token)));
    }

    @Test
    void refusesATokenThatWasAltered() {
        String[] parts = tokens.resumeToken("pay_1", "ses_1", 1, HOUR).split("\\.", -1);
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        assertInvalid(parts[0] + "." + base64(claims.replace("\"epoch\":1", "\"epoch\":2")) + "." + parts[2]);
        assertInvalid(parts[0] + "." + parts[1] + "." + parts[2].substring(2));
        assertInvalid(parts[0] + "." + parts[1] + ".");
        assertInvalid("");
        assertInvalid("a.b.c");
    }

    @Test
    void refusesAnotherAlgorithmOverTheSameClaims() throws Exception {
        String claims = tokens.resumeToken("pay_1", "ses_1", 1, HOUR).split("\\.", -1)[1];
        assertInvalid(base64("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + claims + ".");
        // The classic confusion: the public key, which everybody knows, as the secret of a MAC.
        String signed = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"" + key.id() + "\"}") + "." + claims;
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.publicPem().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] tag = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
        assertInvalid(signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(tag));
    }

    @Test
    void refusesATokenThatHasExpired() {
        InstantSource anHourAgo = InstantSource.fixed(Instant.now().minus(HOUR));
        SessionTokens past = new SessionTokens(VERTX, key, anHourAgo);
        assertInvalid(past.accessToken("pay_1", "ses_1", "ticker").value());
        assertInvalid(past.resumeToken("pay_1", "ses_1", 1, Duration.ofMinutes(59)));
        assertInstanceOf(
                TokenReading.Resume.class, read(past.resumeToken("pay_1", "ses_1", 1, Duration.ofMinutes(61))));
    }

    @Test
    void publishesTheKeyByWhichAnybodyCanCheckIt() throws Exception {
        JsonObject jwk = tokens.jwks().getJsonArray("keys").getJsonObject(0);
        assertEquals("OKP", jwk.getString("kty"));
        assertEquals("Ed25519", jwk.getString("crv"));
        assertFalse(jwk.containsKey("d"));
        String[] parts = tokens.accessToken("pay_1", "ses_1", "ticker").value().split("\\.", -1);
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(publicKey(Base64.getUrlDecoder().decode(jwk.getString("x"))));
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertEquals(true, signature.verify(Base64.getUrlDecoder().decode(parts[2])));
    }

    private static PublicKey publicKey(byte[] raw) throws Exception {
        byte[] bigEndian = new byte[raw.length];
        for (int i = 0; i < raw.length; i++) {
            bigEndian[raw.length - 1 - i] = raw[i];
        }
        boolean odd = (bigEndian[0] & 0x80) != 0;
        bigEndian[0] &= 0x7F;
        EdECPoint point = new EdECPoint(odd, new BigInteger(1, bigEndian));
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
