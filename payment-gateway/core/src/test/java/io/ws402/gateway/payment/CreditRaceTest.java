package io.ws402.gateway.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.gateway.method.RefundPlan;
import io.ws402.gateway.refund.CreditPayouts;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.ConnectionSettings;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.gateway.storage.DatabaseOptions;
import io.ws402.gateway.storage.PostgresExtension;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.Verification;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One payer's credit, wanted by everybody at the same moment. */
@ExtendWith({PostgresExtension.class, DatabaseExtension.class})
final class CreditRaceTest {
    private static final int AT_ONCE = 64;
    private static final int CREDITS = 6;

    @Test
    void isTakenOnceBySixtyFourClaimsAndPayoutsOnTwoGateways(
            Vertx vertx, Database database, ConnectionSettings settings) {
        Database other = Await.of(Database.open(vertx, settings, DatabaseOptions.defaults()));
        try (other) {
            CreditBench bench = new CreditBench(vertx, database);
            PaymentService second = bench.payments.service(other, QuotePolicy.DEFAULT);
            int applied = 0;
            int paidOut = 0;
            for (int round = 0; round < 2; round++) {
                List<String> credits = credits(bench);
                List<PaymentProof> proofs = new ArrayList<>();
                for (int i = 0; i < AT_ONCE / 2; i++) {
                    proofs.add(bench.payments.paid(
                            bench.payments.byAmount, bench.payments.quote(bench.payments.byAmount, 6000)));
                }
                List<Future<?>> all = new ArrayList<>();
                List<Future<Verification>> claims = new ArrayList<>();
                for (int i = 0; i < AT_ONCE / 2; i++) {
                    PaymentService gateway = i % 2 == 0 ? bench.payments.service : second;
                    CreditPayouts payouts = bench.payouts(
                            i % 2 == 0 ? database : other, order -> new RefundPlan.Send(Money.zero(FakeRail.COIN)));
                    if (round % 2 == 0) {
                        all.add(payouts.pass());
                    }
                    claims.add(gateway.verify(bench.payments.caller, proofs.get(i), bench.payments.session()));
                    if (round % 2 == 1) {
                        all.add(payouts.pass());
                    }
                }
                all.addAll(claims);
                Await.of(Future.all(all));
                long sum = claims.stream()
                        .map(claim -> ((Verification.Accepted) claim.result()).grant())
                        .map(SessionGrant::credit)
                        .mapToLong(credit -> credit.units().longValueExact())
                        .sum();
                long out = Long.parseLong(bench.payments.value("""
                        SELECT coalesce(sum(amount), 0) FROM refunds
                        WHERE kind = 'credit' AND merchant_id = $1""", bench.payments.caller.merchantId()));
                applied += (int) sum;
                paidOut = (int) out;
                assertEquals("0", bench.kept());
                credits.forEach(each -> assertTrue(!bench.takenBy(each).equals("nothing"), each));
                bench.assertTheLawHolds();
                assertEquals((round + 1) * CREDITS, applied + paidOut);
            }
        }
    }

    private static List<String> credits(CreditBench bench) {
        List<SessionGrant> sessions = new ArrayList<>();
        for (int i = 0; i < CREDITS; i++) {
            sessions.add(bench.session());
        }
        return sessions.stream()
                .map(session -> bench.credited(
                        bench.settle(session, 1).refunds().getFirst().refundId()))
                .toList();
    }
}
