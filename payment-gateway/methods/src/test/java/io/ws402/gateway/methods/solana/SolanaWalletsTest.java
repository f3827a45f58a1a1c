package io.ws402.gateway.methods.solana;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.ws402.devnet.SolanaDevnet;
import io.ws402.gateway.methods.GatewayOnChain;
import io.ws402.gateway.methods.rpc.NodeProxy;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.gateway.wallet.WalletVerdict;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.Quote;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.Verification;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A gateway's sessions, refunds and books against a wallet on a real chain. */
@ExtendWith(DatabaseExtension.class)
final class SolanaWalletsTest extends OwnCluster {
    private static final String[] ALL = {"SOL", "USDC", "FEET"};

    private final Vertx vertx;
    private final Database database;
    private GatewayOnChain gateway;

    SolanaWalletsTest(Vertx vertx, Database database) {
        this.vertx = vertx;
        this.database = database;
        this.gateway = new GatewayOnChain(vertx, database, method);
    }

    @BeforeEach
    void aGatewayWithAFundedWallet() {
        devnet.chain().finalizeAll();
        gateway = new GatewayOnChain(vertx, database, method);
        assertAgrees();
    }

    @AfterEach
    void theLawHolds() {
        gateway.assertTheLawHolds();
    }

    private void assertAgrees() {
        for (String symbol : ALL) {
            assertEquals(new WalletVerdict.Agrees(), gateway.compared(symbol).verdict(), symbol);
        }
    }

    private void becomeFinal() {
        devnet.chain().finalizeAll();
        rail.waitForNextPoll();
        gateway.watchDeposits();
        gateway.lookThrough();
    }

    private String pay(Quote quote, BigInteger units) {
        String symbol = quote.price().asset().symbol();
        String signature = switch (symbol) {
            case "SOL" ->
                by(payer)
                        .transfer(payer.address(), wallet, units, quote.reference())
                        .send();
            default ->
                by(payer)
                        .transferToken(
                                symbol.equals("USDC") ? devnet.usdc() : devnet.feeToken(),
                                payer.address(),
                                wallet,
                                payer.address(),
                                units,
                                quote.reference())
                        .send();
        };
        rail.waitForNextPoll();
        return signature;
    }

    private void refundTo(String state) {
        for (int step = 0;
                step < 10 && !state.equals(gateway.value("SELECT state FROM refunds ORDER BY id DESC LIMIT 1"));
                step++) {
            gateway.workOnRefunds();
            devnet.chain().finalizeAll();
            rail.waitForNextPoll();
        }
        assertEquals(state, gateway.value("SELECT state FROM refunds ORDER BY id DESC LIMIT 1"));
    }

    @Test
    void keepsTheBooksThroughPaymentsAndRefundsOfEveryAsset() {
        for (String symbol : ALL) {
            BigInteger price = symbol.equals("SOL") ? PRICE : MILLION;
            Quote quote = gateway.quote(symbol, price);
            SessionGrant grant = gateway.claim(quote, pay(quote, price));
            assertNotEquals(
                    WalletVerdict.Differs.class,
                    gateway.compared(symbol).verdict().getClass());
            gateway.settle(grant, 400);
            becomeFinal();
            assertAgrees();
            refundTo("confirmed");
            assertAgrees();
        }
    }

    @Test
    void takesAllThatArrivedForTheBalance() {
        Quote quote = gateway.quote("USDC", MILLION);
        assertEquals(
                MILLION.add(BigInteger.TEN),
                gateway.claim(quote, pay(quote, MILLION.add(BigInteger.TEN)))
                        .balance()
                        .units());
        Quote less = gateway.quote("FEET", MILLION);
        assertEquals(
                BigInteger.valueOf(990_000),
                gateway.claim(less, pay(less, MILLION)).balance().units());
        becomeFinal();
        assertAgrees();
    }

    @Test
    void startsNoSecondSessionOnATransactionThatWasClaimed() {
        Quote first = gateway.quote("SOL", PRICE);
        Quote second = gateway.quote("SOL", PRICE);
        String signature = by(payer)
                .transfer(payer.address(), wallet, PRICE, first.reference())
                .send();
        rail.waitForNextPoll();
        gateway.claim(first, signature);
        assertEquals(
                "already_claimed",
                assertInstanceOf(Verification.Rejected.class, gateway.verify(first, signature))
                        .code());
        assertEquals(
                "not_attributable",
                assertInstanceOf(Verification.Rejected.class, gateway.verify(second, signature))
                        .code());
        becomeFinal();
        assertAgrees();
    }

