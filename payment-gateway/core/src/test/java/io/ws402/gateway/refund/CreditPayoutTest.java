package io.ws402.gateway.refund;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.ws402.gateway.method.RefundOrder;
import io.ws402.gateway.method.RefundPlan;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.gateway.storage.Identifiers;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is kept for payers, once it is worth sending. Each pass is another gateway's. */
@ExtendWith(DatabaseExtension.class)
final class CreditPayoutTest {
    private static final String PAYER = "0xpayer";
    private static final BigInteger WORTH_SENDING = BigInteger.TEN;

    private final RefundBench bench;
    private final AtomicInteger asked = new AtomicInteger();
    private final FakeChain chain = new FakeChain() {
        @Override
        public synchronized Future<RefundPlan> plan(RefundOrder order) {
            asked.incrementAndGet();
            return order.amount().units().compareTo(WORTH_SENDING) < 0
                    ? Future.succeededFuture(new RefundPlan.Dust(fee()))
                    : super.plan(order);
        }
    };

    CreditPayoutTest(Database database) {
        this.bench = new RefundBench(database);
    }

    @BeforeEach
    void leaveNothingOfOtherTests() {
        bench.startTheSignersNumbersAnew();
        bench.sql("UPDATE refunds SET next_attempt_at = 'infinity' WHERE state = 'credited'");
    }

    @AfterEach
    void theLawHolds() {
        bench.assertTheLawHolds();
    }

    private String credited(long amount, String payer) {
        String refund = bench.planned(amount, payer);
        assertEquals(new RefundStep.Done(new RefundState.Credited()), bench.stepByANewGateway(chain, refund));
        return refund;
    }

    private CreditPayouts gateway(FakeChain rail) {
        return new CreditPayouts(
                bench.database, method -> Optional.of(rail), RefundPolicy.DEFAULT, Identifiers.system(), () -> {});
    }

    private void pass() {
        while (Await.of(gateway(chain).pass())) {}
    }

    private void timePasses() {
        bench.sql(
                "UPDATE refunds SET next_attempt_at = now() WHERE state = 'credited' AND merchant_id = $1",
                bench.merchantId);
    }

    private List<String> payouts() {
        return bench.value("""
                SELECT coalesce(string_agg(id, ',' ORDER BY id), '') FROM refunds
                WHERE kind = 'credit' AND merchant_id = $1""", bench.merchantId)
                .lines()
                .flatMap(line -> List.of(line.split(",")).stream())
                .filter(id -> !id.isEmpty())
                .toList();
    }

    private String payout() {
        List<String> all = payouts();
        assertEquals(1, all.size());
        return all.getFirst();
    }

    @Test
    void sendsAllOfAPayersCreditOnceTheSumIsWorthIt() {
        String one = credited(4, PAYER);
        pass();
        assertEquals(List.of(), payouts());
        String other = credited(8, PAYER);
        credited(9, "0xsomebody");
        timePasses();
        pass();
        String payout = payout();
        assertEquals(
                "12 " + PAYER + " planned",
                bench.value("SELECT amount || ' ' || recipient || ' ' || state FROM refunds WHERE id = $1", payout));
        assertEquals(
                one + "," + other,
                bench.value("SELECT string_agg(id, ',' ORDER BY id) FROM refunds WHERE paid_out_by = $1", payout));
        assertEquals("-9", bench.booked("payer_credit"));
        assertEquals("-12", bench.booked("refunds_in_flight"));
        bench.sent(chain, payout);
        chain.mine();
        bench.finish(chain, payout);
        assertEquals(List.of(payout), chain.arrived());
        assertEquals("0", bench.booked("refunds_in_flight"));
        timePasses();
        pass();
        assertEquals(List.of(payout), payouts());
    }

