package io.ws402.gateway.refund;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.method.RefundPlan;
import io.ws402.gateway.operator.Decision;
import io.ws402.gateway.operator.OperatorAction;
import io.ws402.gateway.outbox.Outbox;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(DatabaseExtension.class)
final class RefundDeskTest {
    private static final String PAYER = "0xpayer";
    private static final Decision ALICE = new Decision("alice", "the payer called");

    private final RefundBench bench;
    private final RefundDesk desk;
    private final RefundRecordQueries records;
    private final FakeChain chain = new FakeChain();

    RefundDeskTest(Database database) {
        this.bench = new RefundBench(database);
        this.desk = new RefundDesk(database, new Ledger(), new Outbox());
        this.records = new RefundRecordQueries(database);
    }

    @BeforeEach
    void startTheSignersNumbersAnew() {
        bench.startTheSignersNumbersAnew();
    }

    @AfterEach
    void theLawHolds() {
        bench.assertTheLawHolds();
    }

    /** One that no worker can send. */
    private String awaiting() {
        String refund = bench.planned(700, PAYER);
        chain.willPlan(new RefundPlan.Operator("there is no key"));
        bench.stepByANewGateway(chain, refund);
        chain.willPlan(new RefundPlan.Send(FakeChain.fee()));
        assertEquals("awaiting_operator", bench.state(refund));
        return refund;
    }

    private static String newTx() {
        return "0x" + UUID.randomUUID();
    }

    private static String code(Future<RefundRuling> ruling) {
        return assertInstanceOf(RefundRuling.Refused.class, Await.of(ruling)).code();
    }

    private static void done(Future<RefundRuling> ruling, String state) {
        assertEquals(new RefundRuling.Done(state), Await.of(ruling));
    }

    private RefundRecord.File file(String refund) {
        return Await.of(records.find(refund)).orElseThrow();
    }

    @Test
    void waitsForAnOperatorWhoCanHaveItTriedAgain() {
        String refund = awaiting();
        bench.makeDue();
        assertFalse(Await.of(bench.engine(chain).lease("token", 1000)).contains(refund));
        done(desk.retry(ALICE, refund), "planned");
        assertEquals("not_awaiting_operator", code(desk.retry(ALICE, refund)));
        bench.sent(chain, refund);
        chain.mine();
        bench.finish(chain, refund);
        assertEquals(List.of(refund), chain.arrived());
    }

    @Test
    void creditsThePayerAndWritesWhoDecidedItAndWhy() {
        String refund = awaiting();
        done(desk.credit(ALICE, refund), "credited");
        assertEquals("-700", bench.booked("payer_credit"));
        assertEquals("0", bench.booked("refunds_in_flight"));
        OperatorAction action = file(refund).actions().getFirst();
        assertEquals("alice", action.operator());
        assertEquals("refund.credit", action.action());
        assertEquals("the payer called", action.note());
        assertEquals(
                "1",
                bench.value("SELECT count(*) FROM outbox WHERE topic = 'refund.credited' AND subject = $1", refund));
    }

    @Test
    void takesWhatWasPaidOutsideFromTheWalletOnce() {
        String refund = awaiting();
        String tx = newTx();
        done(desk.paidBy(ALICE, refund, tx), "confirmed");
        assertEquals("not_awaiting_operator", code(desk.paidBy(ALICE, refund, newTx())));
        assertEquals("not_awaiting_operator", code(desk.credit(ALICE, refund)));
        assertEquals("0", bench.booked("chain")); // 700 came, 700 went
        assertEquals("0", bench.booked("refunds_in_flight"));
        RefundRecord.File file = file(refund);
        assertEquals(tx, file.refund().txId());
        assertEquals(tx, file.actions().getFirst().txId());
        assertEquals(1, file.actions().size());
        assertEquals(
                List.of("deposit_returned", "refund_confirmed"),
                file.journals().stream().map(RefundRecord.Booked::kind).toList());
    }

    @Test
    void letsATransactionPayForOneRefundOnly() {
        String tx = newTx();
        done(desk.paidBy(ALICE, awaiting(), tx), "confirmed");
        String other = awaiting();
        assertEquals("transaction_used", code(desk.paidBy(ALICE, other, tx.toUpperCase(Locale.ROOT))));
        assertEquals("awaiting_operator", bench.state(other));
        assertEquals(List.of(), file(other).actions());
    }

