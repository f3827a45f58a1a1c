package io.ws402.gateway.credits;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.storage.Amounts;
import io.ws402.gateway.storage.Columns;
import io.ws402.gateway.storage.GroupedStatement;
import io.ws402.gateway.storage.Identifiers;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Accounts and transfers of the internal rail. A transfer is one statement: it happens whole, or not at all; those asked for at
 * the same time are one statement together.
 */
public final class CreditsRepository {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final int SECRET_BYTES = 32;
    private static final int MOST_TOGETHER = 256;
    private static final SecureRandom RANDOM = new SecureRandom();

    // All accounts are locked in one order, or transfers in opposite directions would wait for each other. What is read
    // with
    // the lock is what they have, whatever the statement's snapshot says, and stays so until the commit. Of an
    // account's
    // transfers those are made that it covers one after the other.
    private static final String TRANSFER = """
            WITH asked AS (
                SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::numeric[], $6::timestamptz[])
                    WITH ORDINALITY AS a (id, memo, source, target, amount, before, turn)
            ), parties AS MATERIALIZED (
                SELECT id, balance FROM credit_accounts
                WHERE id = ANY ($3::text[] || $4::text[])
                ORDER BY id FOR NO KEY UPDATE
            ), possible AS (
                SELECT a.*, source.balance, sum(a.amount) OVER (PARTITION BY a.source ORDER BY a.turn) AS together
                FROM asked a JOIN parties source ON source.id = a.source JOIN parties target ON target.id = a.target
                WHERE a.source <> a.target AND now() < a.before
                    AND NOT EXISTS (SELECT FROM credit_transfers WHERE memo = a.memo)
            ), covered AS (
                SELECT * FROM possible WHERE together <= balance
            ), moved AS (
                UPDATE credit_accounts c SET balance = standing.balance
                FROM (
                    SELECT party.id, party.balance + sum(CASE WHEN t.target = party.id THEN t.amount ELSE -t.amount END)
                        AS balance
                    FROM parties party JOIN covered t ON party.id IN (t.source, t.target)
                    GROUP BY party.id, party.balance) AS standing
                WHERE c.id = standing.id
            )
            INSERT INTO credit_transfers (id, memo, source, target, amount)
            SELECT id, memo, source, target, amount FROM covered
            RETURNING id, memo, source, target, amount""";

    private static final String GRANT = """
            WITH credited AS (
                UPDATE credit_accounts SET balance = balance + $4::numeric
                WHERE id = $3 AND NOT EXISTS (SELECT FROM credit_transfers WHERE memo = $2)
                RETURNING id
            )
            INSERT INTO credit_transfers (id, memo, target, amount)
            SELECT $1, $2, credited.id, $4::numeric FROM credited
            RETURNING id, memo, source, target, amount""";

    private static final String FIND = "SELECT id, memo, source, target, amount FROM credit_transfers WHERE memo = $1";

    // Times are given when a transaction begins, and seen when it ends: what is younger than a minute may have company
    // yet.
    private static final String RECEIVED = """
            SELECT id, memo, source, target, amount, created_at::text AS at FROM credit_transfers
            WHERE target = $1 AND source IS NOT NULL AND (created_at, id) > ($2::text::timestamptz, $3)
                AND created_at <= now() - interval '1 minute'
            ORDER BY created_at, id LIMIT $4""";

    private static final String STANDING = """
            SELECT balance, (SELECT coalesce(sum(amount), 0) FROM credit_transfers
                WHERE target = $1 AND (created_at, id) > ($2::text::timestamptz, $3)) AS received
            FROM credit_accounts WHERE id = $1""";

    private static final String NOW = "SELECT now()::text AS at";

    private static final String WHY_NOT = """
            SELECT (SELECT count(*) FROM credit_accounts WHERE id IN ($1, $2)) = 2 AS known,
                now() < $3::timestamptz AS in_time""";

    private static final String OPEN = "INSERT INTO credit_accounts (id, secret) VALUES ($1, $2)";

    private static final String OPEN_WALLET =
            "INSERT INTO credit_accounts (id) VALUES ($1) ON CONFLICT (id) DO NOTHING";

