package io.ws402.gateway.app.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.ws402.gateway.access.Caller;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds out who calls, by {@code Authorization: Bearer <api key>} (RFC 6750). Thread-safe, shared by all event loops. */
public final class Authentication {
    private static final String SCHEME = "Bearer ";
    private static final int LONGEST_KEY = 256;
    private static final int KNOWN_KEYS_KEPT = 10_000;

    private final Function<String, Future<Optional<Caller>>> keys;
    private final FailedLogins failures;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /**
     * @param keys looks an API key up, in constant time
     * @param failuresPerMinute how many unknown keys an address may try
     */
    public Authentication(Function<String, Future<Optional<Caller>>> keys, int failuresPerMinute) {
        this.keys = keys;
        this.failures = new FailedLogins(failuresPerMinute, System::nanoTime);
    }

    /** Who calls; failed with a {@link Refusal} when nobody who is known, or when the address has to wait. */
    Future<Caller> identify(HttpServerRequest request) {
        String key = key(request);
        String address = request.remoteAddress().hostAddress();
        long waitMs = key != null && known.contains(key) ? 0 : failures.waitMs(address);
        if (waitMs > 0) {
            return Future.failedFuture(new Refusal(Problems.tooManyFailures(waitMs)));
        }
        if (key == null) {
            // No guess was made, so nothing is counted.
            return Future.failedFuture(new Refusal(Problems.unauthenticated()));
        }
        return keys.apply(key).compose(caller -> admit(key, address, caller));
    }

    private Future<Caller> admit(String key, String address, Optional<Caller> caller) {
        if (caller.isPresent()) {
            if (known.size() < KNOWN_KEYS_KEPT) {
                known.add(key);
            }
            return Future.succeededFuture(caller.get());
        }
        known.remove(key);
        failures.failed(address);
        return Future.failedFuture(new Refusal(Problems.unauthenticated()));
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
