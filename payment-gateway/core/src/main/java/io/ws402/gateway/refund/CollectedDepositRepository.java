package io.ws402.gateway.refund;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/** What becomes of the deposit of a collection that has come to its end. */
final class CollectedDepositRepository {
    private static final String IS_FINAL = """
            UPDATE deposits d SET final_at = coalesce(d.final_at, now()) FROM refunds c
            WHERE c.id = $1 AND d.id = c.deposit_id AND d.collected_by = c.id AND d.state = 'settled'""";

    private static final String IS_LOST = """
            UPDATE deposits d SET state = 'reversed', reversed_at = now() FROM refunds c
            WHERE c.id = $1 AND d.id = c.deposit_id AND d.collected_by = c.id AND d.state = 'settled'""";

    /** Nobody can take it from us any more. */
    Future<Void> isFinal(SqlClient transaction, String collectionId) {
        return one(transaction, IS_FINAL, collectionId);
    }

    /** It is undone; what its session used of it stays written. */
    Future<Void> isLost(SqlClient transaction, String collectionId) {
        return one(transaction, IS_LOST, collectionId);
    }

    private static Future<Void> one(SqlClient transaction, String statement, String collectionId) {
        return transaction
                .preparedQuery(statement)
                .execute(Tuple.of(collectionId))
                .compose(rows -> rows.rowCount() == 1
                        ? Future.succeededFuture()
                        : Future.failedFuture(
                                new IllegalStateException("no settled deposit is collected by " + collectionId)));
    }
}