    private static final String SECRET =
            "SELECT id, secret FROM credit_accounts WHERE id = ANY ($1) AND secret IS NOT NULL";

    private static final String BALANCE = "SELECT balance FROM credit_accounts WHERE id = $1";

    private final Pool pool;
    private final Identifiers identifiers = Identifiers.system();
    private final GroupedStatement<String, Optional<byte[]>> secrets;
    private final GroupedStatement<TransferBefore, Optional<CreditTransfer>> transfers;

    public CreditsRepository(Pool pool) {
        this.pool = pool;
        this.secrets = new GroupedStatement<>(MOST_TOGETHER, this::secrets);
        this.transfers = new GroupedStatement<>(MOST_TOGETHER, this::transferTogether);
    }

    /** Opens an account without balance; its secret can not be read again. */
    public Future<CreditAccount> openAccount() {
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        CreditAccount account =
                new CreditAccount(identifiers.next("acc"), HexFormat.of().formatHex(secret));
        return pool.preparedQuery(OPEN)
                .execute(Tuple.of(account.id(), Buffer.buffer(secret)))
                .map(account);
    }

    /** Makes sure that the gateway's own account exists. It has no secret: nobody pays from it by a proof. */
    Future<Void> openWallet(String id) {
        return pool.preparedQuery(OPEN_WALLET).execute(Tuple.of(id)).mapEmpty();
    }

    /**
     * Gives an account credit that comes from nowhere: the operator's doing. Idempotent by {@code grantId}: repeated, it
     * is the first grant, whatever is asked now.
     *
     * @return empty when there is no such account
     */
    public Future<Optional<CreditTransfer>> grant(String grantId, String account, BigInteger amount) {
        String memo = "grant:" + grantId; // never a quote's reference or a refund's id
        Tuple arguments = Tuple.of(TransferOrder.transferId(memo), memo, account, Amounts.toSql(amount));
        return orOfThisMemo(
                pool.preparedQuery(GRANT)
                        .execute(arguments)
                        .map(rows -> first(rows.iterator()).map(CreditsRepository::transfer)),
                memo);
    }

    /** What an account has; empty when there is none of that name. */
    public Future<Optional<BigInteger>> balance(String account) {
        return pool.preparedQuery(BALANCE)
                .execute(Tuple.of(account))
                .map(rows -> first(rows.iterator()).map(row -> Amounts.of(row, "balance")));
    }

    /** What an account has, and what it received behind this time and id. */
    Future<Standing> standing(String account, String afterTime, String afterId) {
        return pool.preparedQuery(STANDING)
                .execute(Tuple.of(account, afterTime, afterId))
                .map(rows -> first(rows.iterator())
                        .map(row -> new Standing(Amounts.of(row, "balance"), Amounts.of(row, "received")))
                        .orElseThrow(() -> new IllegalStateException("there is no credit account " + account)));
    }

    /** An account's balance, and what of it came lately. */
    record Standing(BigInteger balance, BigInteger received) {}

