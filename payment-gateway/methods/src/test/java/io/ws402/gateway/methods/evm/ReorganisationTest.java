package io.ws402.gateway.methods.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.methods.GatewayOnChain;
import io.ws402.gateway.payment.Losses;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.gateway.wallet.WalletVerdict;
import io.ws402.protocol.payment.CheckpointOutcome;
import io.ws402.protocol.payment.Quote;
import io.ws402.protocol.payment.SessionGrant;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of sessions when the chain under them is reorganised, natively and for tokens. */
@ExtendWith(DatabaseExtension.class)
final class ReorganisationTest extends OwnChain {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
    private static final int FINAL = 5;

    private final Vertx vertx;
    private final Database database;
    private GatewayOnChain gateway;

    ReorganisationTest(Vertx vertx, Database database) {
        this.vertx = vertx;
        this.database = database;
    }

    @BeforeEach
    void aGatewayThatServesBeforePaymentsAreFinal() {
        method = rail.open(rail.configuration()
                .put(
                        "finality",
                        new JsonArray().add(new JsonObject("{\"confirmations\":1,\"refundConfirmations\":5}"))));
        devnet.anvil().mine(FINAL);
        gateway = new GatewayOnChain(vertx, database, method);
        assertTheWalletAgrees();
    }

    @AfterEach
    void theBooksAreRight() {
        gateway.assertTheLawHolds();
        assertTheWalletAgrees();
    }

    private void assertTheWalletAgrees() {
        for (String symbol : new String[] {"ETH", "USDC"}) {
            assertEquals(new WalletVerdict.Agrees(), gateway.compared(symbol).verdict(), symbol);
        }
    }

    private Quote quote(String symbol) {
        return gateway.quote(symbol, symbol.equals("ETH") ? PRICE : MILLION);
    }

    /** Sends the payment; it waits for a block. */
    private String send(Quote quote) {
        devnet.anvil().stopMining();
        String wallet = method.describe().recipient();
        BigInteger units = quote.price().units();
        return quote.price().asset().symbol().equals("ETH")
                ? devnet.transactions().submit(payer, wallet, units)
                : devnet.usdc().transfer(payer, wallet, units);
    }

    private void becomeFinal() {
        devnet.anvil().mine(FINAL);
        gateway.watchDeposits();
        gateway.lookThrough();
    }

    private void assertLost(Quote quote, long units) {
        Losses.Loss lost = Await.of(new Losses(database).list(1)).getFirst();
        assertEquals(
                new Losses.Loss(
                        quote.paymentId(),
                        gateway.caller.merchantId(),
                        quote.price().asset().id(),
                        quote.price().units(),
                        BigInteger.valueOf(units),
                        lost.reason()),
                lost);
    }

    private String deposit(Quote quote, String column) {
        return gateway.value("SELECT " + column + " FROM deposits WHERE payment_id = $1", quote.paymentId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ETH", "USDC"})
    void endsTheSessionAndSendsNothingBackWhenItsDepositIsDropped(String symbol) {
        Quote quote = quote(symbol);
        String hash = send(quote);
        devnet.anvil().mine(1);
        SessionGrant grant = gateway.claim(quote, hash);
        assertEquals(List.of(), gateway.checkpoint(grant, 500));

        devnet.anvil().reorg(1);
        gateway.watchDeposits();
        gateway.assertStates("held", "open", "none", quote); // It may come back until it is too deep for that.
        becomeFinal();

        gateway.assertStates("reversed", "ended payment_reversed", "none", quote);
        assertEquals(
                List.of(new CheckpointOutcome.Over(quote.paymentId(), "payment_reversed")),
                gateway.checkpoint(grant, 600));
        assertEquals(
                "500",
                gateway.value(
                        "SELECT payload ->> 'consumed' FROM outbox WHERE topic = 'payment.reversed' AND subject = $1",
                        quote.paymentId()));
        assertLost(quote, 500);
        gateway.workOnRefunds();
        becomeFinal();
        gateway.assertStates("reversed", "ended payment_reversed", "none", quote);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ETH", "USDC"})
    void changesNothingWhenADepositIsOnlyMovedToAnotherBlock(String symbol) {
        Quote quote = quote(symbol);
        String hash = send(quote);
        String raw = devnet.anvil().call("eth_getRawTransactionByHash", hash).asText();
        devnet.anvil().mine(1);
        SessionGrant grant = gateway.claim(quote, hash);
        String before = deposit(quote, "settlement_key");

        devnet.anvil().reorg(1);
        devnet.anvil().mine(1);
        gateway.watchDeposits();
        devnet.anvil().call("eth_sendRawTransaction", raw);
        devnet.anvil().mine(1);
        gateway.watchDeposits();
        assertEquals("false", deposit(quote, "final_at IS NOT NULL"));
        assertEquals(List.of(), gateway.checkpoint(grant, 500));
        becomeFinal();
        assertEquals("true", deposit(quote, "final_at IS NOT NULL"));
        assertEquals(before, deposit(quote, "settlement_key"));
        gateway.assertStates("held", "open", "none", quote);

        gateway.settle(grant, 600);
        gateway.workOnRefunds();
        becomeFinal();
        gateway.workOnRefunds();
        gateway.assertStates("settled", "ended closed", "confirmed", quote);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ETH", "USDC"})
    void neverSendsTheRefundOfADepositThatIsDroppedAfterItsSession(String symbol) {
        Quote quote = quote(symbol);
        String hash = send(quote);
        devnet.anvil().mine(1);
        gateway.settle(gateway.claim(quote, hash), 500);
        gateway.workOnRefunds();
        gateway.assertStates("settled", "ended closed", "planned", quote);

        devnet.anvil().reorg(1);
        gateway.workOnRefunds();
        becomeFinal();
        gateway.workOnRefunds();

        assertEquals("reversed", deposit(quote, "state"));
        assertLost(quote, 500);
        gateway.assertStates("settled", "ended closed", "void", quote);
        assertEquals(
                "0",
                gateway.value(
                        "SELECT count(*) FROM refund_transactions t JOIN refunds r ON r.id = t.refund_id"
                                + " WHERE r.payment_id = $1",
                        quote.paymentId()));
    }
}
