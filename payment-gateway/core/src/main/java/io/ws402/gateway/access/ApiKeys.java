package io.ws402.gateway.access;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.Identifiers;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Who may call the gateway. Keys are stored as SHA-256 hashes of secrets with 128 random bits or more, and looked up by
 * that hash: how long a comparison takes says nothing about a secret. A key that was found is remembered for a short time,
 * so a revocation reaches other gateways after that; unknown keys are never remembered. Thread-safe.
 */
public final class ApiKeys {
    /** How long a gateway goes on believing in a key. */
    public static final Duration REMEMBERED = Duration.ofSeconds(5);

    private static final int LARGEST_MEMORY = 10_000;

    private final ApiKeyRepository keys;
    private final Identifiers identifiers;
    private final SecureRandom random;
    private final LongSupplier nanoTime;
    private final Map<Buffer, Remembered> memory = new ConcurrentHashMap<>();

    private record Remembered(Caller caller, long untilNanos) {}

    /** @param nanoTime a monotonic clock, {@code System::nanoTime} */
    public ApiKeys(Database database, Identifiers identifiers, SecureRandom random, LongSupplier nanoTime) {
        this.keys = new ApiKeyRepository(database.pool());
        this.identifiers = identifiers;
        this.random = random;
        this.nanoTime = nanoTime;
    }

    /** Who calls with this bearer token; empty when nobody does whose key stands. */
    public Future<Optional<Caller>> authenticate(String bearer) {
        if (bearer.length() < KeySecret.MIN_LENGTH) {
            return Future.succeededFuture(Optional.empty());
        }
        Buffer hash = new KeySecret(bearer).hash();
        Remembered known = memory.get(hash);
        if (known != null && nanoTime.getAsLong() - known.untilNanos() < 0) {
            return Future.succeededFuture(Optional.of(known.caller()));
        }
        return keys.find(hash)
                .map(found -> found.filter(key -> key.revokedAt() == null)
                        .map(key -> remember(hash, new Caller(key.id(), key.merchantId(), key.role())))
                        .or(() -> forget(hash)));
    }

    private Caller remember(Buffer hash, Caller caller) {
        if (memory.size() >= LARGEST_MEMORY) {
            memory.clear();
        }
        memory.put(hash, new Remembered(caller, nanoTime.getAsLong() + REMEMBERED.toNanos()));
        return caller;
    }

    private Optional<Caller> forget(Buffer hash) {
        memory.remove(hash);
        return Optional.empty();
    }

    /** Makes sure of a merchant, its name and its fee. */
    public Future<Void> ensure(Merchant merchant) {
        return keys.ensure(merchant);
    }

    /**
     * Makes sure of a configured key. Idempotent.
     *
     * @param secret 32 random characters or more; whoever reads the configuration refuses well-known ones
     * @return failed with an {@link ApiKeyConflictException} when the same secret is there as something else, or was
     *     revoked
     */
    public Future<Void> ensure(String merchantId, Role role, String label, String secret) {
        Buffer hash = new KeySecret(secret).hash();
        return keys.insert(identifiers.next("key"), merchantId, role, label, hash)
                .compose(done -> keys.find(hash))
                .compose(found -> check(found.orElseThrow(), merchantId, role, label));
    }

    private static Future<Void> check(ApiKey found, String merchantId, Role role, String label) {
        if (found.revokedAt() != null) {
            return Future.failedFuture(new ApiKeyConflictException(label, "it was revoked"));
        }
        if (found.role() != role) {
            return Future.failedFuture(new ApiKeyConflictException(
                    label, "for the role " + found.role().wireName()));
        }
        return found.merchantId().equals(merchantId)
                ? Future.succeededFuture()
                : Future.failedFuture(new ApiKeyConflictException(label, "for another merchant"));
    }

    /** Makes a key. */
    public Future<CreatedApiKey> create(String merchantId, Role role, String label) {
        KeySecret secret = KeySecret.random(random);
        String id = identifiers.next("key");
        return keys.insert(id, merchantId, role, label, secret.hash()).map(new CreatedApiKey(id, secret.value()));
    }

    /** A merchant's keys, revoked ones too, the oldest first. */
    public Future<List<ApiKey>> list(String merchantId) {
        return keys.list(merchantId);
    }

    /**
     * Ends a key: here at once, at other gateways within {@link #REMEMBERED}.
     *
     * @return false when the merchant has no such key, or it was revoked before
     */
    public Future<Boolean> revoke(String merchantId, String keyId) {
        return keys.revoke(merchantId, keyId)
                .onSuccess(done -> memory.values()
                        .removeIf(known -> known.caller().apiKeyId().equals(keyId)));
    }
}
