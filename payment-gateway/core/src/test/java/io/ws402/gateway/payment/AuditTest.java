package io.ws402.gateway.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.ws402.gateway.ledger.Account;
import io.ws402.gateway.ledger.AuditReport;
import io.ws402.gateway.ledger.Journal;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.ledger.LedgerAudit;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.payment.Quote;
import java.math.BigInteger;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One class, one database, one story: what is tampered with stays so. */
@ExtendWith(DatabaseExtension.class)
final class AuditTest {
    private final PaymentBench bench;
    private final Database database;

    AuditTest(Vertx vertx, Database database) {
        this.bench = new PaymentBench(vertx, database);
        this.database = database;
    }

    private AuditReport audit() {
        return Await.of(new LedgerAudit(database).run());
    }

    private static Set<String> kinds(AuditReport report) {
        return report.discrepancies().stream()
                .map(AuditReport.Discrepancy::kind)
                .collect(Collectors.toSet());
    }

    @Test
    void showsTheNumbersAndFindsEveryUnitThatIsAmiss() {
        assertTrue(audit().holds());
        Quote first = bench.quote(bench.byAmount, 6000);
        Quote second = bench.quote(bench.byAmount, 7000);
        bench.accepted(bench.paid(bench.byAmount, first), bench.session());
        bench.accepted(bench.paid(bench.byAmount, second), bench.session());
        BigInteger total = first.price().plus(second.price()).units();

        AuditReport sound = audit();
        assertTrue(sound.holds(), () -> sound.toJson().encode());
        AuditReport.AssetLaw law = sound.assets().getFirst();
        assertEquals(FakeRail.COIN.id(), law.asset());
        assertEquals(total, law.deposits());
        assertEquals(total, law.held());
        assertEquals(BigInteger.ZERO, law.refunded());
        assertEquals(
                total.toString(),
                sound.toJson().getJsonArray("assets").getJsonObject(0).getString("deposits"));

        bench.sql("UPDATE deposits SET amount = amount + 1 WHERE payment_id = $1", first.paymentId());
        AuditReport oneUnit = audit();
        assertFalse(oneUnit.holds());
        assertEquals(BigInteger.ONE, oneUnit.assets().getFirst().difference());
        assertEquals(Set.of("held_of_deposit", "chain", "balance_of_session"), kinds(oneUnit));
        bench.sql("UPDATE deposits SET amount = amount - 1 WHERE payment_id = $1", first.paymentId());
        assertTrue(audit().holds());

        // Balanced, so that the ledger takes it, but nothing that happened stands behind it.
        AssetId asset = FakeRail.COIN.id();
        Journal invented = Journal.of("invented", "x", null)
                .entry(Account.HELD, "dep_nobody", asset, BigInteger.TEN.negate())
                .entry(Account.REFUNDS_IN_FLIGHT, "ref_nobody", asset, BigInteger.TEN.negate())
                .entry(Account.MERCHANT, bench.caller.merchantId(), asset, BigInteger.TWO.multiply(BigInteger.TEN))
                .build();
        Await.of(new Ledger().post(database.pool(), invented));
        AuditReport tampered = audit();
        assertFalse(tampered.holds());
        assertEquals(BigInteger.ZERO, tampered.assets().getFirst().difference());
        assertEquals(Set.of("held_of_deposit", "refund_in_flight", "captured"), kinds(tampered));
    }
}
