package io.ws402.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.fuzz.Reader;
import io.ws402.gateway.access.SessionTokens;
import io.ws402.gateway.access.TokenKey;
import io.ws402.gateway.access.TokenReading;
import io.ws402.protocol.payment.PaymentProvider;
import java.lang.reflect.Proxy;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Resume and access tokens, at the gateway and at a server. An input is a token; or, if it begins with a byte below 64, it
 * says how a good token is altered: places and bytes in turn. Whatever is taken means what was signed.
 */
public final class TokenFuzzTest implements Reader {
    private static final int ALTERATIONS_BELOW = 64;
    private static final TokenReading RESUME = new TokenReading.Resume("pay_1", "ses_1", 3);
    private static final TokenReading ACCESS = new TokenReading.Access("pay_1", "ses_1", "ticker");
    private static final Optional<AccessTokens.Access> OPENED = Optional.of(new AccessTokens.Access("ses_1", "ticker"));

    private final SessionTokens tokens;
    private final AccessTokens accessTokens;

    /** With a key of its own. */
    public TokenFuzzTest() {
        Vertx vertx = Vertx.vertx();
        tokens = new SessionTokens(vertx, TokenKey.ephemeral(), InstantSource.system());
        accessTokens = new AccessTokens(vertx, keysOf(tokens), System::nanoTime);
        // Whatever the gateway answers is there already, so that no thread of its own is needed.
        vertx.close();
    }

    @FuzzTest
    @Override
    public void read(byte[] input) {
        if (input.length > 0 && input[0] >= 0 && input[0] < ALTERATIONS_BELOW) {
            // Signed anew: an access token lives for less than a long run.
            if (input[0] % 2 == 0) {
                means(altered(tokens.resumeToken("pay_1", "ses_1", 3, Duration.ofDays(1)), input), RESUME);
            } else {
                means(altered(tokens.accessToken("pay_1", "ses_1", "ticker").value(), input), ACCESS);
            }
        } else {
            for (Charset charset : List.of(UTF_8, ISO_8859_1)) {
                means(new String(input, charset), new TokenReading.Invalid(""));
            }
        }
    }

    private static String altered(String token, byte[] input) {
        byte[] text = token.getBytes(ISO_8859_1);
        for (int i = 1; i + 2 < input.length; i += 3) {
            int place = ((input[i] & 0xff) << Byte.SIZE | (input[i + 1] & 0xff)) % text.length;
            text[place] = input[i + 2];
        }
        return new String(text, ISO_8859_1);
    }

    private void means(String token, TokenReading signed) {
        TokenReading reading = now(tokens.read(token));
        if (!(reading instanceof TokenReading.Invalid)) {
            assertEquals(signed, reading, token);
        }
        Optional<AccessTokens.Access> opened = now(accessTokens.check(token));
        assertEquals(reading.equals(ACCESS) ? OPENED : Optional.empty(), opened, token);
        assertEquals(opened, now(accessTokens.checkForStatus(token)));
        assertEquals(opened, accessTokens.known(token));
    }

    private static <T> T now(Future<T> future) {
        if (!future.succeeded()) {
            throw new AssertionError("a reader of tokens neither waits nor fails", future.cause());
        }
        return future.result();
    }

    /** A gateway that answers for its keys alone. */
    private static PaymentProvider keysOf(SessionTokens tokens) {
        return (PaymentProvider) Proxy.newProxyInstance(
                PaymentProvider.class.getClassLoader(),
                new Class<?>[] {PaymentProvider.class},
                (self, method, given) -> {
                    if (method.getName().equals("publicKeys")) {
                        return Future.succeededFuture(tokens.jwks());
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
