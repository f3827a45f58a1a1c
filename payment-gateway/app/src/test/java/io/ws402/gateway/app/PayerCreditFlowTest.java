package io.ws402.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.app.metrics.LedgerMetrics;
import io.ws402.gateway.app.testing.Eventually;
import io.ws402.gateway.app.testing.GatewayClient;
import io.ws402.gateway.app.testing.GatewayExtension;
import io.ws402.gateway.app.testing.Payer;
import io.ws402.gateway.app.testing.TestKeys;
import io.ws402.gateway.ledger.LedgerAudit;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.ConnectionSettings;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseOptions;
import io.ws402.gateway.work.RepeatedPass;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is kept for a payer, as operators, servers and the payer's next session see it. */
@ExtendWith(GatewayExtension.class)
final class PayerCreditFlowTest {
    private final GatewayClient server;
    private final GatewayClient operator;
    private final ConnectionSettings database;

    PayerCreditFlowTest(GatewayClient server, ConnectionSettings database) {
        this.server = server;
        this.operator = server.as(TestKeys.OPERATOR);
        this.database = database;
    }

    /** A refund that became credit and rests; the payment that it is of. */
    private String credited(Payer payer, String until) throws Exception {
        String payment = payer.session("ses_" + UUID.randomUUID()).getString("paymentId");
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement sql = connection.createStatement()) {
            sql.execute("""
                    WITH deposit AS (
                        INSERT INTO deposits (id, payment_id, position, merchant_id, method, asset, settlement_key,
                            payer, recipient, amount, state, evidence, final_at)
                        SELECT 'dep_of_' || id, id, -1, merchant_id, method, asset, 'credit of ' || id, '%2$s', recipient,
                            40, 'settled', '{}', now()
                        FROM payments WHERE id = '%1$s' RETURNING *
                    ), refund AS (
                        INSERT INTO refunds (id, deposit_id, payment_id, merchant_id, method, asset, recipient, amount,
                            state, reason, done_at, next_attempt_at)
                        SELECT 'ref_of_' || payment_id, id, payment_id, merchant_id, method, asset, payer, amount,
                            'credited', 'not worth its network fee', now(), %3$s
                        FROM deposit
                    ), journal AS (
                        INSERT INTO journals (kind, subject) SELECT 'deposit_returned', id FROM deposit RETURNING id
                    )
                    INSERT INTO entries (journal_id, account, owner, asset, amount)
                    SELECT journal.id, side.account, side.owner, deposit.asset, side.amount
                    FROM journal, deposit, LATERAL (VALUES
                        ('chain', deposit.recipient, deposit.amount),
                        ('payer_credit', deposit.payer, -deposit.amount)) AS side (account, owner, amount)
                    """.formatted(payment, payer.account(), until));
        }
        return payment;
    }

    private JsonObject kept() {
        return operator.get("/api/admin/payer-credit").ok();
    }

    @Test
    void isListedUntilTheNextSessionHasIt() throws Exception {
        Payer payer = Payer.with(server, 600);
        String first = credited(payer, "now() + interval '1 day'");
        JsonObject item = kept().getJsonArray("items").getJsonObject(0);
        assertEquals(payer.account(), item.getString("payer"));
        assertEquals("40", item.getString("amount"));
        assertEquals(1, item.getLong("refunds"));
        assertEquals(1, kept().getInteger("total"));
        server.get("/api/admin/payer-credit").problem(403, "forbidden");

        JsonObject grant = payer.session("ses_next");
        assertEquals("40", grant.getString("credit"));
        assertEquals("340", grant.getString("amountAtomic"));
        assertFalse(kept().encode().contains(payer.account()));
        JsonObject refund = server.get("/api/payments/" + first)
                .ok()
                .getJsonArray("refunds")
                .getJsonObject(0);
        assertEquals("credited", refund.getString("state"));
        assertEquals(grant.getString("paymentId"), refund.getString("usedBy"));
        JsonObject deposit = server.get("/api/payments/" + grant.getString("paymentId"))
                .ok()
                .getJsonArray("deposits")
                .getJsonObject(0);
        assertTrue(deposit.getBoolean("fromCredit"));
        assertTrue(operator.get("/api/audit").ok().getBoolean("holds"));
    }

    @Test
    void isAMetricOfItsAsset(Vertx vertx) throws Exception {
        Payer payer = Payer.with(server, 600);
        credited(payer, "now() + interval '1 day'");
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Database own = Await.of(Database.open(vertx, database, DatabaseOptions.defaults()));
        try (own;
                RepeatedPass audits =
                        new LedgerMetrics(new LedgerAudit(own), meters).start(vertx, Duration.ofDays(1))) {
            Eventually.holds(() -> {
                Gauge gauge = meters.find("ws402.gateway.payer.credit")
                        .tag("asset", "ws402:internal/credit:unit")
                        .gauge();
                return gauge != null && gauge.value() == 40;
            });
            Await.of(audits.stop());
        }
        payer.session("ses_after");
    }

    @Test
    void isPaidOutByItselfOnceItIsWorthSending() throws Exception {
        Payer payer = Payer.with(server, 300);
        credited(payer, "now()");
        Eventually.holds(() -> payer.balance().intValueExact() == 40);
        assertFalse(kept().encode().contains(payer.account()));
        assertTrue(operator.get("/api/audit").ok().getBoolean("holds"));
    }
}
