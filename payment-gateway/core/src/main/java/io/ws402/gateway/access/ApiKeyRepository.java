package io.ws402.gateway.access;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Merchants and API keys. */
final class ApiKeyRepository {
    private static final String ENSURE_MERCHANT = """
            INSERT INTO merchants AS m (id, name, fee_basis_points) VALUES ($1, $2, $3)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, fee_basis_points = excluded.fee_basis_points
                WHERE (m.name, m.fee_basis_points) <> (excluded.name, excluded.fee_basis_points)""";

    private static final String INSERT = """
            INSERT INTO api_keys (id, merchant_id, role, label, secret_hash) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (secret_hash) DO NOTHING""";

    private static final String COLUMNS = "id, merchant_id, role, label, secret_hash, created_at, revoked_at";
    private static final String FIND = "SELECT " + COLUMNS + " FROM api_keys WHERE secret_hash = $1";
    private static final String LIST = "SELECT " + COLUMNS + " FROM api_keys WHERE merchant_id = $1 ORDER BY id";

    private static final String REVOKE = """
            UPDATE api_keys SET revoked_at = now() WHERE merchant_id = $1 AND id = $2 AND revoked_at IS NULL""";

    private final Pool pool;

    ApiKeyRepository(Pool pool) {
        this.pool = pool;
    }

    Future<Void> ensure(Merchant merchant) {
        return pool.preparedQuery(ENSURE_MERCHANT)
                .execute(Tuple.of(merchant.id(), merchant.name(), merchant.feeBasisPoints()))
                .mapEmpty();
    }

    /** Adds a key, unless one with this secret is there. */
    Future<Void> insert(String id, String merchantId, Role role, String label, Buffer secretHash) {
        return pool.preparedQuery(INSERT)
                .execute(Tuple.of(id, merchantId, role.wireName(), label, secretHash))
                .mapEmpty();
    }

    Future<Optional<ApiKey>> find(Buffer secretHash) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(secretHash))
                .map(rows -> rows.stream().findFirst().map(ApiKeyRepository::key));
    }

    Future<List<ApiKey>> list(String merchantId) {
        return pool.preparedQuery(LIST).execute(Tuple.of(merchantId)).map(rows -> {
            List<ApiKey> keys = new ArrayList<>();
            rows.forEach(row -> keys.add(key(row)));
            return keys;
        });
    }

    /** False when the merchant has no such key, or it was revoked before. */
    Future<Boolean> revoke(String merchantId, String id) {
        return pool.preparedQuery(REVOKE).execute(Tuple.of(merchantId, id)).map(rows -> rows.rowCount() > 0);
    }

    private static ApiKey key(Row row) {
        OffsetDateTime revokedAt = row.getOffsetDateTime("revoked_at");
        return new ApiKey(
                row.getString("id"),
                row.getString("merchant_id"),
                Role.of(row.getString("role")),
                row.getString("label"),
                row.getOffsetDateTime("created_at").toInstant(),
                revokedAt == null ? null : revokedAt.toInstant());
    }
}
