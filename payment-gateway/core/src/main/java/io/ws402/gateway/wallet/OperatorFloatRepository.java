package io.ws402.gateway.wallet;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.storage.Amounts;
import java.math.BigInteger;

/** What operators put into wallets and took out of them, by id. */
final class OperatorFloatRepository {
    private static final String ENTER = """
            INSERT INTO operator_floats (id, wallet, asset, amount, note) VALUES ($1, $2, $3, $4::numeric, $5)
            ON CONFLICT (id) DO NOTHING""";

    private static final String FIND = "SELECT wallet, asset, amount FROM operator_floats WHERE id = $1";

    /** False when there is one of this id. */
    Future<Boolean> enter(SqlConnection transaction, String id, WalletAsset into, BigInteger amount, String note) {
        return transaction
                .preparedQuery(ENTER)
                .execute(Tuple.of(id, into.wallet(), into.asset().value(), Amounts.toSql(amount), note))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Whether the one of this id has these figures. */
    Future<Boolean> isSame(SqlConnection transaction, String id, WalletAsset into, BigInteger amount) {
        return transaction.preparedQuery(FIND).execute(Tuple.of(id)).map(rows -> {
            Row row = rows.iterator().next();
            return row.getString("wallet").equals(into.wallet())
                    && row.getString("asset").equals(into.asset().value())
                    && Amounts.of(row, "amount").equals(amount);
        });
    }
}
