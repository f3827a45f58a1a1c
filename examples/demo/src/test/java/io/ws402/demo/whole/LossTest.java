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
import io.ws402.protocol.money.Asset;
import java.io.IOException;
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
    private static final int TOKEN_PAYERS = 6;
    private static final int KILLS = 3;
    private static final long SEED = Long.getLong("ws402.seed", 402);

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
        List<Payer> payers = payers();
        BigInteger firstBlock = chain().anvil().blockNumber();
        Together together = new Together(PAYERS);
        List<SessionSummary> summaries = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<SessionSummary>> sessions = new ArrayList<>();
            for (Payer payer : payers) {
                int home = 1 + sessions.size() % 2;
                SessionOrder order = SessionOrder.of(ticker(home), 60, Duration.ofMinutes(2))
                        .withOtherServers(List.of(server(3 - home)))
                        .paidWith(null, payer.asset().symbol());
                sessions.add(threads.submit(() -> ended(client().run(order, payer.wallet(), together.payer()))));
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
            assertRefundedOnce(payers.get(i), summaries.get(i), onChain);
        }
        assertNothingIsPending();
        assertLedgerBalances();
    }

    /** Somebody who pays with an asset, and what they held of it before. */
    private record Payer(EvmWallet wallet, Asset asset, BigInteger before) {
        static Payer of(EvmWallet wallet, Asset asset) throws IOException {
            return new Payer(wallet, asset, wallet.balance(asset));
        }
    }

    private List<Payer> payers() throws IOException {
        List<Payer> payers = new ArrayList<>();
        for (int account = 0; account < TOKEN_PAYERS; account++) {
            payers.add(Payer.of(funded(account), usdc()));
        }
        while (payers.size() < PAYERS) {
            EvmWallet wallet = withOneCoin();
            payers.add(Payer.of(wallet, wallet.coin()));
        }
        return payers;
    }

    private static void assertRefundedOnce(Payer payer, SessionSummary summary, RefundsOnChain onChain)
            throws IOException {
        assertRefunded(summary);
        EvmWallet wallet = payer.wallet();
        boolean coins = payer.asset().equals(wallet.coin());
        assertEquals(
                List.of(summary.refunded().units()),
                coins ? onChain.coinsTo(wallet.address()) : onChain.tokensTo(wallet.address()));
        assertCost(
                payer.before(),
                wallet.balance(payer.asset()),
                summary.consumed(),
                coins ? summary.payment().networkFee() : BigInteger.ZERO);
        wallet.close();
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
