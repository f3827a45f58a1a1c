package io.ws402.gateway.voucher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.ws402.gateway.operator.Decision;
import io.ws402.gateway.payment.InboundWatcher;
import io.ws402.gateway.payment.UnattributedTransfers;
import io.ws402.gateway.refund.RefundDesk;
import io.ws402.gateway.refund.RefundRecordQueries;
import io.ws402.gateway.refund.RefundRuling;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.gateway.voucher.FaultyCollectRail.Answer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever dies wherever: a collection takes once, what was used, or is written as lost; and the books agree. */
@ExtendWith(DatabaseExtension.class)
final class CollectionCrashTest {
    private static final Decision DECISION = new Decision("ops", "as agreed");

    private final VoucherBench bench;
    private final RefundDesk desk;

    CollectionCrashTest(Vertx vertx, Database database) {
        this.bench = new VoucherBench(vertx, database);
        this.desk = new RefundDesk(database, bench.ledger, bench.outbox);
    }

    @AfterEach
    void theLawHolds() {
        bench.assertTheLawHolds();
    }

    /** The rail is asked, in this order: next number twice, plan, sign, dispatch, reconcile. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void collectsOnceWhenTheGatewayDiesOverAnyAnswerOfTheRail(int fatal) {
        String payer = bench.payer();
        String collection = bench.used(payer, 1000, 700);
        AtomicInteger asked = new AtomicInteger();
        for (int i = 0; i < 30 && !bench.isDone(collection); i++) {
            bench.stepOrDie(faulty(() -> asked.incrementAndGet() == fatal ? Answer.KILLS : Answer.ARRIVES), collection);
            bench.payers.mine();
        }
        assertTrue(asked.get() > fatal, "it never died");
        assertEquals("confirmed", bench.state(collection));
        assertEquals(700, bench.paid(payer));
        assertEquals("3", bench.booked("network_fees", VoucherMethod.COIN));
    }

    /** Many collections of one signer, answers lost, gateways dead, a rail that forgets, sticks, and gives numbers away. */
    @RepeatedTest(6)
    void collectsEachOnceOrLosesItThroughAnyHistoryOfDeathsAndFaults(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        Map<String, Used> all = new LinkedHashMap<>();
        for (int i = 0; i < 4; i++) {
            String payer = bench.payer();
            String collection = bench.used(payer, 1000, 100 + i);
            all.put(collection, new Used(payer, 100 + i));
        }
        List<String> collections = List.copyOf(all.keySet());
        for (int i = 0; i < 60; i++) {
            trouble(random, collections.getFirst());
            step(collections.get(random.nextInt(collections.size())), () -> anyAnswer(random));
        }
        for (int round = 0; !collections.stream().allMatch(bench::isDone); round++) {
            assertTrue(
                    round < 30,
                    () -> "not done: " + collections.stream().map(bench::state).toList());
            collections.forEach(collection -> step(collection, () -> Answer.ARRIVES));
            bench.payers.mine();
        }
        all.forEach((collection, used) -> {
            boolean lost = bench.state(collection).equals("void");
            assertTrue(!lost || collection.equals(collections.getFirst()), "only the first one was ever revoked");
            assertEquals(lost ? 0 : used.units(), bench.paid(used.payer()));
        });
    }

    private record Used(String payer, long units) {}

    private void trouble(Random random, String revocable) {
        switch (random.nextInt(14)) {
            case 0 -> bench.payers.change(VoucherChain.State::forget);
            case 1 -> bench.payers.change(VoucherChain.State::stick);
            case 2 -> bench.payers.change(VoucherChain.State::numberTakenByAnother);
            case 3, 4 -> bench.payers.mine();
            case 5 -> {
                if (random.nextInt(6) == 0) {
                    revoke(revocable);
                }
            }
            default -> {}
        }
    }

    /** A payer can revoke only what was not taken of. */
    private void revoke(String collection) {
        String voucher = bench.value(
                "SELECT d.tx_id FROM deposits d JOIN refunds c ON c.deposit_id = d.id WHERE c.id = $1", collection);
        bench.payers.change(state -> {
            if (state.spent(voucher) == null) {
                state.revoke(voucher);
            }
        });
    }

    private void step(String collection, Supplier<Answer> answers) {
        if (!bench.isDone(collection)) {
            bench.stepOrDie(faulty(answers), collection);
        }
    }

    private FaultyCollectRail faulty(Supplier<Answer> answers) {
        return new FaultyCollectRail(new VoucherRail(bench.chain), answers);
    }

    private static Answer anyAnswer(Random random) {
        int percent = random.nextInt(100);
        return percent < 20 ? Answer.KILLS : percent < 40 ? Answer.IS_LOST : Answer.ARRIVES;
    }

    @Test
    void findsACollectionThatWasMadeAfterTheBackupAndTakesNothingTwice() {
        String payer = bench.payer();
        String collection = bench.used(payer, 1000, 400);
        collectedThenRestored(collection);
        bench.finish(collection);
        assertEquals("confirmed", bench.state(collection));
        assertEquals(400, bench.paid(payer));
        assertEquals("3", bench.booked("network_fees", VoucherMethod.COIN));
        String next = bench.used(payer, 1000, 50);
        bench.finish(next);
        assertEquals(450, bench.paid(payer));
    }

