package io.ws402.gateway.refund;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.ledger.Account;
import io.ws402.gateway.ledger.AuditReport;
import io.ws402.gateway.ledger.Journal;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.ledger.LedgerAudit;
import io.ws402.gateway.method.RefundRail;
import io.ws402.gateway.outbox.Outbox;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.Identifiers;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** Planned refunds on a real database, and engines to work on them step by step. Pauses are skipped, never waited for. */
final class RefundBench {
    static final String WALLET = "0xWallet";

    final Database database;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final String merchantId;
    private final Identifiers identifiers = Identifiers.system();
    private final Ledger ledger = new Ledger();
    private final String apiKeyId;

    RefundBench(Database database) {
        this.database = database;
        this.merchantId = identifiers.next("mch");
        this.apiKeyId = identifiers.next("key");
        sql("INSERT INTO merchants (id, name) VALUES ($1, 'a merchant')", merchantId);
        sql(
                "INSERT INTO api_keys (id, merchant_id, role, label, secret_hash) "
                        + "VALUES ($1, $2, 'server', 'a key', sha256($1::text::bytea))",
                apiKeyId,
                merchantId);
    }

    /** A gateway's engine, as new: nothing but the database tells it what went before. */
    RefundEngine engine(RefundRail rail) {
        return engine(database, rail);
    }

    /** The same, on connections of its own. */
    RefundEngine engine(Database connections, RefundRail rail) {
        return new RefundEngine(
                connections,
                ledger,
                new Outbox(),
                method -> method.equals("fake") ? Optional.of(rail) : Optional.empty(),
                RefundPolicy.DEFAULT,
                new Random(1),
                meters);
    }

    /** A refund of a deposit that is final. */
    String planned(long amount, String recipient) {
        String paymentId = identifiers.next("pay");
        String depositId = identifiers.next("dep");
        String refundId = identifiers.next("ref");
        sql("""
                INSERT INTO payments (id, merchant_id, api_key_id, resource_id, method, asset, asset_symbol,
                    asset_decimals, recipient, amount, reference, claim_secret_hash, price_per_second,
                    price_per_megabyte, price_per_message, max_duration_seconds, details, anchor, state, expires_at)
                VALUES ($1, $2, $3, 'ticker', 'fake', $4, 'COIN', 18, $5, $6::bigint, $1, '', 1, 0, 0, 60, '{}', '{}',
                    'settled', now())""", paymentId, merchantId, apiKeyId, FakeChain.COIN.id().value(), WALLET, amount);
        sql("""
                INSERT INTO deposits (id, payment_id, position, merchant_id, method, asset, settlement_key, payer,
                    recipient, amount, state, tx_id, evidence, final_at)
                SELECT $1, id, 0, merchant_id, method, asset, $1, $3, recipient, amount, 'settled', $1, '{}', now()
                FROM payments WHERE id = $2""", depositId, paymentId, recipient);
        sql("""
                INSERT INTO refunds (id, deposit_id, payment_id, merchant_id, method, asset, recipient, amount)
                SELECT $1, id, payment_id, merchant_id, method, asset, payer, amount FROM deposits WHERE id = $2""", refundId, depositId);
        BigInteger units = BigInteger.valueOf(amount);
        Await.of(ledger.post(
                database.pool(),
                Journal.of("deposit_returned", depositId, paymentId)
                        .entry(Account.CHAIN, WALLET, FakeChain.COIN.id(), units)
                        .entry(Account.REFUNDS_IN_FLIGHT, refundId, FakeChain.COIN.id(), units.negate())
                        .build()));
        return refundId;
    }

    /** One step by a gateway that was started a moment ago; what it had leased died with it. */
    RefundStep stepByANewGateway(RefundRail rail, String refundId) {
        makeDue();
        RefundEngine engine = engine(rail);
        String leaseToken = UUID.randomUUID().toString();
        assertTrue(Await.of(engine.lease(leaseToken, 1000)).contains(refundId));
        return Await.of(engine.step(refundId, leaseToken));
    }

    /** The same by a gateway that may die over it; empty when it did. */
    Optional<RefundStep> stepOrDie(FaultyRail rail, String refundId) {
        makeDue();
        RefundEngine engine = engine(rail);
        String leaseToken = UUID.randomUUID().toString();
        assertTrue(Await.of(engine.lease(leaseToken, 1000)).contains(refundId));
        Future<RefundStep> step = engine.step(refundId, leaseToken);
        Await.of(Future.any(step, rail.death()));
        return rail.death().isComplete() ? Optional.empty() : Optional.of(step.result());
    }

    /** For a test's own fake chain: its signer begins to count anew, and older refunds keep out of its numbers. */
    void startTheSignersNumbersAnew() {
        sql("DELETE FROM signer_sequences");
        sql("UPDATE refunds SET sequencer = sequencer || id WHERE sequence IS NOT NULL");
    }

    /** Numbers, signs and sends. */
    String sent(RefundRail rail, String refundId) {
        for (int i = 0; i < 10 && !state(refundId).equals("broadcast"); i++) {
            stepByANewGateway(rail, refundId);
        }
        assertEquals("broadcast", state(refundId));
        return refundId;
    }

    /** Steps of ever new gateways until the refund is done. */
    void finish(RefundRail rail, String refundId) {
        for (int i = 0; i < 100; i++) {
            if (stepByANewGateway(rail, refundId) instanceof RefundStep.Done) {
                return;
            }
        }
        throw new AssertionError("not done after 100 steps: " + state(refundId));
    }

    /** Makes every open refund due and nobody's. */
    void makeDue() {
        sql("UPDATE refunds SET next_attempt_at = now(), leased_by = NULL, leased_until = NULL WHERE done_at IS NULL");
    }

    String state(String refundId) {
        return value("SELECT state FROM refunds WHERE id = $1", refundId);
    }

    void assertTheLawHolds() {
        AuditReport report = Await.of(new LedgerAudit(database).run());
        assertTrue(report.holds(), () -> report.toJson().encodePrettily());
    }

    int sql(String statement, Object... parameters) {
        return Await.of(database.pool().preparedQuery(statement).execute(Tuple.from(parameters)))
                .rowCount();
    }

    String value(String query, Object... parameters) {
        return String.valueOf(Await.of(database.pool().preparedQuery(query).execute(Tuple.from(parameters)))
                .iterator()
                .next()
                .getValue(0));
    }

    /** The sum of an account of the ledger. */
    String booked(String account) {
        return value("""
                SELECT coalesce(sum(e.amount), 0) FROM entries e JOIN journals j ON j.id = e.journal_id
                    JOIN payments p ON p.id = j.payment_id
                WHERE e.account = $1 AND p.merchant_id = $2""", account, merchantId);
    }

    List<String> states() {
        return Await.of(database.pool()
                        .preparedQuery("SELECT DISTINCT state FROM refunds WHERE merchant_id = $1 ORDER BY state")
                        .execute(Tuple.of(merchantId)))
                .stream()
                .map(row -> row.getString("state"))
                .toList();
    }
}
