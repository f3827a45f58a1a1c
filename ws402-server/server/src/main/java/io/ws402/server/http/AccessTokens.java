package io.ws402.server.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import io.ws402.protocol.payment.PaymentProvider;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
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
    /** How long after its expiry a token still shows its session's status: a refund may take longer than a token lives. */
    private static final Duration STATUS_GRACE = Duration.ofHours(24);

    private final Vertx vertx;
    private final PaymentProvider provider;
    private final LongSupplier nanoClock;
    /** So that a video in a hundred parts costs one check of a signature. */
    private static final Duration KNOWN_FOR = Duration.ofMinutes(1);

    private static final int KNOWN_MOST = 10_000;

    private final Map<String, Known> known = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > KNOWN_MOST;
        }
    };
    private @Nullable Future<Verifiers> keys;
    private long fetchedAt;

    /** What a good token opens. */
    record Access(String sessionId, String resourceId) {}

    /** A token that was found good, and may count as such up to a moment before its expiry. */
    private record Known(Access access, long untilNanos) {}

    /**
     * The gateway's keys.
     *
     * @param onTime takes tokens up to their expiry
     * @param late takes them for a day longer
     */
    private record Verifiers(Optional<JWTAuth> onTime, Optional<JWTAuth> late) {}

    AccessTokens(Vertx vertx, PaymentProvider provider, LongSupplier nanoClock) {
        this.vertx = vertx;
        this.provider = provider;
        this.nanoClock = nanoClock;
    }

    /** What a token opens that was found good not long ago and has not expired since; else empty. */
    Optional<Access> known(String token) {
        Known found = known.get(token);
        return found != null && nanoClock.getAsLong() - found.untilNanos() < 0
                ? Optional.of(found.access())
                : Optional.empty();
    }

    /** What the token opens; empty when it is altered, expired or for something else. Fails when there are no keys. */
    Future<Optional<Access>> check(String token) {
        return check(token, Verifiers::onTime);
    }

    /** Until its expiry at most: one that is late is not remembered at all. */
    private void remember(String token, User user, Access access) {
        // Vert.x keeps the times of a token out of the principal.
        if (user.attributes().getValue("exp") instanceof Number expiry) {
            long leftMs = expiry.longValue() * 1_000 - System.currentTimeMillis();
            long knownMs = Math.clamp(leftMs, 0, KNOWN_FOR.toMillis());
            known.put(token, new Known(access, nanoClock.getAsLong() + knownMs * 1_000_000));
        }
    }

    /** The same, also for a token that expired up to a day ago: it shows a status, and opens nothing. */
    Future<Optional<Access>> checkForStatus(String token) {
        return check(token, Verifiers::late);
    }

    private Future<Optional<Access>> check(String token, Function<Verifiers, Optional<JWTAuth>> which) {
        return keys(false)
                .compose(current -> check(which.apply(current), token))
                .compose(first -> {
                    boolean stale = nanoClock.getAsLong() - fetchedAt > REFRESH_NANOS;
                    return first.isPresent() || !stale
                            ? Future.succeededFuture(first)
                            : keys(true).compose(fresh -> check(which.apply(fresh), token));
                });
    }

    private Future<Optional<Access>> check(Optional<JWTAuth> verifier, String token) {
        return verifier.map(found -> found.authenticate(new TokenCredentials(token))
                        .map(user -> access(token, user))
                        .otherwise(Optional.empty()))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    private Optional<Access> access(String token, User user) {
        Optional<Access> access = access(user.principal());
        access.ifPresent(found -> remember(token, user, found));
        return access;
    }

    private static Optional<Access> access(JsonObject claims) {
        boolean complete = claims.getValue("sub") instanceof String && claims.getValue("res") instanceof String;
        return complete ? Optional.of(new Access(claims.getString("sub"), claims.getString("res"))) : Optional.empty();
    }

    private Future<Verifiers> keys(boolean again) {
        Future<Verifiers> current = keys;
        if (current == null || again || current.failed()) {
            fetchedAt = nanoClock.getAsLong();
            current = provider.publicKeys()
                    .map(keySet -> new Verifiers(verifier(keySet, Duration.ZERO), verifier(keySet, STATUS_GRACE)));
            keys = current;
        }
        return current;
    }

    /** Empty without a key: a verifier that has none would take unsigned tokens for good ones. */
    private Optional<JWTAuth> verifier(JsonObject keySet, Duration leeway) {
        JWTAuthOptions options = new JWTAuthOptions()
                .setJWTOptions(new JWTOptions()
                        .setIssuer(ISSUER)
                        .setAudience(List.of(AUDIENCE))
                        .setLeeway((int) leeway.toSeconds()));
        for (Object key : keySet.getJsonArray("keys")) {
            // A symmetric key would make everybody who can read it a signer.
            if (key instanceof JsonObject jwk && ASYMMETRIC.contains(jwk.getString("kty"))) {
                options.addJwk(jwk);
            }
        }
        return options.getJwks() == null ? Optional.empty() : Optional.of(JWTAuth.create(vertx, options));
    }
}
