package io.ws402.bench.durable;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * A gateway's database as benchmarks prepare it: quotes by the ten thousand, each a copy of one that a gateway made, and
 * the log and the tables settled before anything is measured. Blocking.
 */
final class Books {
    private static final List<String> WHAT_A_QUOTE_RESTS_ON =
            List.of("merchants", "api_keys", "credit_accounts", "payments");

    private static final String CLONE = """
            INSERT INTO payments SELECT copy.* FROM payments p, generate_series($2::bigint, $3::bigint) AS n,
                LATERAL jsonb_populate_record(p, jsonb_build_object('id', 'pay_bench_' || n,
                    'reference', 'bench_' || lpad(n::text, 20, '0'), 'expires_at', now() + interval '1 hour')) AS copy
            WHERE p.id = $1""";

    private final Pool pool;
    private long clones;

    Books(Pool pool) {
        this.pool = pool;
    }

    /** Takes over what a quote rests on, so that the quote and its copies stand here too. */
    void copyFrom(Books original) {
        for (String table : WHAT_A_QUOTE_RESTS_ON) {
            original.pool
                    .query("SELECT to_jsonb(t) AS row FROM " + table + " t")
                    .execute()
                    .await()
                    .forEach(row -> pool.preparedQuery("INSERT INTO " + table + " SELECT (jsonb_populate_record(null::"
                                    + table + ", $1)).*")
                            .execute(Tuple.of(row.getJsonObject("row")))
                            .await());
        }
    }

    /** So many open quotes more; the numbers of the first and the last. */
    Range clone(String paymentId, int count) {
        Range range = new Range(clones + 1, clones + count);
        pool.preparedQuery(CLONE)
                .execute(Tuple.of(paymentId, range.first(), range.last()))
                .await();
        clones += count;
        return range;
    }

    /** The payments of the last so many quotes. */
    List<String> lastPaymentIds(int count) {
        return LongStream.rangeClosed(clones - count + 1, clones)
                .mapToObj(Range::paymentId)
                .toList();
    }

    /** Quotes by their numbers, both included. */
    record Range(long first, long last) {
        static String reference(long number) {
            return "bench_" + String.format(Locale.ROOT, "%020d", number);
        }

        static String paymentId(long number) {
            return "pay_bench_" + number;
        }
    }

    /** Writes so much log: new segments of it are slow to write for the first time, and are written anew after this. */
    void settle(int megabytes) {
        run("CREATE TABLE bench_log AS SELECT repeat('w', 1000) AS filling FROM generate_series(1, 1000 * " + megabytes
                + ")");
        run("DROP TABLE bench_log");
        checkpoint();
    }

    /**
     * Has the planner know the tables as they are, which otherwise takes a minute, and writes out what is dirty, so that it
     * is not written while something is measured.
     */
    void checkpoint() {
        run("ANALYZE");
        run("CHECKPOINT");
    }

    /** What the database takes on disk, its indexes included, without the log. */
    long bytes() {
        checkpoint();
        return row("SELECT pg_database_size(current_database()) AS bytes").getLong("bytes");
    }

    void run(String statement) {
        pool.query(statement).execute().await();
    }

    /** One row as JSON. */
    JsonObject row(String query) {
        return pool.query(query).execute().await().iterator().next().toJson();
    }
}