    @Test
    void leavesACollectionOfAnotherAmountThatWasMadeAfterTheBackupToAnOperator() {
        bench.vouchers.showCollections();
        InboundWatcher watcher =
                new InboundWatcher(bench.database, bench.methods, bench.identifiers, new SimpleMeterRegistry());
        Await.of(watcher.pass());
        String payer = bench.payer();
        String collection = bench.used(payer, 1000, 400);
        String txId = collectedThenRestored(collection);
        Await.of(watcher.pass());
        assertEquals(1, listed(txId));
        // After the restore its session was settled at an older checkpoint.
        bench.sql("UPDATE deposits SET captured = 300, worth_captured = 300 WHERE collected_by = $1", collection);
        bench.sql("UPDATE refunds SET amount = 300 WHERE id = $1", collection);
        for (int i = 0; i < 5 && !bench.state(collection).equals("awaiting_operator"); i++) {
            bench.step(collection);
        }
        assertEquals("awaiting_operator", bench.state(collection));
        assertEquals(new RefundRuling.Done("confirmed"), Await.of(desk.paidBy(DECISION, collection, txId)));
        assertEquals("300", bench.booked("chain", VoucherMethod.COIN));
        assertEquals(0, listed(txId));
    }

    /** How often a transaction is listed for an operator as one that no quote explains. */
    private long listed(String txId) {
        return Await.of(new UnattributedTransfers(bench.database, bench.ledger, bench.identifiers).list(1000)).stream()
                .filter(each -> each.arrived().txId().equals(txId))
                .count();
    }

    /** It is collected on the rail, and the database forgets all that came after it was planned; its transaction's name. */
    private String collectedThenRestored(String collection) {
        while (!bench.state(collection).equals("broadcast")) {
            bench.step(collection);
        }
        bench.payers.mine();
        String txId = bench.value("SELECT tx_id FROM refunds WHERE id = $1", collection);
        String number = bench.value("SELECT sequence FROM refunds WHERE id = $1", collection);
        bench.sql("DELETE FROM refund_transactions WHERE refund_id = $1", collection);
        bench.sql(
                "UPDATE refunds SET state = 'planned', sequencer = NULL, sequence = NULL, tx_id = NULL WHERE id = $1",
                collection);
        bench.sql(
                "UPDATE signer_sequences SET next_sequence = $1::text::bigint WHERE sequencer = $2",
                number,
                "fake:2:" + bench.chain.wallet());
        return txId;
    }

    @Test
    void takesNoTransactionForACollectionThatIsInTheBooksAsAPayment() {
        String collection = awaitingOperator();
        bench.sql("""
                INSERT INTO unattributed_transfers (settlement_key, method, asset, asset_symbol, asset_decimals, payer,
                    recipient, amount, tx_id, evidence, why, resolution, resolved_at)
                VALUES ($1, 'voucher', 'fake:2/slip44:60', 'COIN', 0, 'somebody', 'wallet', 400, $1, '{}', 'no_quote',
                    'float', now())""", "0xkept");
        assertRefused("transaction_used", Await.of(desk.paidBy(DECISION, collection, "0xKEPT")));
        assertEquals("awaiting_operator", bench.state(collection));
        assertEquals(new RefundRuling.Done("void"), Await.of(desk.giveUp(DECISION, collection)));
    }

    @Test
    void letsAnOperatorGiveUpACollectionAndNeverMakeItCredit() {
        String collection = awaitingOperator();
        assertRefused("wrong_kind", Await.of(desk.credit(DECISION, collection)));
        assertEquals(new RefundRuling.Done("void"), Await.of(desk.giveUp(DECISION, collection)));
        assertRefused("not_awaiting_operator", Await.of(desk.giveUp(DECISION, collection)));
        assertEquals("reversed", bench.value("SELECT state FROM deposits WHERE collected_by = $1", collection));
        assertEquals("0", bench.booked("merchant", VoucherMethod.COIN));
    }

    @Test
    void letsAnOperatorHaveACollectionTriedAgain() {
        String collection = awaitingOperator();
        assertEquals(new RefundRuling.Done("planned"), Await.of(desk.retry(DECISION, collection)));
        bench.finish(collection);
        assertEquals("confirmed", bench.state(collection));
    }

    @Test
    void listsCollectionsAmongTheRefundsThatAwaitAnOperatorWithWhoAuthorisedThem() {
        String payer = bench.payer();
        String collection = bench.used(payer, 1000, 400);
        RefundRecordQueries queries = new RefundRecordQueries(bench.database);
        var listed = Await.of(queries.list(Set.of("planned"), bench.caller.merchantId(), 10))
                .getFirst();
        assertEquals(collection, listed.id());
        assertEquals("collection", listed.kind());
        assertEquals(payer, listed.payer());
        bench.finish(collection);
        var file = Await.of(queries.find(collection)).orElseThrow();
        assertEquals(
                List.of("network_fee", "collected"),
                file.journals().stream().map(each -> each.kind()).toList());
        assertEquals(1, file.transactions().size());
    }

    /** As a rail leaves it that has no key. */
    private String awaitingOperator() {
        String collection = bench.used(bench.payer(), 1000, 400);
        bench.sql("UPDATE refunds SET state = 'awaiting_operator' WHERE id = $1", collection);
        return collection;
    }

    private static void assertRefused(String code, RefundRuling ruling) {
        assertEquals(code, assertInstanceOf(RefundRuling.Refused.class, ruling).code());
    }
}
