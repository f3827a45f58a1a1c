package io.ws402.chaos.rule;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

    /** The columns that have other values than before. */
    Set<String> changed() {
        Set<String> changed = new TreeSet<>(after.fieldNames());
        changed.removeIf(column -> !changes(column));
        return changed;
    }

    /** A state that it has reached by this, for people. */
    Optional<String> reached() {
        boolean told = List.of("payments", "deposits", "sessions", "refunds").contains(table)
                && (before == null || changes("state"));
        boolean expires = table.equals("refund_transactions")
                && isNew()
                && text("sequencer").isEmpty();
        if (expires) {
            return Optional.of(
                    number("position") > 0 ? "refund signed anew, without number" : "refund signed, without number");
        }
        boolean resumed = table.equals("sessions") && changes("lease_epoch");
        if (resumed) {
            return Optional.of("session taken up under a new epoch");
        }
        if (!told) {
            return Optional.empty();
        }
        String state = table.substring(0, table.length() - 1) + ' ' + text("state");
        return Optional.of(
                switch (table) {
                    case "sessions" ->
                        text("lease_until").isEmpty()
                                ? state + " without lease " + text("end_reason")
                                : state + ' ' + text("end_reason");
                    case "deposits" -> state + place();
                    case "refunds" -> text("kind").equals("credit") ? state + ", of credit" : state;
                    default -> state;
                });
    }

    private String place() {
        if (DepositRules.isOfCredit(this)) {
            return ", of credit";
        }
        long position = number("position");
        return position > 0 ? ", a top-up" : position < 0 ? ", of no session" : "";
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
