package io.ws402.gateway.app.storage;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.ws402.gateway.storage.Database;

/** Counts what is under way, of all merchants together. */
public final class BacklogRepository {
    // Both counts run over partial indexes of what is open.
    private static final String COUNT = """
            SELECT count(*) FILTER (WHERE kind <> 'collection') AS refunds,
                count(*) FILTER (WHERE kind <> 'collection' AND state = 'awaiting_operator') AS awaiting_operator,
                coalesce(extract(epoch FROM now() - min(created_at) FILTER (WHERE kind <> 'collection')), 0)::bigint
                    AS oldest_seconds,
                count(*) FILTER (WHERE kind = 'collection') AS collections,
                count(*) FILTER (WHERE kind = 'collection' AND state = 'awaiting_operator') AS collections_awaiting,
                coalesce(extract(epoch FROM now() - min(created_at) FILTER (WHERE kind = 'collection')), 0)::bigint
                    AS oldest_collection_seconds,
                (SELECT count(*) FROM sessions WHERE state = 'open') AS held,
                (SELECT count(*) FROM unattributed_transfers WHERE resolution IS NULL) AS unattributed
            FROM refunds WHERE done_at IS NULL""";

    private final Database database;

    /** Over a database. */
    public BacklogRepository(Database database) {
        this.database = database;
    }

    /**
     * What is under way.
     *
     * @param refunds not final
     * @param awaitingOperator of these, those that only a person can bring on
     * @param oldestRefundSeconds since the oldest of them was planned
     * @param collections not final
     * @param collectionsAwaitingOperator of these, those that only a person can bring on
     * @param oldestCollectionSeconds since the oldest of them was planned
     * @param held payments held for a session, or for a 0.1 server
     * @param unattributed transfers to our wallets that wait for an operator
     */
    public record Backlog(
            long refunds,
            long awaitingOperator,
            long oldestRefundSeconds,
            long collections,
            long collectionsAwaitingOperator,
            long oldestCollectionSeconds,
            long held,
            long unattributed) {}

    /** Counts now. */
    public Future<Backlog> count() {
        return database.pool().query(COUNT).execute().map(rows -> {
            Row row = rows.iterator().next();
            return new Backlog(
                    row.getLong("refunds"),
                    row.getLong("awaiting_operator"),
                    row.getLong("oldest_seconds"),
                    row.getLong("collections"),
                    row.getLong("collections_awaiting"),
                    row.getLong("oldest_collection_seconds"),
                    row.getLong("held"),
                    row.getLong("unattributed"));
        });
    }
}