    /** The transfer with this memo. */
    Future<Optional<CreditTransfer>> find(String memo) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(memo))
                .map(rows -> first(rows.iterator()).map(CreditsRepository::transfer));
    }

    /** The time, as {@link #received} takes it. */
    Future<String> now() {
        return pool.query(NOW).execute().map(rows -> rows.iterator().next().getString("at"));
    }

    /** Transfers that an account received from others, in order, behind this time and id; each with its time. */
    Future<List<Received>> received(String account, String afterTime, String afterId, int limit) {
        return pool.preparedQuery(RECEIVED)
                .execute(Tuple.of(account, afterTime, afterId, limit))
                .map(rows -> {
                    List<Received> received = new ArrayList<>();
                    rows.forEach(row -> received.add(new Received(transfer(row), row.getString("at"))));
                    return received;
                });
    }

    /** A transfer and when it was made, by the database's clock and in its writing. */
    record Received(CreditTransfer transfer, String at) {}

    /** The secret that an account's proofs are made with. */
    Future<Optional<byte[]>> secret(String account) {
        return secrets.run(account);
    }

    private Future<List<Optional<byte[]>>> secrets(List<String> accounts) {
        return pool.preparedQuery(SECRET)
                .execute(Tuple.of(accounts.stream().distinct().toArray(String[]::new)))
                .map(rows -> {
                    Map<String, byte[]> secrets = new HashMap<>();
                    rows.forEach(row -> secrets.put(
                            row.getString("id"), row.getBuffer("secret").getBytes()));
                    return accounts.stream()
                            .map(account -> Optional.ofNullable(secrets.get(account)))
                            .toList();
                });
    }

    /**
     * Moves credit, once for a memo.
     *
     * @param before by the database's clock; a transfer that has not happened by then never will
     */
    Future<TransferOutcome> transfer(TransferOrder order, Instant before) {
        TransferBefore asked = new TransferBefore(order, before);
        return orOfThisMemo(transfers.run(asked), order.memo())
                // Others of the same account may have gone before it, and not have been covered either.
                .compose(made -> made.isPresent() ? Future.succeededFuture(made) : alone(asked))
                .compose(made -> made.<Future<TransferOutcome>>map(
                                transfer -> Future.succeededFuture(new TransferOutcome.Done(transfer)))
                        .orElseGet(() -> whyNot(order, before)));
    }

    private record TransferBefore(TransferOrder order, Instant before) {}

    private Future<Optional<CreditTransfer>> alone(TransferBefore asked) {
        return orOfThisMemo(
                transferTogether(List.of(asked)).map(List::getFirst),
                asked.order().memo());
    }

    private Future<List<Optional<CreditTransfer>>> transferTogether(List<TransferBefore> asked) {
        List<TransferOrder> orders = asked.stream().map(TransferBefore::order).toList();
        Tuple arguments = Tuple.of(
                Columns.texts(orders, TransferOrder::transferId),
                Columns.texts(orders, TransferOrder::memo),
                Columns.texts(orders, TransferOrder::source),
                Columns.texts(orders, TransferOrder::target),
                Amounts.toSql(orders.stream().map(TransferOrder::amount).toList()),
                asked.stream()
                        .map(each -> each.before().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new));
        return pool.preparedQuery(TRANSFER).execute(arguments).map(rows -> {
            Map<String, CreditTransfer> made = new HashMap<>();
            rows.forEach(row -> made.put(row.getString("memo"), transfer(row)));
            return orders.stream()
                    .map(order -> Optional.ofNullable(made.get(order.memo())))
                    .toList();
        });
    }

    private Future<TransferOutcome> whyNot(TransferOrder order, Instant before) {
        return pool.preparedQuery(WHY_NOT)
                .execute(Tuple.of(order.source(), order.target(), before.atOffset(ZoneOffset.UTC)))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    TransferOutcome.Reason reason = !row.getBoolean("known")
                            ? TransferOutcome.Reason.UNKNOWN_ACCOUNT
                            : row.getBoolean("in_time")
                                    ? TransferOutcome.Reason.BALANCE_TOO_SMALL
                                    : TransferOutcome.Reason.TOO_LATE;
                    return new TransferOutcome.NotDone(reason);
                });
    }

    /** What an insert made, or where its memo is taken the transfer that has it. */
    private Future<Optional<CreditTransfer>> orOfThisMemo(Future<Optional<CreditTransfer>> insert, String memo) {
        return insert.recover(failure ->
                        failure instanceof PgException refused && UNIQUE_VIOLATION.equals(refused.getSqlState())
                                ? Future.succeededFuture(Optional.empty())
                                : Future.failedFuture(failure))
                .compose(made -> made.isPresent() ? Future.succeededFuture(made) : find(memo));
    }

    private static Optional<Row> first(RowIterator<Row> rows) {
        return rows.hasNext() ? Optional.of(rows.next()) : Optional.empty();
    }

    private static CreditTransfer transfer(Row row) {
        return new CreditTransfer(
                row.getString("id"),
                row.getString("memo"),
                row.getString("source"),
                row.getString("target"),
                Amounts.of(row, "amount"));
    }
}
