package io.ws402.gateway.app.storage;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.storage.Columns;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.GroupedStatement;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/**
 * Remembers which request an {@code Idempotency-Key} named first, for good. It keeps no answers: what moves money is
 * idempotent by what it names, so the same request simply runs again. Thread-safe.
 */
public final class IdempotencyKeys {
    private static final int MOST_TOGETHER = 256;

    // The join sees only what was committed before the statement began; where another call inserts the same key in
    // between,
    // there is no row, and that one is asked again. Keys are taken in one order, or two groups would wait for each
    // other.
    private static final String ADMIT = """
            WITH asked AS (
                SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[])
                    WITH ORDINALITY AS a (api_key_id, key, body_hash, number)
            ), first AS (
                INSERT INTO idempotency_keys (api_key_id, key, body_hash)
                SELECT DISTINCT ON (api_key_id, key) api_key_id, key, body_hash FROM asked
                ORDER BY api_key_id, key, number
                ON CONFLICT DO NOTHING RETURNING api_key_id, key, body_hash)
            SELECT a.number, a.body_hash = known.body_hash AS same
            FROM asked a JOIN (
                SELECT api_key_id, key, body_hash FROM first
                UNION ALL SELECT api_key_id, key, body_hash FROM idempotency_keys
                    WHERE (api_key_id, key) IN (SELECT api_key_id, key FROM asked)) AS known USING (api_key_id, key)""";

    private final Database database;
    private final GroupedStatement<Named, Optional<Boolean>> together =
            new GroupedStatement<>(MOST_TOGETHER, this::admit);

    /** A request that carries a key. */
    private record Named(String apiKeyId, String key, Buffer bodyHash) {}

    /** Over a database. */
    public IdempotencyKeys(Database database) {
        this.database = database;
    }

    /** Whether the key is new or named the same request before. */
    public Future<Boolean> admits(Caller caller, String key, String operation, Buffer body) {
        return admits(new Named(caller.apiKeyId(), key, Buffer.buffer(hash(operation, body))));
    }

    private Future<Boolean> admits(Named request) {
        return together.run(request)
                .compose(same -> same.map(Future::succeededFuture).orElseGet(() -> admits(request)));
    }

    private Future<List<Optional<Boolean>>> admit(List<Named> requests) {
        Tuple parameters = Tuple.tuple()
                .addArrayOfString(Columns.texts(requests, Named::apiKeyId))
                .addArrayOfString(Columns.texts(requests, Named::key))
                .addArrayOfBuffer(requests.stream().map(Named::bodyHash).toArray(Buffer[]::new));
        return database.pool()
                .preparedQuery(ADMIT)
                .execute(parameters)
                .map(rows -> GroupedStatement.byNumber(requests.size(), rows, row -> row.getBoolean("same")));
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
