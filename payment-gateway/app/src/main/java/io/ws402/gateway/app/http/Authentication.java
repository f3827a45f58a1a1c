package io.ws402.gateway.app.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.ws402.gateway.access.Caller;
import io.ws402.protocol.rate.Rate;
import io.ws402.protocol.rate.RateLimiter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who calls, by {@code Authorization: Bearer <api key>} (RFC 6750). Unknown keys are counted per network
 * address, so that guessing costs the guesser and not the database; a key that has been good is never held up by it,
 * whoever shares its address. Thread-safe, shared by all event loops.
 */
public final class Authentication {
    private static final String SCHEME = "Bearer ";
    private static final int LONGEST_KEY = 256;
    private static final int KNOWN_KEYS_KEPT = 10_000;
    private static final int ADDRESSES_KEPT = 10_000;

    private final Function<String, Future<Optional<Caller>>> keys;
    private final RateLimiter guesses;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /**
     * @param keys looks an API key up, in constant time
     * @param failures how often an address may try an unknown key
     * @param nanoClock monotonic nanoseconds
     */
    public Authentication(Function<String, Future<Optional<Caller>>> keys, Rate failures, LongSupplier nanoClock) {
        this.keys = keys;
        this.guesses = new RateLimiter(failures, ADDRESSES_KEPT, nanoClock);
    }

    /** A key that is good already, such as one that the gateway was configured with. */
    public Authentication knowing(String key) {
        known.add(fingerprint(key));
        return this;
    }

    /** Who calls; failed with a {@link Refusal} when nobody who is known, or when the address has to wait. */
    Future<Caller> identify(HttpServerRequest request) {
        String key = key(request);
        if (key == null) {
            // No guess was made, so nothing is counted.
            return Future.failedFuture(new Refusal(Problems.unauthenticated()));
        }
        String fingerprint = fingerprint(key);
        if (known.contains(fingerprint)) {
            return keys.apply(key)
                    .compose(caller -> caller.map(Future::succeededFuture).orElseGet(() -> {
                        known.remove(fingerprint);
                        return Future.failedFuture(new Refusal(Problems.unauthenticated()));
                    }));
        }
        return guess(key, fingerprint, String.valueOf(request.remoteAddress().hostAddress()));
    }

    /** The turn is taken before the key is looked up: of many guesses at once, too, no more are looked up than may be. */
    private Future<Caller> guess(String key, String fingerprint, String address) {
        long waitMs = guesses.take(address);
        if (waitMs > 0) {
            return Future.failedFuture(new Refusal(Problems.tooManyFailures(waitMs)));
        }
        return keys.apply(key).onFailure(unknown -> guesses.giveBack(address)).compose(caller -> {
            if (caller.isEmpty()) {
                return Future.failedFuture(new Refusal(Problems.unauthenticated()));
            }
            guesses.giveBack(address);
            if (known.size() < KNOWN_KEYS_KEPT) {
                known.add(fingerprint);
            }
            return Future.succeededFuture(caller.get());
        });
    }

    /** What is kept of a key: no secret, and comparing it tells nothing about one. */
    private static String fingerprint(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static @Nullable String key(HttpServerRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        String key = header.substring(SCHEME.length()).strip();
        return key.isEmpty() || key.length() > LONGEST_KEY ? null : key;
    }
}
