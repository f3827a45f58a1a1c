package io.ws402.demo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ws402.demo.client.SessionListener;
import io.ws402.demo.client.SessionOrder;
import io.ws402.demo.client.SessionOutcome;
import io.ws402.demo.client.SessionSummary;
import io.ws402.demo.wallet.EvmWallet;
import io.ws402.demo.wallet.SolanaWallet;
import io.ws402.devnet.SolanaAccount;
import io.ws402.devnet.SolanaDevnet;
import io.ws402.devnet.SplToken;
import io.ws402.gateway.methods.signing.LocalEd25519Key;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions paid on the Solana chain, beside the EVM chain, through the same gateway. */
class SolanaPathTest extends WholePath {
    private static final Duration STAY = Duration.ofSeconds(2);

    SolanaPathTest(WholeSystem whole) {
        super(whole);
    }

    @BeforeEach
    void needsTheChain() {
        assumeTrue(
                system().solana().chain().isPresent(), () -> system().solana().whyNoChain());
    }

    private SolanaDevnet solana() {
        return system().solana().chain().orElseThrow();
    }

    private SolanaWallet payer(int account) throws IOException {
        return wallet(system().solana().accounts().get(account));
    }

    private SolanaWallet wallet(SolanaAccount account) throws IOException {
        return SolanaWallet.open(solana().chain().rpcUrl(), LocalEd25519Key.of(account.secretKey(), "the payer"));
    }

    /** The test token of the Solana chain as its payers know it. */
    private Asset spl(SolanaWallet payer) {
        AssetId id = new AssetId(
                payer.coin().id().chain() + "/token:" + solana().usdc().mint());
        return new Asset(id, "USDC", SplToken.DECIMALS);
    }

    @Test
    void solIsPaidMeteredAndGivenBackOnChain() throws Exception {
        try (SolanaWallet payer = payer(1)) {
            BigInteger before = payer.balance(payer.coin());

            SessionSummary summary =
                    ended(client().run(SessionOrder.of(ticker(1), 30, STAY), payer, SessionListener.NONE));

            assertRefunded(summary);
            assertEquals("SOL", summary.paid().asset().symbol());
            assertCost(
                    before,
                    payer.balance(payer.coin()),
                    summary.consumed(),
                    summary.payment().networkFee());
            assertEquals(summary.refunded().units(), gainOf(payer.address(), refundOf(summary)));
            assertTheLawHoldsInTheEnd();
        }
    }

    @Test
    void aSessionInTokensGoesOnWithSolOfWhichWhatIsLeftComesBackAsSol() throws Exception {
        try (SolanaWallet payer = payer(3)) {
            BigInteger coins = payer.balance(payer.coin());
            BigInteger tokens = payer.balance(spl(payer));
            SessionOrder order = SessionOrder.of(ticker(1), 5, Duration.ofSeconds(7))
                    .paidWith(null, "USDC")
                    .toppedUpBy(new SessionOrder.TopUp(30, null, "SOL"));

            SessionSummary summary = ended(client().run(order, payer, SessionListener.NONE));

            // The tokens are used up, and a part of the coins.
            assertEquals(1, summary.refunds().size(), summary::toString);
            assertEquals(
                    "SOL",
                    Objects.requireNonNull(summary.refunds().getFirst().other())
                            .asset()
                            .symbol());
            assertEquals(summary.paid(), summary.consumed().plus(summary.refunded()));
            assertEquals(1, tokens.compareTo(payer.balance(spl(payer))));
            assertEquals(1, coins.compareTo(payer.balance(payer.coin())));
            assertTheLawHoldsInTheEnd();
        }
    }

    @Test
    void whoNamesUsdcPaysThatOfTheChainWhichTheKeyIsOfAndTheOneGatewayServesBothAtOnce() throws Exception {
        try (SolanaWallet onSolana = payer(2);
                EvmWallet onEvm = funded(5)) {
            SessionOrder order = SessionOrder.of(ticker(2), 30, STAY).paidWith(null, "USDC");
            BigInteger tokensBefore = onSolana.balance(spl(onSolana));
            BigInteger coinsBefore = onSolana.balance(onSolana.coin());
            BigInteger evmTokensBefore = onEvm.balance(usdc());
            FutureTask<SessionOutcome> other = new FutureTask<>(() -> client().run(order, onEvm, SessionListener.NONE));
            Thread.startVirtualThread(other);

            SessionSummary solana = ended(client().run(order, onSolana, SessionListener.NONE));
            SessionSummary evm = ended(other.get());

            assertRefunded(solana);
            assertRefunded(evm);
            assertEquals(spl(onSolana), solana.paid().asset());
            assertEquals(usdc(), evm.paid().asset());
            assertCost(tokensBefore, onSolana.balance(spl(onSolana)), solana.consumed(), BigInteger.ZERO);
            assertEquals(solana.payment().networkFee(), coinsBefore.subtract(onSolana.balance(onSolana.coin())));
            assertCost(evmTokensBefore, onEvm.balance(usdc()), evm.consumed(), BigInteger.ZERO);
            assertEquals("null", refundOf(solana).at("/meta/err").asText());
            assertTheLawHoldsInTheEnd();
        }
    }

    @Test
    void whoHasTooLittleIsToldSoAndPaysNothing() throws Exception {
        BigInteger little = BigInteger.valueOf(1_000_000);
        try (SolanaWallet payer = wallet(solana().account(little))) {
            SessionOutcome.NotPaid outcome = assertInstanceOf(
                    SessionOutcome.NotPaid.class,
                    client().run(SessionOrder.of(ticker(1), 30, STAY), payer, SessionListener.NONE));

            assertEquals(SessionOutcome.Cause.INSUFFICIENT_FUNDS, outcome.cause());
            // What has just arrived is not final yet, so the wallet would not count it.
            JsonNode balance = solana().chain().call("getBalance", payer.address(), Map.of("commitment", "processed"));
            assertEquals(little.longValueExact(), balance.path("value").asLong());
        }
    }

    /** The refund's transaction as the chain has it, at the commitment that nothing undoes. */
    private JsonNode refundOf(SessionSummary summary) {
        return solana().chain()
                .call(
                        "getTransaction",
                        Objects.requireNonNull(summary.refundTx()),
                        Map.of("commitment", "finalized", "encoding", "json", "maxSupportedTransactionVersion", 0));
    }

    private static BigInteger gainOf(String address, JsonNode transaction) {
        JsonNode keys = transaction.at("/transaction/message/accountKeys");
        for (int index = 0; index < keys.size(); index++) {
            if (keys.get(index).asText().equals(address)) {
                return balance(transaction, "postBalances", index).subtract(balance(transaction, "preBalances", index));
            }
        }
        return BigInteger.ZERO;
    }

    private static BigInteger balance(JsonNode transaction, String which, int index) {
        return transaction.at("/meta/" + which + "/" + index).bigIntegerValue();
    }
}
