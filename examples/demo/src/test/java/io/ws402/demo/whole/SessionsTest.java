package io.ws402.demo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.demo.client.Budget;
import io.ws402.demo.client.LiveSession;
import io.ws402.demo.client.ResourceAddress;
import io.ws402.demo.client.SessionListener;
import io.ws402.demo.client.SessionOrder;
import io.ws402.demo.client.SessionOutcome;
import io.ws402.demo.client.SessionSummary;
import io.ws402.demo.wallet.CreditsWallet;
import io.ws402.demo.wallet.EvmWallet;
import io.ws402.devnet.EvmDevnet;
import io.ws402.gateway.credits.CreditsMethod;
import io.ws402.protocol.message.ServerMessage.SessionStarted;
import io.ws402.protocol.payment.Codes;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SessionsTest extends WholePath {
    private static final Duration STAY = Duration.ofSeconds(2);

    SessionsTest(WholeSystem whole) {
        super(whole);
    }

    @Test
    void creditsArePaidMeteredAndGivenBack() throws Exception {
        CreditsWallet payer = credits(1_000_000);
        AtomicInteger frames = new AtomicInteger();

        SessionSummary summary = ended(client().run(SessionOrder.of(ticker(1), 30, STAY), payer, new SessionListener() {
            @Override
            public void text(String data) {
                frames.incrementAndGet();
            }
        }));

        assertRefunded(summary);
        assertTrue(frames.get() > 0);
        assertEquals(frames.get(), summary.reading().messages());
        assertCost(
                BigInteger.valueOf(1_000_000),
                payer.balance(CreditsMethod.CREDIT),
                summary.consumed(),
                BigInteger.ZERO);
        assertLedgerBalances();
    }

    @Test
    void etherIsPaidMeteredAndGivenBackOnChain() throws Exception {
        try (EvmWallet payer = funded(1)) {
            BigInteger before = payer.balance(payer.coin());

            SessionSummary summary =
                    ended(client().run(SessionOrder.of(ticker(1), 30, STAY), payer, SessionListener.NONE));

            assertRefunded(summary);
            assertEquals("ETH", summary.paid().asset().symbol());
            assertCost(
                    before,
                    payer.balance(payer.coin()),
                    summary.consumed(),
                    summary.payment().networkFee());
            assertRefundOnChain(summary, payer.address());
            assertLedgerBalances();
        }
    }

    @Test
    void usdcIsPaidMeteredAndGivenBackOnChain() throws Exception {
        try (EvmWallet payer = funded(2)) {
            BigInteger tokensBefore = payer.balance(usdc());
            BigInteger coinsBefore = payer.balance(payer.coin());

            SessionSummary summary = ended(client().run(
                            SessionOrder.of(ticker(2), 30, STAY).paidWith(null, "USDC"), payer, SessionListener.NONE));

            assertRefunded(summary);
            assertCost(tokensBefore, payer.balance(usdc()), summary.consumed(), BigInteger.ZERO);
            assertEquals(summary.payment().networkFee(), coinsBefore.subtract(payer.balance(payer.coin())));
            assertNotNull(summary.refundTx());
            assertLedgerBalances();
        }
    }

    @Test
    void aLostConnectionIsTakenUpOnTheOtherServer() throws Exception {
        try (EvmWallet payer = funded(3);
                CuttableProxy proxy =
                        CuttableProxy.to(whole().vertx(), server(1).getPort())) {
            BigInteger before = payer.balance(payer.coin());
            AtomicInteger resumedAt = new AtomicInteger();
            SessionOrder order = SessionOrder.of(ticker(1).on(proxy.url()), 30, Duration.ofSeconds(5))
                    .withOtherServers(List.of(server(2)));

            SessionSummary summary = ended(client().run(order, payer, new SessionListener() {
                @Override
                public void text(String data) {
                    proxy.cut();
                }

                @Override
                public void resumed(URI server, SessionStarted started) {
                    resumedAt.set(server.getPort());
                }
            }));

            assertEquals(1, summary.interruptions());
            assertEquals(server(2).getPort(), resumedAt.get());
            assertRefunded(summary);
            assertCost(
                    before,
                    payer.balance(payer.coin()),
                    summary.consumed(),
                    summary.payment().networkFee());
            assertLedgerBalances();
        }
    }

    @Test
    void whoDoesNotEndIsServedUntilTheBalanceIsUsed() throws Exception {
        SessionOrder order = new SessionOrder(ticker(1), List.of(), 1, null, null, null, Budget.NONE, null, null);

        SessionSummary summary = ended(client().run(order, credits(1_000_000), SessionListener.NONE));

        assertEquals("balance_exhausted", summary.endReason());
        assertEquals(summary.paid(), summary.consumed());
        assertTrue(summary.refunds().isEmpty());
    }

    @Test
    void whatThePayerSaysReachesTheResourceAndComesBack() throws Exception {
        StringBuilder echo = new StringBuilder();
        CompletableFuture<LiveSession> live = new CompletableFuture<>();
        SessionOrder order = new SessionOrder(
                new ResourceAddress(server(1), "echo"),
                List.of(),
                30,
                Duration.ofSeconds(20),
                null,
                null,
                Budget.NONE,
                null,
                null);

        SessionSummary summary = ended(client().run(order, credits(1_000_000), new SessionListener() {
            @Override
            public void started(LiveSession session, SessionStarted started) {
                live.complete(session);
                session.send("hello");
            }

            @Override
            public void text(String data) {
                echo.append(data);
                live.join().end();
            }
        }));

        assertEquals("hello", echo.toString());
        assertEquals(2, summary.reading().messages());
        assertEquals(10, summary.reading().bytes());
    }

    @Test
    void whoHasTooLittleIsToldSoAndPaysNothing() throws Exception {
        try (EvmWallet payer = withOneCoin()) {
            SessionOutcome.NotPaid outcome = assertInstanceOf(
                    SessionOutcome.NotPaid.class,
                    client().run(
                                    SessionOrder.of(ticker(1), 30, STAY).paidWith(null, "USDC"),
                                    payer,
                                    SessionListener.NONE));

            assertEquals(SessionOutcome.Cause.INSUFFICIENT_FUNDS, outcome.cause());
            assertEquals(EvmDevnet.ETHER, payer.balance(payer.coin()));
        }
    }

    @Test
    void creditsThatAreNotThereOpenNoSession() throws Exception {
        SessionOutcome.NotStarted outcome = assertInstanceOf(
                SessionOutcome.NotStarted.class,
                client().run(SessionOrder.of(ticker(1), 30, STAY), credits(1), SessionListener.NONE));

        assertFalse(Codes.isRetryable(outcome.code()));
    }

    private void assertRefundOnChain(SessionSummary summary, String payer) throws IOException {
        var refund = chain().anvil()
                .web3j()
                .ethGetTransactionByHash(summary.refundTx())
                .send()
                .getTransaction()
                .orElseThrow();
        assertEquals(summary.refunded().units(), refund.getValue());
        assertEquals(payer.toLowerCase(Locale.ROOT), refund.getTo().toLowerCase(Locale.ROOT));
    }
}
