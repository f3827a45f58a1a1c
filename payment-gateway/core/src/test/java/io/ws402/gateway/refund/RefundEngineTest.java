package io.ws402.gateway.refund;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.ws402.gateway.method.RefundPlan;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each step is taken by another gateway, which knows nothing but what the database says. */
@ExtendWith(DatabaseExtension.class)
final class RefundEngineTest {
    private static final String PAYER = "0xpayer";

    private final RefundBench bench;
    private final FakeChain chain = new FakeChain();

    RefundEngineTest(Database database) {
        this.bench = new RefundBench(database);
    }

    @BeforeEach
    void startTheSignersNumbersAnew() {
        bench.startTheSignersNumbersAnew();
    }

    @AfterEach
    void theLawHolds() {
        bench.assertTheLawHolds();
    }

    @Test
    void goesFromPlannedToConfirmedOneStoredStepAtATime() {
        String refund = bench.planned(700, PAYER);
        assertEquals(new RefundStep.Advanced(new RefundState.Numbered()), step(refund));
        assertEquals("5", bench.value("SELECT sequence FROM refunds WHERE id = $1", refund));
        assertEquals(new RefundStep.Advanced(new RefundState.Signed()), step(refund));
        assertEquals(0, chain.waiting());
        assertEquals(new RefundStep.Advanced(new RefundState.Broadcast()), step(refund));
        assertEquals(1, chain.waiting());
        assertInstanceOf(RefundStep.Waiting.class, step(refund));
        chain.mine();
        assertEquals(new RefundStep.Done(new RefundState.Confirmed()), step(refund));
        assertEquals(List.of(refund), chain.arrived());
        assertEquals("3", bench.booked("network_fees"));
        assertEquals("0", bench.booked("refunds_in_flight"));
        assertEquals("-3", bench.booked("chain")); // 700 came, 700 went, and 3 for the network
        assertEquals(
                "true",
                bench.value(
                        "SELECT r.tx_id = t.tx_id AND broadcast_at IS NOT NULL FROM refunds r "
                                + "JOIN refund_transactions t ON t.refund_id = r.id WHERE r.id = $1",
                        refund));
        assertEquals(1, counted("confirmed"));
    }

    @Test
    void signsNothingBeforeItsDepositIsFinal() {
        String refund = bench.planned(700, PAYER);
        bench.sql(
                "UPDATE deposits d SET final_at = NULL FROM refunds r WHERE r.deposit_id = d.id AND r.id = $1", refund);
        assertInstanceOf(RefundStep.Waiting.class, step(refund));
        assertEquals("planned", bench.state(refund));
        bench.sql(
                "UPDATE deposits d SET final_at = now() FROM refunds r WHERE r.deposit_id = d.id AND r.id = $1",
                refund);
        assertEquals(new RefundStep.Advanced(new RefundState.Numbered()), step(refund));
    }

    @Test
    void makesPayerCreditOfWhatIsNotWorthSendingOrWouldBeRefused() {
        String dust = bench.planned(2, PAYER);
        chain.willPlan(new RefundPlan.Dust(FakeChain.fee()));
        assertEquals(new RefundStep.Done(new RefundState.Credited()), step(dust));
        String refused = bench.planned(700, PAYER);
        chain.willPlan(new RefundPlan.RecipientRefuses("its contract reverts"));
        assertEquals(new RefundStep.Done(new RefundState.Credited()), step(refused));
        assertEquals("-702", bench.booked("payer_credit"));
        assertEquals("its contract reverts", bench.value("SELECT reason FROM refunds WHERE id = $1", refused));
        assertEquals(List.of(), chain.arrived());
    }

    @Test
    void staysPlannedWhileTheRailSaysLater() {
        String refund = bench.planned(700, PAYER);
        chain.willPlan(new RefundPlan.Later("fees are above the cap"));
        assertEquals(new RefundStep.Waiting(new RefundState.Planned(), "fees are above the cap"), step(refund));
        step(refund);
        assertEquals("planned", bench.state(refund));
        assertEquals("2", bench.value("SELECT attempts FROM refunds WHERE id = $1", refund));
    }

    @Test
    void storesNothingForAWorkerWhoseLeaseAnotherOneHas() {
        String refund = bench.planned(700, PAYER);
        RefundEngine slow = bench.engine(chain);
        Await.of(slow.lease("slow", 1000));
        bench.makeDue();
        Await.of(bench.engine(chain).lease("quick", 1000));
        assertInstanceOf(RefundStep.NotOurs.class, Await.of(slow.step(refund, "slow")));
        assertEquals("planned", bench.state(refund));
    }

    @Test
    void leavesARefundWhoseMethodIsNotUpForLater() {
        String refund = bench.planned(700, PAYER);
        bench.sql("UPDATE refunds SET method = 'gone' WHERE id = $1", refund);
        assertInstanceOf(RefundStep.Waiting.class, step(refund));
        assertEquals("planned", bench.state(refund));
    }

    private RefundStep step(String refund) {
        return bench.stepByANewGateway(chain, refund);
    }

    private double counted(String state) {
        return bench.meters
                .counter("ws402.gateway.refunds", "state", state, "method", "fake")
                .count();
    }
}
