package io.ws402.gateway.outbox;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.storage.Columns;
import java.util.List;

/**
 * What happened, told once it is certain: an event is written in the transaction that makes it true. Webhooks,
 * notifications and analytics read nothing but this.
 */
public final class Outbox {
    private static final String APPEND = """
            INSERT INTO outbox (topic, subject, payload)
            SELECT topic, subject, payload
            FROM unnest($1::text[], $2::text[], $3::jsonb[]) WITH ORDINALITY AS e (topic, subject, payload, number)
            ORDER BY number""";

    /**
     * Something that happened.
     *
     * @param topic what, for example {@code payment.held}
     * @param subject to what
     * @param payload what readers need; amounts as decimal strings, never a secret or a proof
     */
    public record Event(String topic, String subject, JsonObject payload) {}

    /** Appends an event to the transaction that makes it true. */
    public Future<Void> append(SqlClient transaction, Event event) {
        return append(transaction, List.of(event));
    }

    /** Appends events, in their order, to the transaction that makes them true. */
    public Future<Void> append(SqlClient transaction, List<Event> events) {
        Tuple parameters = Tuple.tuple()
                .addArrayOfString(Columns.texts(events, Event::topic))
                .addArrayOfString(Columns.texts(events, Event::subject))
                .addArrayOfJsonObject(events.stream().map(Event::payload).toArray(JsonObject[]::new));
        return events.isEmpty()
                ? Future.succeededFuture()
                : transaction.preparedQuery(APPEND).execute(parameters).mapEmpty();
    }
}
