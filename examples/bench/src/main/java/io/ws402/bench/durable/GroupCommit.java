package io.ws402.bench.durable;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.storage.ConnectionSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Holds payments with the rows that a gateway writes for them, but all that arrive within a millisecond by one statement.
 * It trusts the proof: whoever names a reference has paid. Confined to one event loop.
 */
final class GroupCommit {
    private static final long WINDOW_MS = 1;
    private static final int CONNECTIONS = 4;
    private static final int LONGEST_CACHED_STATEMENT = 16_384;

    /**
     * References and sessions are two arrays of text; payer and wallet are accounts of credits. There is no single colon in
     * it, not even in text: pgbench would take it for one of its variables.
     */
    static String statement(String references, String sessions, String payer, String wallet) {
        return """
            WITH asked AS (
                SELECT * FROM unnest(%s, %s) AS a (reference, claimed_by)
            ), claimed AS (
                UPDATE payments p SET state = 'held', held_at = now() FROM asked
                WHERE p.reference = asked.reference AND p.state IN ('quoted', 'expired', 'paid') AND p.tops_up IS NULL
                RETURNING p.*, asked.claimed_by
            ), debited AS (
                UPDATE credit_accounts SET balance = balance - (SELECT sum(amount) FROM claimed)
                WHERE id = '%s' AND EXISTS (SELECT FROM claimed)
            ), credited AS (
                UPDATE credit_accounts SET balance = balance + (SELECT sum(amount) FROM claimed)
                WHERE id = '%s' AND EXISTS (SELECT FROM claimed)
            ), transfer AS (
                INSERT INTO credit_transfers (id, memo, source, target, amount)
                SELECT 'ctr_' || reference, reference, '%s', '%s', amount FROM claimed
            ), deposit AS (
                INSERT INTO deposits (id, payment_id, position, merchant_id, method, asset, kind, settlement_key, payer,
                    recipient, amount, state, tx_id, evidence, final_at)
                SELECT 'dep_' || id, id, 0, merchant_id, method, asset, 'prepaid', 'ws402/internal/ctr_' || reference,
                    '%s', recipient, amount, 'held', 'ctr_' || reference,
                    jsonb_build_object('transfer', 'ctr_' || reference), now()
                FROM claimed
                RETURNING *
            ), session AS (
                INSERT INTO sessions (payment_id, session_id, claimed_by, merchant_id, api_key_id, server_id, lease_until,
                    balance)
                SELECT id, claimed_by, claimed_by, merchant_id, api_key_id, 'srv_bench', now() + interval '1 hour', amount
                FROM claimed
            ), journal AS (
                INSERT INTO journals (kind, subject, payment_id) SELECT 'deposit', id, payment_id FROM deposit
                RETURNING id, subject
            ), entry AS (
                INSERT INTO entries (journal_id, account, owner, asset, amount)
                SELECT journal.id, side.account, side.owner, deposit.asset, side.amount
                FROM journal JOIN deposit ON deposit.id = journal.subject, LATERAL (VALUES
                    ('chain', deposit.recipient, deposit.amount),
                    ('held', deposit.id, -deposit.amount)) AS side (account, owner, amount)
            ), event AS (
                INSERT INTO outbox (topic, subject, payload)
                SELECT 'payment.held', c.id, jsonb_build_object('merchantId', c.merchant_id, 'sessionId', c.claimed_by,
                    'payer', '%s', 'asset', c.asset, 'amount', c.amount::text, 'credit', '0', 'txId',
                    'ctr_' || c.reference)
                FROM claimed c
            )
            SELECT reference FROM claimed""".formatted(references, sessions, payer, wallet, payer, wallet, payer, payer);
    }

    private final Vertx vertx;
    private final Pool pool;
    private final String statement;
    private List<Claim> waiting = new ArrayList<>();
    private int underWay;
    private boolean windowOpen;

    private record Claim(String reference, String sessionId, Promise<Void> held) {}

    GroupCommit(Vertx vertx, ConnectionSettings database, String payer, String wallet) {
        this.vertx = vertx;
        this.statement = statement("$1::text[]", "$2::text[]", payer, wallet);
        this.pool = pool(vertx, database);
    }

    static Pool pool(Vertx vertx, ConnectionSettings database) {
        return PgBuilder.pool()
                .using(vertx)
                .with(new PoolOptions().setMaxSize(CONNECTIONS))
                .connectingTo(new PgConnectOptions()
                        .setHost(database.host())
                        .setPort(database.port())
                        .setDatabase(database.database())
                        .setUser(database.user())
                        .setPassword(database.password())
                        .setCachePreparedStatements(true)
                        .setPreparedStatementCacheSqlLimit(LONGEST_CACHED_STATEMENT))
                .build();
    }

    /** Holds a payment; succeeds once that is committed, fails when it is held already or unknown. */
    Future<Void> hold(String reference, String sessionId) {
        Promise<Void> held = Promise.promise();
        waiting.add(new Claim(reference, sessionId, held));
        if (!windowOpen && underWay < CONNECTIONS) {
            windowOpen = true;
            vertx.setTimer(WINDOW_MS, id -> {
                windowOpen = false;
                commit();
            });
        }
        return held.future();
    }

    private void commit() {
        if (waiting.isEmpty() || underWay == CONNECTIONS) {
            return;
        }
        List<Claim> group = waiting;
        waiting = new ArrayList<>();
        underWay++;
        Tuple parameters = Tuple.tuple()
                .addArrayOfString(group.stream().map(Claim::reference).toArray(String[]::new))
                .addArrayOfString(group.stream().map(Claim::sessionId).toArray(String[]::new));
        pool.preparedQuery(statement).execute(parameters).onComplete(done -> {
            underWay--;
            if (done.failed()) {
                group.forEach(claim -> claim.held().fail(done.cause()));
            } else {
                Set<String> held = new HashSet<>();
                done.result().forEach(row -> held.add(row.getString(0)));
                group.forEach(claim -> answer(claim, held));
            }
            commit();
        });
    }

    private static void answer(Claim claim, Set<String> held) {
        if (held.contains(claim.reference())) {
            claim.held().complete();
        } else {
            claim.held().fail("nothing to hold: " + claim.reference());
        }
    }
}
