package io.ws402.gateway.app.storage;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.storage.Database;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Remembers which request an {@code Idempotency-Key} named first, for good. It keeps no answers: what moves money is
 * idempotent by what it names, so the same request simply runs again. Thread-safe.
 */
public final class IdempotencyKeys {
    // The second branch sees only what was committed before the statement began; where another call inserts the same
    // key
    // in between, neither branch has a row, and the statement is run again.
    private static final String ADMIT = """
            WITH first AS (
                INSERT INTO idempotency_keys (api_key_id, key, body_hash) VALUES ($1, $2, $3)
                ON CONFLICT DO NOTHING RETURNING true AS same)
            SELECT same FROM first
            UNION ALL
            SELECT body_hash = $3 FROM idempotency_keys WHERE api_key_id = $1 AND key = $2
            LIMIT 1""";

    private final Database database;

    /** Over a database. */
    public IdempotencyKeys(Database database) {
        this.database = database;
    }

    /** Whether the key is new or named the same request before. */
    public Future<Boolean> admits(Caller caller, String key, String operation, Buffer body) {
        return admits(Tuple.of(caller.apiKeyId(), key, Buffer.buffer(hash(operation, body))));
    }

    private Future<Boolean> admits(Tuple parameters) {
        return database.pool()
                .preparedQuery(ADMIT)
                .execute(parameters)
                .compose(rows -> rows.size() == 0
                        ? admits(parameters)
                        : Future.succeededFuture(rows.iterator().next().getBoolean("same")));
    }

    private static byte[] hash(String operation, Buffer body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(operation.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return digest.digest(body.getBytes());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