    @Test
    void takesNoTransactionOfOursForOneMadeOutside() {
        String sent = bench.sent(chain, bench.planned(700, PAYER));
        String ours = bench.value("SELECT tx_id FROM refunds WHERE id = $1", sent);
        String refund = awaiting();
        assertEquals("transaction_used", code(desk.paidBy(ALICE, refund, ours)));
        assertEquals("awaiting_operator", bench.state(refund));
    }

    @Test
    void decidesNothingAboutWhatMayStillBeSent() {
        String refund = bench.planned(700, PAYER);
        for (String state : List.of("planned", "signed", "broadcast")) {
            while (!bench.state(refund).equals(state)) {
                bench.stepByANewGateway(chain, refund);
            }
            assertEquals("not_awaiting_operator", code(desk.retry(ALICE, refund)));
            assertEquals("not_awaiting_operator", code(desk.credit(ALICE, refund)));
            assertEquals("not_awaiting_operator", code(desk.paidBy(ALICE, refund, newTx())));
            assertEquals(state, bench.state(refund));
        }
        assertEquals("unknown_refund", code(desk.credit(ALICE, "ref_unknown")));
    }

    @Test
    void decidesAboutOneWhoseTransactionIsProvedToBeWithoutEffect() {
        String refund = bench.sent(chain, bench.planned(700, PAYER));
        chain.numberTakenByAnother();
        while (!bench.state(refund).equals("failed_safe")) {
            bench.stepByANewGateway(chain, refund);
        }
        chain.willPlan(new RefundPlan.Operator("the key is gone"));
        bench.stepByANewGateway(chain, refund);
        done(desk.paidBy(ALICE, refund, newTx()), "confirmed");
        RefundRecord.File file = file(refund);
        assertEquals(1, file.transactions().size());
        assertTrue(chain.arrived().isEmpty());
    }

    @Test
    void waitsUntilTheDepositIsFinal() {
        String refund = awaiting();
        bench.sql(
                "UPDATE deposits d SET final_at = NULL FROM refunds r WHERE r.deposit_id = d.id AND r.id = $1", refund);
        assertEquals("deposit_not_final", code(desk.credit(ALICE, refund)));
        bench.sql(
                "UPDATE deposits d SET final_at = now() FROM refunds r WHERE r.deposit_id = d.id AND r.id = $1",
                refund);
        done(desk.credit(ALICE, refund), "credited");
    }

    @Test
    void carriesOutOneOfManyDecisionsAtTheSameMoment() {
        for (int round = 0; round < 10; round++) {
            String refund = awaiting();
            List<RefundRuling> rulings = Await.all(Stream.of(
                            desk.credit(ALICE, refund),
                            desk.paidBy(ALICE, refund, newTx()),
                            desk.credit(new Decision("bob", "so say I"), refund),
                            desk.paidBy(ALICE, refund, newTx()))
                    .toList());
            assertEquals(
                    1,
                    rulings.stream().filter(RefundRuling.Done.class::isInstance).count());
            assertEquals(1, file(refund).actions().size());
            assertEquals("0", bench.booked("refunds_in_flight"));
        }
    }

    @Test
    void neverChangesTheTrail() {
        String refund = awaiting();
        done(desk.credit(ALICE, refund), "credited");
        for (String change :
                List.of("UPDATE operator_actions SET note = 'nobody called'", "DELETE FROM operator_actions")) {
            Throwable refused = assertThrows(CompletionException.class, () -> bench.sql(change));
            assertInstanceOf(PgException.class, refused.getCause());
        }
        assertThrows(IllegalArgumentException.class, () -> new Decision("alice", " "));
    }

    @Test
    void listsWhatIsNotDoneOrInAStateOrOfAMerchant() {
        String open = bench.planned(1, PAYER);
        String waiting = awaiting();
        String credited = awaiting();
        done(desk.credit(ALICE, credited), "credited");
        assertEquals(Set.of(open, waiting), ids(Set.of()));
        assertEquals(Set.of(waiting), ids(Set.of("awaiting_operator")));
        assertEquals(Set.of(waiting, credited), ids(Set.of("awaiting_operator", "credited")));
        assertEquals(1, Await.of(records.list(Set.of(), bench.merchantId, 1)).size());
        assertEquals(List.of(), Await.of(records.list(Set.of(), "mch_other", 10)));
    }

    private Set<String> ids(Set<String> states) {
        return Set.copyOf(Await.of(records.list(states, bench.merchantId, 100)).stream()
                .map(RefundRecord::id)
                .toList());
    }
}
