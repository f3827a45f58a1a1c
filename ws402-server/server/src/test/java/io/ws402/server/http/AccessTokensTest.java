package io.ws402.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.ws402.server.testing.FakeProvider;
import io.ws402.server.testing.TokenSigner;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
final class AccessTokensTest {
    private static final Optional<AccessTokens.Access> ECHO = Optional.of(new AccessTokens.Access("ses_1", "echo"));

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void knowsATokenThatWasGoodForAMinute(Vertx vertx) {
        TokenSigner signer = new TokenSigner(vertx);
        AccessTokens tokens = tokens(vertx, signer);
        String token = signer.access("ses_1", "echo");
        assertEquals(Optional.empty(), tokens.known(token));
        assertEquals(ECHO, tokens.check(token).result());
        assertEquals(ECHO, tokens.known(token));
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertEquals(Optional.empty(), tokens.known(token));
    }

    @Test
    void doesNotKnowATokenThatShowsAStatusAlone(Vertx vertx) {
        TokenSigner signer = new TokenSigner(vertx);
        AccessTokens tokens = tokens(vertx, signer);
        String late = signer.expired("ses_1", "echo", 60);
        assertEquals(ECHO, tokens.checkForStatus(late).result());
        assertEquals(Optional.empty(), tokens.known(late));
        assertEquals(Optional.empty(), tokens.check(late).result());
    }

    private AccessTokens tokens(Vertx vertx, TokenSigner signer) {
        FakeProvider provider = new FakeProvider();
        provider.publicKeys(signer.jwks());
        return new AccessTokens(vertx, provider, nanos::get);
    }
}