    @Test
    void findsAPaymentWithoutAProofByItsReferenceAndASecondOneGoesBack() {
        Quote quote = gateway.quote("USDC", MILLION);
        pay(quote, MILLION);
        pay(quote, BigInteger.valueOf(300_000));
        becomeFinal();
        assertEquals("paid", gateway.value("SELECT state FROM payments WHERE id = $1", quote.paymentId()));
        assertAgrees();
        refundTo("confirmed");
        assertEquals("300000", gateway.value("SELECT amount::text FROM refunds ORDER BY id DESC LIMIT 1"));
        assertAgrees();
    }

    @Test
    void isLowOnTheSolThatTheNextRefundMayCostUnlessAnotherMinimumIsConfigured() {
        BigInteger feeAndRents = BigInteger.valueOf(405_000 + 5_000_000 + 890_880);
        assertEquals(
                new Money(gateway.quote("SOL", PRICE).price().asset(), feeAndRents),
                gateway.compared("SOL").minimum());
        assertEquals(Optional.empty(), gateway.compared("SOL").shortage());
        BigInteger left = feeAndRents.subtract(BigInteger.ONE);
        BigInteger fee = BigInteger.valueOf(5_000);
        by(rail.wallet())
                .transfer(
                        wallet,
                        payer.address(),
                        devnet.chain().balance(wallet).subtract(fee).subtract(left))
                .send();
        becomeFinal();
        assertTrue(gateway.compared("SOL").shortage().orElseThrow().contains("0.00629588 at least"));

        method = rail.open(rail.configuration()
                .put("walletMinimum", new JsonObject().put("SOL", "0.001").put("USDC", "1000001")));
        gateway = new GatewayOnChain(vertx, database, method);
        assertEquals(Optional.empty(), gateway.compared("SOL").shortage());
        assertTrue(gateway.compared("USDC").shortage().isPresent());
        devnet.usdc().mint(wallet, MILLION);
        becomeFinal();
        assertEquals(Optional.empty(), gateway.compared("USDC").shortage());
    }

    @Test
    void refundsOnceWhenTheFirstTransactionWasLostAndExpired() {
        Quote quote = gateway.quote("SOL", PRICE);
        SessionGrant grant = gateway.claim(quote, pay(quote, PRICE));
        becomeFinal();
        BigInteger before = devnet.chain().balance(payer.address());
        gateway.settle(grant, 0);
        devnet.chain().dropNextTransactions(1);
        gateway.workOnRefunds();
        assertEquals("broadcast", gateway.value("SELECT state FROM refunds ORDER BY id DESC LIMIT 1"));
        devnet.chain().expireBlockhashes();
        refundTo("confirmed");
        assertEquals(
                quote.price().units(), devnet.chain().balance(payer.address()).subtract(before));
        assertAgrees();
    }

    @Test
    void listsForAnOperatorWhatIsFinalAndHasNoTimeAndLooksOn() {
        try (NodeProxy node = new NodeProxy(devnet.chain().rpcUrl())) {
            method = through(node.url());
            gateway = new GatewayOnChain(vertx, database, method);
            Quote first = gateway.quote("USDC", MILLION);
            String paid = pay(first, MILLION);
            by(payer).transfer(payer.address(), wallet, SolanaDevnet.SOL).send();
            node.change(Map.of(
                    "getTransaction",
                    OwnCluster::withoutBlockTime,
                    "getBlockTime",
                    answer -> new JsonObject()
                            .put("jsonrpc", "2.0")
                            .put("id", answer.getValue("id"))
                            .putNull("result")));
            becomeFinal();
            assertEquals(
                    "2", gateway.value("SELECT count(*) FROM unattributed_transfers WHERE recipient = $1", wallet));
            assertEquals(
                    "not_attributable",
                    assertInstanceOf(Verification.Rejected.class, gateway.verify(first, paid))
                            .code());
            assertAgrees();

            node.behave();
            rail.waitForNextPoll();
            gateway.claim(first, paid);
            assertAgrees();
        }
    }

    @Test
    void listsForAnOperatorWhatNoQuoteExplains() {
        by(payer).transfer(payer.address(), wallet, SolanaDevnet.SOL).send();
        devnet.usdc().mint(wallet, BigInteger.valueOf(77));
        becomeFinal();
        assertEquals("2", gateway.value("SELECT count(*) FROM unattributed_transfers WHERE recipient = $1", wallet));
        assertAgrees();
    }
}