    @Test
    void plansOnePayoutHoweverManyGatewaysLookAtOnce() {
        for (int i = 0; i < 5; i++) {
            credited(3, PAYER);
        }
        timePasses();
        List<Future<Boolean>> passes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            passes.add(gateway(chain).pass());
        }
        Await.all(passes);
        assertEquals("15", bench.value("SELECT amount FROM refunds WHERE id = $1", payout()));
    }

    @Test
    void asksTheRailOnceAndThenLetsCreditRest() {
        credited(4, PAYER);
        asked.set(0);
        pass();
        pass();
        assertEquals(1, asked.get());
        timePasses();
        pass();
        assertEquals(2, asked.get());
    }

    /** What comes in while the rail is asked was not asked about: it stays credit, of the next payout. */
    @Test
    void takesUpExactlyWhatTheRailWasAskedAbout() {
        credited(6, FakeChain.REFUSES);
        credited(6, FakeChain.REFUSES);
        List<String> late = new ArrayList<>();
        FakeChain rail = new FakeChain() {
            @Override
            public synchronized Future<RefundPlan> plan(RefundOrder order) {
                return late.isEmpty()
                        ? Future.future(answer -> Thread.ofVirtual().start(() -> {
                            late.add(credited(5, FakeChain.REFUSES));
                            answer.complete(new RefundPlan.Send(fee()));
                        }))
                        : super.plan(order);
            }
        };
        timePasses();
        Await.of(gateway(rail).pass());
        assertEquals("12", bench.value("SELECT amount FROM refunds WHERE id = $1", payout()));
        assertEquals("null", bench.value("SELECT paid_out_by FROM refunds WHERE id = $1", late.getFirst()));
        assertEquals("-5", bench.booked("payer_credit"));
    }

    @Test
    void plansNothingOfWhatAnotherGatewayHasTakenUpMeanwhile() {
        credited(6, PAYER);
        credited(6, PAYER);
        timePasses();
        FakeChain slow = new FakeChain() {
            @Override
            public synchronized Future<RefundPlan> plan(RefundOrder order) {
                return Future.future(answer -> Thread.ofVirtual().start(() -> {
                    timePasses();
                    pass();
                    answer.complete(new RefundPlan.Send(fee()));
                }));
            }
        };
        Await.of(gateway(slow).pass());
        assertEquals("12", bench.value("SELECT amount FROM refunds WHERE id = $1", payout()));
        assertEquals("0", bench.booked("payer_credit"));
    }

    @Test
    void looksAgainWhenTheGatewayDiedOverIt() {
        credited(4, PAYER);
        credited(7, PAYER);
        timePasses();
        FakeChain dead = new FakeChain() {
            @Override
            public synchronized Future<RefundPlan> plan(RefundOrder order) {
                return Future.failedFuture("the gateway is gone");
            }
        };
        Await.of(gateway(dead).pass());
        assertEquals(List.of(), payouts());
        pass();
        assertEquals(List.of(), payouts());
        timePasses();
        pass();
        assertEquals("11", bench.value("SELECT amount FROM refunds WHERE id = $1", payout()));
    }

    @Test
    void keepsForLongWhatItsRecipientRefuses() {
        credited(8, FakeChain.REFUSES);
        credited(8, FakeChain.REFUSES);
        timePasses();
        pass();
        String refused = bench.sent(chain, payout());
        chain.mine();
        bench.finish(chain, refused);
        assertEquals("credited", bench.state(refused));
        assertEquals("-16", bench.booked("payer_credit"));
        assertEquals(
                "true",
                bench.value("SELECT next_attempt_at > now() + interval '2 days' FROM refunds WHERE id = $1", refused));
        pass();
        assertEquals(List.of(refused), payouts());
        credited(1, FakeChain.REFUSES);
        pass();
        assertEquals(List.of(refused), payouts());
        timePasses();
        pass();
        assertEquals(2, payouts().size());
        assertEquals(
                "17",
                bench.value(
                        "SELECT amount FROM refunds WHERE id = $1", payouts().getLast()));
    }

    @Test
    void letsCreditRestThatTheRailSaysWouldBeRefused() {
        credited(8, PAYER);
        credited(8, PAYER);
        timePasses();
        chain.willPlan(new RefundPlan.RecipientRefuses("its contract reverts"));
        pass();
        assertEquals(List.of(), payouts());
        assertEquals("true", bench.value("""
                SELECT min(next_attempt_at) > now() + interval '2 days' FROM refunds WHERE merchant_id = $1""", bench.merchantId));
    }

    @Test
    void isCreditAgainWhenFeesRoseBeforeItWasSigned() {
        credited(8, PAYER);
        credited(8, PAYER);
        timePasses();
        pass();
        String payout = payout();
        chain.willPlan(new RefundPlan.Dust(FakeChain.fee()));
        assertEquals(new RefundStep.Done(new RefundState.Credited()), bench.stepByANewGateway(chain, payout));
        assertEquals("-16", bench.booked("payer_credit"));
        assertTrue(Boolean.parseBoolean(
                bench.value("SELECT next_attempt_at > now() + interval '1 hour' FROM refunds WHERE id = $1", payout)));
        assertFalse(payouts().size() > 1);
    }

    /** Of one payer, more than are looked at at once, and together still not worth sending. */
    private void dust(int refunds) {
        bench.sql("""
                WITH added AS (SELECT 'ref_' || gen_random_uuid() AS id FROM generate_series(1, $2)),
                quote AS (SELECT * FROM payments WHERE id = (SELECT payment_id FROM refunds WHERE id = $1)), deposit AS (
                    INSERT INTO deposits (id, payment_id, position, merchant_id, method, asset, settlement_key, payer,
                        recipient, amount, state, evidence, final_at)
                    SELECT 'dep_' || added.id, quote.id, -row_number() OVER (), merchant_id, method, asset, added.id, $3,
                        recipient, 1, 'settled', '{}', now() FROM added, quote
                    RETURNING *
                ), refund AS (
                    INSERT INTO refunds (id, deposit_id, payment_id, merchant_id, method, asset, recipient, amount, state,
                        done_at, next_attempt_at)
                    SELECT settlement_key, id, payment_id, merchant_id, method, asset, payer, 1, 'credited', now(),
                        now() - interval '1 hour' FROM deposit
                ), journal AS (
                    INSERT INTO journals (kind, subject, payment_id)
                    SELECT 'deposit_returned', id, payment_id FROM deposit RETURNING *
                )
                INSERT INTO entries (journal_id, account, owner, asset, amount)
                SELECT journal.id, side.account, side.owner, deposit.asset, side.amount
                FROM journal JOIN deposit ON deposit.id = journal.subject, LATERAL (VALUES
                    ('chain', deposit.recipient, 1), ('payer_credit', deposit.payer, -1)) AS side (account, owner, amount)
                """, credited(1, "0xmany"), refunds, "0xmany");
    }

    @Test
    void comesToEverybodyHoweverManyRefundsOnePayerHas() {
        dust(1100);
        credited(8, PAYER);
        credited(8, PAYER);
        CreditPayouts gateway = gateway(new FakeChain() {
            @Override
            public synchronized Future<RefundPlan> plan(RefundOrder order) {
                return order.recipient().equals(PAYER)
                        ? super.plan(order)
                        : Future.succeededFuture(new RefundPlan.Dust(fee()));
            }
        });
        for (int pass = 0; pass < 10; pass++) {
            Await.of(gateway.pass());
        }
        assertEquals("16", bench.value("SELECT amount FROM refunds WHERE id = $1", payout()));
    }
}
