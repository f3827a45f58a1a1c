package io.ws402.chaos.solana;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.ws402.chaos.chain.ChainPort;
import io.ws402.chaos.chain.SimChain;
import io.ws402.chaos.schedule.Dice;
import io.ws402.chaos.schedule.FaultPlan;
import io.ws402.chaos.schedule.Scheduler;
import io.ws402.chaos.schedule.SimClock;
import io.ws402.chaos.schedule.SimProcess;
import io.ws402.chaos.schedule.Trace;
import io.ws402.gateway.method.Dispatch;
import io.ws402.gateway.method.Reconciliation;
import io.ws402.gateway.method.RefundOrder;
import io.ws402.gateway.method.RefundPlan;
import io.ws402.gateway.method.RefundRail;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The real refunds of the Solana method, on a cluster on which nothing goes wrong. */
class ClusterRailTest {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    private final SimClock clock = new SimClock();
    private final SimChain chain = new SimChain(clock);
    private final Cluster cluster = new Cluster(chain, Dice.of(1));
    private final Scheduler scheduler = new Scheduler(new FaultPlan(1, 0, Set.of()), new Trace(line -> {}));
    private final List<String> noted = new ArrayList<>();
    private RefundRail rail = rail(Hearsay.TRUE);

    ClusterRailTest() {
        cluster.heal();
    }

    private RefundRail rail(Hearsay hearsay) {
        return ClusterRail.of(
                cluster,
                "W2",
                new ChainPort(chain, new SimProcess("g1"), scheduler, () -> true),
                (refund, transaction, height) -> noted.add(refund + " by " + transaction),
                clock::nanos,
                hearsay);
    }

    private <T> T done(Future<T> asked) {
        scheduler.runToIdle();
        return asked.toCompletionStage().toCompletableFuture().getNow(null);
    }

    private static RefundOrder refund(Asset asset) {
        return new RefundOrder("ref_1", "pay_1", "P1", new Money(asset, MILLION));
    }

    private Reconciliation reconcile(RefundOrder order, SignedTransfer... signed) {
        return done(rail.reconcile(order, List.of(signed)));
    }

    private void mine(int blocks) {
        for (int block = 0; block < blocks; block++) {
            chain.mine(Dice.of(1), 100);
        }
    }

    @Test
    void aRefundArrivesAsItWasOrderedAndCostsWhatTheChainSays() {
        for (Asset asset : List.of(SimChain.COIN, SimChain.TOKEN)) {
            RefundOrder order = refund(asset);
            assertInstanceOf(RefundPlan.Send.class, done(rail.plan(order)));
            SignedTransfer signed = done(rail.sign(order, 0));
            assertTrue(noted.contains("ref_1 by " + signed.txId()));
            assertInstanceOf(Dispatch.Sent.class, done(rail.dispatch(signed)));
            assertInstanceOf(Reconciliation.Missing.class, reconcile(order, signed));
            mine(1);
            assertInstanceOf(Reconciliation.InFlight.class, reconcile(order, signed));
            mine(SimChain.FINAL_DEPTH);

            SimChain.Found found = chain.find(signed.txId()).orElseThrow();
            assertEquals(order.amount(), found.transaction().value());
            assertEquals("P1", found.transaction().to());
            assertEquals("ref_1", found.transaction().refundId());
            assertEquals(
                    new Reconciliation.Confirmed(signed.txId(), new Money(SimChain.COIN, found.fee())),
                    reconcile(order, signed));
        }
    }

    @Test
    void whatTheNetworkForgotIsSignedAnewOnlyOnceItsExpiryIsFinal() {
        RefundOrder order = refund(SimChain.TOKEN);
        SignedTransfer lost = done(rail.sign(order, 0));
        int lastHeight = chain.height() + Blockhashes.LIFE_BLOCKS;
        done(rail.dispatch(lost));
        chain.forget();
        mine(lastHeight + SimChain.FINAL_DEPTH - chain.height());
        assertInstanceOf(Reconciliation.InFlight.class, reconcile(order, lost));

        mine(1);

        assertInstanceOf(Reconciliation.WithoutEffect.class, reconcile(order, lost));
        assertNotEquals(lost.txId(), done(rail.sign(order, 0)).txId());
        assertInstanceOf(Dispatch.Unknown.class, done(rail.dispatch(lost)));
    }

    @Test
    void aNodeThatSaysTooLittleOfABlockhashsLifeMakesNothingExpireBeforeThatIsFinal() {
        rail = rail((method, params, answer) -> method.equals("getLatestBlockhash") ? saysTooLittle(answer) : answer);
        RefundOrder order = refund(SimChain.TOKEN);
        SignedTransfer lost = done(rail.sign(order, 0));
        int lastHeight = chain.height() + Blockhashes.LIFE_BLOCKS;

        mine(lastHeight - 1 + SimChain.FINAL_DEPTH - chain.height());
        assertInstanceOf(Reconciliation.Missing.class, reconcile(order, lost));
        mine(1);
        assertInstanceOf(Reconciliation.WithoutEffect.class, reconcile(order, lost));
    }

    private static JsonObject saysTooLittle(@Nullable Object answer) {
        JsonObject said = assertInstanceOf(JsonObject.class, answer).copy();
        JsonObject value = said.getJsonObject("value");
        value.put("lastValidBlockHeight", value.getInteger("lastValidBlockHeight") - 2);
        return said;
    }

    @Test
    void aTokenCanBeRefusedAndTheCoinCanNot() {
        SignedTransfer signed = done(rail.sign(refund(SimChain.TOKEN), 0));
        chain.refuse("P1", true);

        assertInstanceOf(RefundPlan.RecipientRefuses.class, done(rail.plan(refund(SimChain.TOKEN))));
        assertInstanceOf(Dispatch.NotSent.class, done(rail.dispatch(signed)));
        assertInstanceOf(RefundPlan.Send.class, done(rail.plan(refund(SimChain.COIN))));
    }

    @Test
    void theFeeFollowsWhatOthersPayUpToTheCap() {
        BigInteger usual = fee();
        chain.setPrice(60);
        BigInteger capped = fee();
        chain.setPrice(600);

        assertTrue(capped.compareTo(usual) > 0, () -> capped + " after " + usual);
        assertEquals(capped, fee());
    }

    private BigInteger fee() {
        return assertInstanceOf(RefundPlan.Send.class, done(rail.plan(refund(SimChain.TOKEN))))
                .networkFee()
                .units();
    }
}
