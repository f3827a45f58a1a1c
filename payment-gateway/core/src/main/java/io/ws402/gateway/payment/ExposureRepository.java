package io.ws402.gateway.payment;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.method.ExposureCap;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.storage.Amounts;
import io.ws402.gateway.storage.Database;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** The cap on what is served before it is final, as claims and top-ups carry it in their statements. */
final class ExposureRepository {
    // Until the transaction has committed, nobody else adds to what it looks at: a statement's sum does not see what
    // another one is about to commit.
    private static final String ONE_BY_ONE = "SELECT pg_advisory_xact_lock(hashtextextended($1, 402))";

    private static final String FITS = "SELECT " + within("p", "false", "$3", "$4", "$5", "$6")
            + " AS fits FROM (VALUES ($1::text, $2::text)) AS p (method, asset)";

    private static final String STILL_OPEN = """
            SELECT FROM payments p
            WHERE p.id = $1 AND p.state = ANY($2::text[])
              AND NOT EXISTS (SELECT FROM deposits d
                  WHERE d.settlement_key = $3 AND NOT (d.payment_id = p.id AND d.state = 'unclaimed'))
              AND NOT EXISTS (SELECT FROM unattributed_transfers u
                  WHERE u.settlement_key = $3 AND u.resolution = 'float')""";

    private final Database database;
    private final Map<String, Future<Void>> turns = new ConcurrentHashMap<>();

    ExposureRepository(Database database) {
        this.database = database;
    }

    /**
     * The condition of a statement that a deposit is final, or within what its method allows.
     *
     * @param payment the name of the payment's row; the others are parameters: of the deposit and of the caps
     */
    static String within(String payment, String isFinal, String payer, String amount, String perPayer, String total) {
        return """
                (%2$s OR (
                    (%5$s::numeric IS NULL OR %4$s::numeric + (
                        SELECT coalesce(sum(x.at_risk), 0) FROM exposed_deposits x
                        WHERE x.method = %1$s.method AND x.asset = %1$s.asset AND x.payer = %3$s) <= %5$s::numeric)
                    AND (%6$s::numeric IS NULL OR %4$s::numeric + (
                        SELECT coalesce(sum(x.at_risk), 0) FROM exposed_deposits x
                        WHERE x.method = %1$s.method AND x.asset = %1$s.asset) <= %6$s::numeric)))""".formatted(payment, isFinal, payer, amount, perPayer, total);
    }

    /** Adds the caps to a statement's parameters: per payer, then in total. */
    static Tuple addCaps(Tuple parameters, ExposureCap cap) {
        return parameters
                .addValue(cap.perPayer() == null ? null : Amounts.toSql(cap.perPayer()))
                .addValue(cap.total() == null ? null : Amounts.toSql(cap.total()));
    }

    /** Runs a statement that carries the condition; one after the other where a cap applies. */
    Future<Optional<Row>> run(
            StoredPayment payment,
            ObservedDeposit arrived,
            ExposureCap cap,
            Function<SqlClient, Future<Optional<Row>>> statement) {
        if (!cap.appliesTo(arrived)) {
            return statement.apply(database.pool());
        }
        // One connection waits for the lock, not all of them.
        String all = payment.method() + ' ' + arrived.amount().asset().id().value();
        String queue = cap.total() == null ? all + ' ' + arrived.payer() : all;
        return fits(payment, arrived, cap)
                .compose(fits ->
                        fits ? inTurn(queue, () -> alone(queue, statement)) : Future.succeededFuture(Optional.empty()));
    }

    private Future<Optional<Row>> alone(String queue, Function<SqlClient, Future<Optional<Row>>> statement) {
        return database.transaction(transaction -> transaction
                .preparedQuery(ONE_BY_ONE)
                .execute(Tuple.of(queue))
                .compose(locked -> statement.apply(transaction)));
    }

    /** What does not fit now need not wait for its turn to be told so. */
    private Future<Boolean> fits(StoredPayment payment, ObservedDeposit arrived, ExposureCap cap) {
        Tuple parameters = Tuple.of(
                payment.method(),
                arrived.amount().asset().id().value(),
                arrived.payer(),
                Amounts.toSql(arrived.amount().units()));
        return database.pool()
                .preparedQuery(FITS)
                .execute(addCaps(parameters, cap))
                .map(rows -> rows.iterator().next().getBoolean("fits"));
    }

    private <T> Future<T> inTurn(String queue, Supplier<Future<T>> work) {
        Promise<Void> done = Promise.promise();
        Future<Void> before = turns.put(queue, done.future());
        return (before == null ? Future.<Void>succeededFuture() : before)
                .compose(turn -> work.get())
                .onComplete(ended -> {
                    turns.remove(queue, done.future());
                    done.complete();
                });
    }

    /** Whether a deposit was not taken because of the cap alone: its payment waits for it still, and nothing else has it. */
    Future<Boolean> isWaiting(StoredPayment payment, ObservedDeposit arrived, ExposureCap cap) {
        return cap.appliesTo(arrived)
                ? database.pool()
                        .preparedQuery(STILL_OPEN)
                        .execute(Tuple.of(
                                payment.id(), PaymentState.before(PaymentState.Event.ARRIVE), arrived.settlementKey()))
                        .map(rows -> rows.size() > 0)
                : Future.succeededFuture(false);
    }
}
