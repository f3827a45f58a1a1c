package io.ws402.server.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import io.ws402.protocol.payment.PaymentProvider;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks access tokens with the gateway's public keys, without a call for each. The keys are fetched when first needed,
 * and again — not more often than every ten seconds — when a token does not fit them, since the gateway may have new
 * ones. Confined to one event loop.
 */
final class AccessTokens {
    private static final String ISSUER = "ws402-gateway";
    private static final String AUDIENCE = "ws402-access";
    private static final Set<String> ASYMMETRIC = Set.of("OKP", "EC");
    private static final long REFRESH_NANOS = Duration.ofSeconds(10).toNanos();

    private final Vertx vertx;
    private final PaymentProvider provider;
    private final LongSupplier nanoClock;
    private @Nullable Future<JWTAuth> keys;
    private long fetchedAt;

    /** What a good token opens. */
    record Access(String sessionId, String resourceId) {}

    AccessTokens(Vertx vertx, PaymentProvider provider, LongSupplier nanoClock) {
        this.vertx = vertx;
        this.provider = provider;
        this.nanoClock = nanoClock;
    }

    /** What the token opens; empty when it is altered, expired or for something else. Fails when there are no keys. */
    Future<Optional<Access>> check(String token) {
        return keys(false).compose(current -> check(current, token)).compose(first -> {
            boolean stale = nanoClock.getAsLong() - fetchedAt > REFRESH_NANOS;
            return first.isPresent() || !stale
                    ? Future.succeededFuture(first)
                    : keys(true).compose(fresh -> check(fresh, token));
        });
    }

    private static Future<Optional<Access>> check(JWTAuth keys, String token) {
        return keys.authenticate(new TokenCredentials(token))
                .map(user -> access(user.principal()))
                .otherwise(Optional.empty());
    }

    private static Optional<Access> access(JsonObject claims) {
        boolean complete = claims.getValue("sub") instanceof String && claims.getValue("res") instanceof String;
        return complete ? Optional.of(new Access(claims.getString("sub"), claims.getString("res"))) : Optional.empty();
    }

    private Future<JWTAuth> keys(boolean again) {
        Future<JWTAuth> current = keys;
        if (current == null || again || current.failed()) {
            fetchedAt = nanoClock.getAsLong();
            current = provider.publicKeys().map(this::verifier);
            keys = current;
        }
        return current;
    }

    private JWTAuth verifier(JsonObject keySet) {
        JWTAuthOptions options = new JWTAuthOptions()
                .setJWTOptions(new JWTOptions().setIssuer(ISSUER).setAudience(List.of(AUDIENCE)));
        for (Object key : keySet.getJsonArray("keys")) {
            // A symmetric key would make everybody who can read it a signer.
            if (key instanceof JsonObject jwk && ASYMMETRIC.contains(jwk.getString("kty"))) {
                options.addJwk(jwk);
            }
        }
        return JWTAuth.create(vertx, options);
    }
}
