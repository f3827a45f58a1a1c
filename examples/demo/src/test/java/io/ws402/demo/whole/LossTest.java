package io.ws402.demo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.demo.client.LiveSession;
import io.ws402.demo.client.SessionListener;
import io.ws402.demo.client.SessionOrder;
import io.ws402.demo.client.SessionSummary;
import io.ws402.demo.system.Service;
import io.ws402.demo.wallet.EvmWallet;
import io.ws402.protocol.message.ServerMessage.SessionStarted;
import io.ws402.protocol.message.ServerMessage.UsageUpdate;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LossTest extends WholePath {
    private static final int PAYERS = 20;
    private static final int KILLS = 3;
    private static final long SEED = 402;

    LossTest(WholeSystem whole) {
        super(whole);
    }

    @Test
    void whoseServerIsKilledIsRefundedByTheGatewayAlone() throws Exception {
        Service server = system().servers().getFirst();
        // This payer does not come back: nobody but the gateway can end the session.
        clientWith(PATIENT.withResume(Duration.ZERO));
        AtomicBoolean killed = new AtomicBoolean();
        try (EvmWallet payer = funded(4)) {
            BigInteger before = payer.balance(payer.coin());
            SessionOrder order =
                    SessionOrder.of(ticker(1), 30, Duration.ofSeconds(25)).withOtherServers(List.of(server(2)));

            SessionSummary summary = ended(client().run(order, payer, new SessionListener() {
                @Override
                public void usage(UsageUpdate update) {
                    if (update.reading().elapsedMs() >= 3000 && killed.compareAndSet(false, true)) {
                        server.kill();
                    }
                }
            }));

            assertTrue(killed.get());
            assertRefunded(summary);
            assertCost(
                    before,
                    payer.balance(payer.coin()),
                    summary.consumed(),
                    summary.payment().networkFee());
            assertLedgerBalances();
        } finally {
            startAgain(server);
        }
    }

    @Test
    void twentySessionsClosingWhileTheGatewayIsKilledAreEachRefundedOnce() throws Exception {
        List<EvmWallet> payers = new ArrayList<>();
        for (int i = 0; i < PAYERS; i++) {
            payers.add(withOneCoin());
        }
        List<BigInteger> before = new ArrayList<>();
        for (EvmWallet payer : payers) {
            before.add(payer.balance(payer.coin()));
        }
        BigInteger firstBlock = chain().anvil().blockNumber();
        Together together = new Together(PAYERS);
        List<SessionSummary> summaries = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<SessionSummary>> sessions = new ArrayList<>();
            for (int i = 0; i < PAYERS; i++) {
                EvmWallet payer = payers.get(i);
                SessionOrder order = SessionOrder.of(ticker(1 + i % 2), 60, Duration.ofMinutes(2))
                        .withOtherServers(List.of(server(2 - i % 2)));
                sessions.add(threads.submit(() -> ended(client().run(order, payer, together.payer()))));
            }
            together.awaitAllStarted();
            together.endAll();
            killTheGatewayAgainAndAgain();
            for (Future<SessionSummary> session : sessions) {
                summaries.add(session.get());
            }
        }

        RefundsOnChain onChain = RefundsOnChain.since(chain(), firstBlock);
        for (int i = 0; i < PAYERS; i++) {
            SessionSummary summary = summaries.get(i);
            EvmWallet payer = payers.get(i);
            assertRefunded(summary);
            assertEquals(List.of(summary.refunded().units()), onChain.to(payer.address()));
            assertCost(
                    before.get(i),
                    payer.balance(payer.coin()),
                    summary.consumed(),
                    summary.payment().networkFee());
            payer.close();
        }
        assertNothingIsPending();
        assertLedgerBalances();
    }

    private void killTheGatewayAgainAndAgain() throws InterruptedException {
        Random random = new Random(SEED);
        Service gateway = system().gateway();
        for (int i = 0; i < KILLS; i++) {
            Thread.sleep(random.nextInt(1500));
            gateway.kill();
            startAgain(gateway);
        }
    }

    /** Payers who wait for each other and leave together. */
    private static final class Together {
        private final CountDownLatch started;
        private final List<LiveSession> sessions = Collections.synchronizedList(new ArrayList<>());

        Together(int payers) {
            this.started = new CountDownLatch(payers);
        }

        SessionListener payer() {
            return new SessionListener() {
                @Override
                public void started(LiveSession session, SessionStarted message) {
                    sessions.add(session);
                    started.countDown();
                }
            };
        }

        void awaitAllStarted() throws InterruptedException {
            assertTrue(started.await(60, TimeUnit.SECONDS), () -> sessions.size() + " started");
        }

        void endAll() {
            sessions.forEach(LiveSession::end);
        }
    }
}
