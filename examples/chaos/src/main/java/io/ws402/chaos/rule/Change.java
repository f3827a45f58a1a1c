package io.ws402.chaos.rule;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row that was written.
 *
 * @param at the time of the transaction that wrote it, by the database
 * @param table which table
 * @param before the row as it was, null when it is new
 * @param after the row as it is
 */
record Change(Instant at, String table, @Nullable JsonObject before, JsonObject after) {
    static Change of(Row row) {
        JsonObject after = row.getJsonObject("after");
        return new Change(
                row.getOffsetDateTime("at").toInstant(),
                row.getString("told"),
                row.getJsonObject("before"),
                after == null ? new JsonObject() : after);
    }

    boolean isNew() {
        return before == null;
    }

    /** Whether a column has another value than before; false for a new row. */
    boolean changes(String column) {
        return before != null && !Objects.equals(before.getValue(column), after.getValue(column));
    }

    /** Whether somebody only took a refund to work on it, or put it off. */
    boolean isOnlyWork() {
        return table.equals("refunds") && before != null && !changes("state");
    }

    String id() {
        return text("id");
    }

    String text(String column) {
        return Objects.toString(after.getValue(column), "");
    }

    String textBefore(String column) {
        return before == null ? "" : Objects.toString(before.getValue(column), "");
    }

    BigInteger units(String column) {
        return new BigInteger(text(column));
    }

    BigInteger unitsBefore(String column) {
        return new BigInteger(textBefore(column));
    }

    long number(String column) {
        return Long.parseLong(text(column));
    }

    long numberBefore(String column) {
        return Long.parseLong(textBefore(column));
    }

    static @Nullable Instant time(@Nullable JsonObject row, String column) {
        return row != null && row.getValue(column) instanceof String text
                ? OffsetDateTime.parse(text).toInstant()
                : null;
    }
}
