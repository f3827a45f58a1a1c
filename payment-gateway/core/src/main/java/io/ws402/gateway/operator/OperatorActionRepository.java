package io.ws402.gateway.operator;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The trail of what operators decided: append-only, written in the transaction that carries the decision out. */
public final class OperatorActionRepository {
    private static final String APPEND = """
            INSERT INTO operator_actions (operator, action, subject, note, tx_id) VALUES ($1, $2, $3, $4, $5)""";

    private static final String OF_SUBJECT = """
            SELECT at, operator, action, subject, note, tx_id FROM operator_actions WHERE subject = $1 ORDER BY id""";

    /**
     * Appends a decision.
     *
     * @param transaction the one that carries it out
     * @param txId a transfer that was made outside; told a second time it fails as a unique violation
     */
    public Future<Void> append(
            SqlClient transaction, Decision decision, String action, String subject, @Nullable String txId) {
        return transaction
                .preparedQuery(APPEND)
                .execute(Tuple.of(decision.operator(), action, subject, decision.note(), txId))
                .mapEmpty();
    }

    /** What was decided about a subject, in that order. */
    public Future<List<OperatorAction>> of(SqlClient client, String subject) {
        return client.preparedQuery(OF_SUBJECT).execute(Tuple.of(subject)).map(rows -> {
            List<OperatorAction> actions = new ArrayList<>();
            rows.forEach(row -> actions.add(new OperatorAction(
                    row.getOffsetDateTime("at").toInstant(),
                    row.getString("operator"),
                    row.getString("action"),
                    row.getString("subject"),
                    row.getString("note"),
                    row.getString("tx_id"))));
            return actions;
        });
    }
}
