package io.ws402.demo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.demo.client.LiveSession;
import io.ws402.demo.client.SessionListener;
import io.ws402.demo.client.SessionOrder;
import io.ws402.demo.client.SessionSummary;
import io.ws402.demo.system.Service;
import io.ws402.demo.wallet.CreditsWallet;
import io.ws402.demo.wallet.EvmWallet;
import io.ws402.gateway.credits.CreditsMethod;
import io.ws402.protocol.message.ServerMessage.SessionStarted;
import io.ws402.protocol.message.ServerMessage.ToppedUp;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Sessions that are paid for little by little, from the payer's wallet and back. */
class TopUpPathTest extends WholePath {
    private static final long SHORT_SECONDS = 5;
    private static final long TOP_UP_SECONDS = 30;

    TopUpPathTest(WholeSystem whole) {
        super(whole);
    }

    private SessionOrder order(Duration stay) {
        return SessionOrder.of(ticker(1), SHORT_SECONDS, stay).toppedUpBy(TOP_UP_SECONDS);
    }

    /** Does something at the first top-up. */
    private static final class AtTopUp implements SessionListener {
        private final CompletableFuture<LiveSession> live = new CompletableFuture<>();
        private final List<ToppedUp> toppedUp = new ArrayList<>();
        private final Consumer<LiveSession> then;

        AtTopUp(Consumer<LiveSession> then) {
            this.then = then;
        }

        @Override
        public void started(LiveSession session, SessionStarted started) {
            live.complete(session);
        }

        @Override
        public void toppedUp(ToppedUp topUp) {
            toppedUp.add(topUp);
            then.accept(live.join());
        }
    }

    @Test
    void aSessionOutlivesItsFirstPaymentAndTheRestOfTheTopUpComesBackOnChain() throws Exception {
        try (EvmWallet payer = funded(5)) {
            BigInteger before = payer.balance(usdc());
            AtTopUp listener = new AtTopUp(session -> {});

            SessionSummary summary = ended(
                    client().run(order(Duration.ofSeconds(SHORT_SECONDS + 2)).paidWith(null, "USDC"), payer, listener));

            assertEquals(1, listener.toppedUp.size());
            assertRefunded(summary);
            assertEquals(listener.toppedUp.getFirst().balance(), summary.paid().units());
            assertTrue(summary.reading().elapsedMs() > SHORT_SECONDS * 1000, summary::toString);
            assertCost(before, payer.balance(usdc()), summary.consumed(), BigInteger.ZERO);
            assertLedgerBalances();
        }
    }

    @Test
    void eachOfTwoPaymentsComesBackByItself() throws Exception {
        CreditsWallet payer = credits(1_000_000);

        SessionSummary summary =
                ended(client().run(order(Duration.ofSeconds(20)), payer, new AtTopUp(LiveSession::end)));

        assertTwoRefunds(summary);
        assertCost(
                BigInteger.valueOf(1_000_000),
                payer.balance(CreditsMethod.CREDIT),
                summary.consumed(),
                BigInteger.ZERO);
        assertLedgerBalances();
    }

    @Test
    void bothPaymentsComeBackWhenTheServerIsKilledAfterTheTopUp() throws Exception {
        Service server = system().servers().getFirst();
        clientWith(PATIENT.withResume(Duration.ZERO));
        try {
            CreditsWallet payer = credits(1_000_000);
            SessionOrder order = order(Duration.ofSeconds(20)).withOtherServers(List.of(server(2)));

            SessionSummary summary = ended(client().run(order, payer, new AtTopUp(session -> server.kill())));

            assertTwoRefunds(summary);
            assertCost(
                    BigInteger.valueOf(1_000_000),
                    payer.balance(CreditsMethod.CREDIT),
                    summary.consumed(),
                    BigInteger.ZERO);
            assertLedgerBalances();
        } finally {
            startAgain(server);
        }
    }

    private static void assertTwoRefunds(SessionSummary summary) {
        assertEquals(2, summary.refunds().size(), summary::toString);
        assertTrue(summary.refundsConfirmed(), summary::toString);
        assertEquals(summary.paid(), summary.consumed().plus(summary.refunded()));
    }
}
