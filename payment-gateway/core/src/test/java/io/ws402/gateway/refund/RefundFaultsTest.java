package io.ws402.gateway.refund;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vertx.core.Future;
import io.ws402.gateway.method.Dispatch;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.protocol.money.Asset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What rails do to refunds: forget them, hold them up, refuse them, give no answer. Each step is another gateway's. */
@ExtendWith(DatabaseExtension.class)
final class RefundFaultsTest {
    private static final String PAYER = "0xpayer";

    private final RefundBench bench;
    private final FakeChain chain = new FakeChain();

    RefundFaultsTest(Database database) {
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
    void sendsTheSameBytesAgainWhenTheRailForgotThem() {
        String refund = bench.sent(chain, bench.planned(700, PAYER));
        chain.forget();
        assertInstanceOf(RefundStep.Waiting.class, step(refund));
        assertEquals(1, chain.waiting());
        chain.mine();
        bench.finish(chain, refund);
        assertEquals("1", transactions(refund));
        assertEquals(List.of(refund), chain.arrived());
    }

    @Test
    void replacesWhatIsStuckAtTheSameNumberStoredBeforeItIsSent() {
        String refund = bench.sent(chain, bench.planned(700, PAYER));
        chain.stick();
        assertEquals(new RefundStep.Advanced(new RefundState.Signed()), step(refund));
        assertEquals("2", transactions(refund));
        assertEquals(
                "1",
                bench.value("SELECT count(DISTINCT sequence) FROM refund_transactions WHERE refund_id = $1", refund));
        assertEquals(new RefundStep.Advanced(new RefundState.Broadcast()), step(refund));
        chain.mine();
        bench.finish(chain, refund);
        assertEquals(List.of(refund), chain.arrived());
    }

    @Test
    void signsAnewOnlyWhenItsNumberWentToAnotherTransaction() {
        String refund = bench.sent(chain, bench.planned(700, PAYER));
        chain.numberTakenByAnother();
        assertInstanceOf(RefundStep.Waiting.class, step(refund));
        assertEquals("failed_safe", bench.state(refund));
        assertEquals("null", bench.value("SELECT sequence FROM refunds WHERE id = $1", refund));
        bench.sent(chain, refund);
        assertEquals("6", bench.value("SELECT sequence FROM refunds WHERE id = $1", refund));
        chain.mine();
        bench.finish(chain, refund);
        assertEquals("2", transactions(refund));
        assertEquals(List.of(refund), chain.arrived());
    }

    @Test
    void makesPayerCreditOfWhatItsRecipientRefusedAndPaysTheNetworkOnce() {
        String refund = bench.sent(chain, bench.planned(700, FakeChain.REFUSES));
        chain.mine();
        bench.finish(chain, refund);
        assertEquals("credited", bench.state(refund));
        assertEquals("-700", bench.booked("payer_credit"));
        assertEquals("3", bench.booked("network_fees"));
        assertEquals(List.of(), chain.arrived());
    }

    @Test
    void asksTheRailBeforeAnythingElseWhenASendingWentUnanswered() {
        AtomicReference<Dispatch> answer = new AtomicReference<>(new Dispatch.Unknown("timeout"));
        FakeChain silent = new FakeChain() {
            @Override
            public synchronized Future<Dispatch> dispatch(SignedTransfer signed) {
                Future<Dispatch> really = super.dispatch(signed);
                Dispatch instead = answer.getAndSet(null);
                return instead == null ? really : Future.succeededFuture(instead);
            }
        };
        String refund = bench.planned(700, PAYER);
        bench.stepByANewGateway(silent, refund);
        bench.stepByANewGateway(silent, refund);
        bench.stepByANewGateway(silent, refund);
        assertEquals("unknown", bench.state(refund));
        bench.stepByANewGateway(silent, refund);
        assertEquals("broadcast", bench.state(refund));
        silent.mine();
        bench.finish(silent, refund);
        assertEquals(List.of(refund), silent.arrived());
        assertEquals("1", transactions(refund));
    }

    @Test
    void takesAFaultOfTheRailForNoAnswerAndNothingMore() {
        FakeChain broken = new FakeChain() {
            @Override
            public synchronized Future<Dispatch> dispatch(SignedTransfer signed) {
                super.dispatch(signed);
                throw new IllegalStateException("connection reset");
            }
        };
        String refund = bench.planned(700, PAYER);
        bench.stepByANewGateway(broken, refund);
        bench.stepByANewGateway(broken, refund);
        assertInstanceOf(RefundStep.Waiting.class, bench.stepByANewGateway(broken, refund));
        assertEquals("unknown", bench.state(refund));
        broken.mine();
        bench.finish(broken, refund);
        assertEquals(List.of(refund), broken.arrived());
    }

    @Test
    void doesNotJudgeARefundByTheNumbersOfAnotherSigner() {
        String refund = bench.sent(chain, bench.planned(700, PAYER));
        FakeChain otherWallet = new FakeChain() {
            @Override
            public Optional<String> sequencer(Asset asset) {
                return Optional.of("fake:1:0xother");
            }
        };
        for (int i = 0; i < 3; i++) {
            otherWallet.numberTakenByAnother();
            assertInstanceOf(RefundStep.Waiting.class, bench.stepByANewGateway(otherWallet, refund));
        }
        assertEquals("broadcast", bench.state(refund));
        chain.mine();
        bench.finish(chain, refund);
        assertEquals(List.of(refund), chain.arrived());
    }

    private RefundStep step(String refund) {
        return bench.stepByANewGateway(chain, refund);
    }

    private String transactions(String refund) {
        return bench.value("SELECT count(*) FROM refund_transactions WHERE refund_id = $1", refund);
    }
}
