package io.ws402.gateway.methods.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.methods.GatewayOnChain;
import io.ws402.gateway.operator.Decision;
import io.ws402.gateway.payment.UnattributedTransfers;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.gateway.storage.Identifiers;
import io.ws402.gateway.wallet.OperatorFloats;
import io.ws402.gateway.wallet.WalletLine;
import io.ws402.gateway.wallet.WalletVerdict;
import io.ws402.gateway.wallet.WalletWatch;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.Quote;
import io.ws402.protocol.payment.SessionGrant;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The books of a gateway against a wallet on a real chain, where a block is final under five. */
@ExtendWith(DatabaseExtension.class)
final class WalletsOnChainTest extends OwnChain {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
    private static final int FINAL = 5;

    private final Vertx vertx;
    private final Database database;
    private GatewayOnChain gateway;

    WalletsOnChainTest(Vertx vertx, Database database) {
        this.vertx = vertx;
        this.database = database;
        this.gateway = new GatewayOnChain(vertx, database, method);
    }

    @BeforeEach
    void aGatewayWithAFundedWallet() {
        method = rail.open(rail.configuration()
                .put(
                        "finality",
                        new JsonArray().add(new JsonObject("{\"confirmations\":1,\"refundConfirmations\":5}"))));
        devnet.anvil().mine(FINAL);
        gateway = new GatewayOnChain(vertx, database, method);
        assertAgrees("ETH", "USDC", "USDT");
    }

    @AfterEach
    void theLawHolds() {
        gateway.assertTheLawHolds();
    }

    private void assertAgrees(String... symbols) {
        for (String symbol : symbols) {
            assertEquals(new WalletVerdict.Agrees(), gateway.compared(symbol).verdict(), symbol);
        }
    }

    private void assertMoving(String symbol) {
        assertInstanceOf(WalletVerdict.Moving.class, gateway.compared(symbol).verdict());
    }

    private void assertDiffers(BigInteger difference, String symbol) {
        assertEquals(
                new WalletVerdict.Differs(difference), gateway.compared(symbol).verdict());
    }

    private void becomeFinal() {
        devnet.anvil().mine(FINAL);
        gateway.watchDeposits();
        gateway.lookThrough();
    }

    private String pay(Quote quote) {
        String wallet = method.describe().recipient();
        BigInteger units = quote.price().units();
        return quote.price().asset().symbol().equals("USDC")
                ? devnet.usdc().transfer(payer, wallet, units)
                : devnet.transactions().submit(payer, wallet, units);
    }

    @Test
    void knowsWhatTheWalletHeldBeforeAsTheOperatorsFloat() {
        assertEquals(
                "1",
                gateway.value(
                        "SELECT count(*) FROM operator_floats WHERE wallet = $1 AND asset LIKE '%slip44%' AND amount > 0",
                        method.describe().recipient()));
        GatewayOnChain restarted = new GatewayOnChain(vertx, database, method);
        assertEquals(new WalletVerdict.Agrees(), restarted.compared("ETH").verdict());
    }

    @Test
    void followsAPaymentAndItsRefundFromBlockToBlock() {
        for (String symbol : new String[] {"ETH", "USDC"}) {
            Quote quote = gateway.quote(symbol, symbol.equals("ETH") ? PRICE : MILLION);
            String paid = pay(quote);
            assertMoving(symbol);
            SessionGrant grant = gateway.claim(quote, paid);
            assertAgrees(symbol);
            gateway.settle(grant, 1000);
            becomeFinal();
            devnet.anvil().stopMining();
            gateway.workOnRefunds();
            assertAgrees("ETH", "USDC");
            devnet.anvil().mine(1);
            assertMoving(symbol);
            assertMoving("ETH");
            devnet.anvil().mine(FINAL);
            gateway.workOnRefunds();
            devnet.anvil().call("evm_setAutomine", true);
            gateway.assertStates("settled", "ended closed", "confirmed", quote);
            assertAgrees("ETH", "USDC");
        }
    }

    @Test
    void listsATransferByHandAndAgreesOnceItIsKept() {
        devnet.transactions().submit(payer, method.describe().recipient(), PRICE);
        devnet.usdc().transfer(payer, method.describe().recipient(), MILLION);
        assertMoving("ETH");
        assertMoving("USDC");
        becomeFinal();
        assertAgrees("ETH", "USDC");
        UnattributedTransfers transfers = new UnattributedTransfers(database, new Ledger(), Identifiers.system());
        Decision mine = new Decision("alice", "mine");
        Await.of(transfers.list(100))
                .forEach(each ->
                        assertTrue(Await.of(transfers.keepAsFloat(each.arrived().settlementKey(), mine))));
        assertAgrees("ETH", "USDC");
    }

