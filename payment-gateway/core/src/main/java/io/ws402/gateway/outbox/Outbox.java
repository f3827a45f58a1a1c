package io.ws402.gateway.outbox;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/**
 * What happened, told once it is certain: an event is written in the transaction that makes it true. Webhooks,
 * notifications and analytics read nothing but this.
 */
public final class Outbox {
    private static final String APPEND = "INSERT INTO outbox (topic, subject, payload) VALUES ($1, $2, $3)";

    /**
     * Appends an event.
     *
     * @param transaction the one that makes it true
     * @param topic what happened, for example {@code payment.held}
     * @param subject to what
     * @param payload what readers need; amounts as decimal strings, never a secret or a proof
     */
    public Future<Void> append(SqlClient transaction, String topic, String subject, JsonObject payload) {
        return transaction
                .preparedQuery(APPEND)
                .execute(Tuple.of(topic, subject, payload))
                .mapEmpty();
    }
}
