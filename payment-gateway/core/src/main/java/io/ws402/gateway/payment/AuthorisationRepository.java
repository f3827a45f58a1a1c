package io.ws402.gateway.payment;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.method.ObservedDeposit;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Whether an authorisation lasts for a session, as claims and top-ups carry it in their statements. One that would lapse
 * before the longest session of the plan has ended, its lease and its resume window with it, backs none.
 */
final class AuthorisationRepository {
    /** Why one that is too short is refused. */
    static final String REFUSAL =
            "The authorisation lapses before the session may have ended; sign one that lasts longer.";

    private static final String TOO_SHORT = """
            SELECT NOT %s AND NOT EXISTS (SELECT FROM deposits WHERE settlement_key = $4) AS too_short
            FROM payments p WHERE p.id = $1""".formatted(lasts("p", "$2", "$3"));

    private AuthorisationRepository() {}

    /**
     * The condition of a statement; true of money that has arrived.
     *
     * @param payment the name of the row of the payment whose plan the session is on
     * @param usableUntil the parameter with the authorisation's end
     * @param slackMs the parameter with how long after its greatest duration a session ends by itself; with null, nothing
     *     that is only authorised lasts
     */
    static String lasts(String payment, String usableUntil, String slackMs) {
        return """
                (%2$s::timestamptz IS NULL OR %2$s::timestamptz >= now()
                    + least(%1$s.max_duration_seconds, 315360000) * interval '1 second'
                    + %3$s::bigint * interval '1 millisecond')""".formatted(payment, usableUntil, slackMs);
    }

    /** Whether one that backs nothing yet is too short for a session on a payment's plan; false of money that has arrived. */
    static Future<Boolean> isTooShort(
            SqlClient client, StoredPayment payment, ObservedDeposit arrived, Duration slack) {
        return client.preparedQuery(TOO_SHORT)
                .execute(addTo(Tuple.of(payment.id()), arrived, slack).addString(arrived.settlementKey()))
                .map(rows -> rows.iterator().next().getBoolean("too_short"));
    }

    /** The end of a row's authorisation, null where its money has arrived; of a column {@code usable_until}. */
    static @Nullable Instant usableUntil(Row row) {
        OffsetDateTime until = row.getOffsetDateTime("usable_until");
        return until == null ? null : until.toInstant();
    }

    /** Adds both parameters to a statement's. */
    static Tuple addTo(Tuple parameters, ObservedDeposit arrived, @Nullable Duration slack) {
        Instant until = arrived.usableUntil();
        return parameters
                .addValue(until == null ? null : until.atOffset(ZoneOffset.UTC))
                .addLong(slack == null ? null : slack.toMillis());
    }
}