    @Test
    void alertsWithNumbersOnWhatTheOperatorTookOutUntilItIsEntered() {
        BigInteger before = devnet.anvil().balance(rail.wallet().address());
        devnet.transactions().submit(rail.wallet(), payer.address(), PRICE);
        BigInteger taken = devnet.anvil().balance(rail.wallet().address()).subtract(before);
        WalletWatch watch = new WalletWatch(gateway.wallets, Duration.ofMinutes(5), gateway.meters);
        Await.of(watch.pass());
        assertEquals(0, alerted());
        Await.of(watch.pass());
        assertEquals(taken.doubleValue(), alerted());
        assertDiffers(taken, "ETH");
        OperatorFloats floats = new OperatorFloats(database, new Ledger());
        Await.of(floats.enter("withdrawal-" + rail.wallet().address(), gateway.walletOf("ETH"), taken, "pocket money"));
        assertAgrees("ETH");
        Await.of(watch.pass());
        assertEquals(0, alerted());
    }

    @Test
    void isLowOnTheCoinThatTheNextRefundMayCost() {
        BigInteger feeOfARefund = BigInteger.valueOf(200_000_000_000L).multiply(BigInteger.valueOf(300_000));
        devnet.anvil().setBalance(rail.wallet().address(), feeOfARefund);
        devnet.anvil().mine(1);
        assertEquals(Optional.empty(), gateway.compared("ETH").shortage());
        devnet.anvil().setBalance(rail.wallet().address(), feeOfARefund.subtract(BigInteger.ONE));
        devnet.anvil().mine(1);
        assertEquals(
                Optional.of("holds 0.059999999999999999 ETH, and should hold 0.06 at least, or refunds wait"),
                gateway.compared("ETH").shortage());
    }

    @Test
    void isLowBelowTheMinimumThatIsConfigured() {
        method = rail.open(rail.configuration()
                .put("walletMinimum", new JsonObject().put("ETH", "0").put("USDC", "1000000000")));
        gateway = new GatewayOnChain(vertx, database, method);
        devnet.anvil().setBalance(rail.wallet().address(), BigInteger.ZERO);
        devnet.anvil().mine(1);
        assertEquals(Optional.empty(), gateway.compared("ETH").shortage());
        assertEquals(Optional.empty(), gateway.compared("USDT").shortage());
        assertTrue(gateway.compared("USDC").shortage().isPresent());
    }

    @Test
    void expectsNoCoinInAWalletWithoutAKey() {
        JsonObject keyless = rail.configuration().put("wallet", rail.wallet().address());
        keyless.remove("privateKeyEnv");
        method = rail.open(keyless);
        gateway = new GatewayOnChain(vertx, database, method);
        devnet.anvil().setBalance(rail.wallet().address(), BigInteger.ZERO);
        devnet.anvil().mine(1);
        assertEquals(Optional.empty(), gateway.compared("ETH").shortage());
    }

    @Test
    void isLowOnATokenWhileARefundWaitsForIt() {
        Quote quote = gateway.quote("USDC", MILLION);
        SessionGrant grant = gateway.claim(quote, pay(quote));
        String wallet = rail.wallet().address();
        BigInteger all = devnet.usdc().balance(wallet);
        devnet.usdc().transfer(rail.wallet(), payer.address(), all);
        gateway.settle(grant, 1000);
        becomeFinal();
        gateway.workOnRefunds();
        gateway.assertStates("settled", "ended closed", "planned", quote);
        WalletLine low = gateway.compared("USDC");
        assertEquals(
                new Money(quote.price().asset(), quote.price().units().subtract(BigInteger.valueOf(1000))),
                low.minimum());
        assertTrue(low.shortage().isPresent());

        devnet.usdc().transfer(payer, wallet, all);
        becomeFinal();
        assertEquals(Optional.empty(), gateway.compared("USDC").shortage());
        gateway.workOnRefunds();
        devnet.anvil().mine(FINAL);
        gateway.workOnRefunds();
        gateway.assertStates("settled", "ended closed", "confirmed", quote);
        assertEquals(
                new Money(quote.price().asset(), BigInteger.ZERO),
                gateway.compared("USDC").minimum());
    }

    private double alerted() {
        return gateway.meters
                .get("ws402.gateway.reconciliation.difference")
                .tag("wallet", method.describe().recipient())
                .tag("asset", gateway.walletOf("ETH").asset().value())
                .gauge()
                .value();
    }

    @Test
    void alertsOnCoinsThatNoTransactionBrought() {
        String wallet = method.describe().recipient();
        devnet.anvil().setBalance(wallet, devnet.anvil().balance(wallet).add(PRICE));
        becomeFinal();
        WalletLine line = gateway.compared("ETH");
        assertEquals(new WalletVerdict.Differs(PRICE), line.verdict());
        assertEquals(devnet.anvil().balance(wallet), line.actual());
    }
}
