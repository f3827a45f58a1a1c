package io.ws402.gateway.methods.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.devnet.Account;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.methods.GatewayOnChain;
import io.ws402.gateway.operator.Decision;
import io.ws402.gateway.outbox.Outbox;
import io.ws402.gateway.refund.OutboundTransfers;
import io.ws402.gateway.refund.RefundDesk;
import io.ws402.gateway.refund.RefundRuling;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.ConnectionSettings;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseOptions;
import io.ws402.gateway.storage.PostgresExtension;
import io.ws402.protocol.payment.Quote;
import io.ws402.protocol.payment.SessionGrant;
import java.math.BigInteger;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A database that is restored to what it was before refunds were sent, and the chain on which they were. */
@ExtendWith(PostgresExtension.class)
final class RestoredDatabaseTest extends OwnChain {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
    private static final BigInteger FLOAT = BigInteger.TEN.pow(19);
    private static final int FINAL = 3;

    private final Vertx vertx = Vertx.vertx();
    private final ConnectionSettings settings;
    private final List<ConnectionSettings> backups = new ArrayList<>();
    private final List<Account> payers = new ArrayList<>();
    private ConnectionSettings current;
    private Database database;
    private GatewayOnChain gateway;

    RestoredDatabaseTest(ConnectionSettings settings) {
        this.settings = settings;
        this.current = settings;
        this.database = open();
        this.gateway = new GatewayOnChain(vertx, database, method);
    }

    @BeforeEach
    void aGatewayWithItsBooksBeforeItsFirstPayment() {
        payers.clear();
        method = rail.open(rail.configuration()
                .put(
                        "finality",
                        new JsonArray().add(new JsonObject("{\"confirmations\":1,\"refundConfirmations\":3}"))));
        devnet.anvil().mine(FINAL);
        gateway = new GatewayOnChain(vertx, database, method);
        gateway.beginCounting();
    }

    @AfterEach
    void theLawHolds() {
        gateway.assertTheLawHolds();
    }

    @AfterAll
    void dropTheBackups() {
        database.close();
        current = settings;
        backups.forEach(backup -> administer("DROP DATABASE \"" + backup.database() + "\" WITH (FORCE)"));
        Await.of(vertx.close());
    }

    private Database open() {
        return Await.of(Database.open(vertx, current, DatabaseOptions.defaults()));
    }

    /** A copy of the database as it is now; nothing of it changes until it is restored. */
    private ConnectionSettings backUp() {
        ConnectionSettings copy = settings.withDatabase(settings.database() + "_backup_" + backups.size());
        backups.add(copy);
        database.close();
        administer("DROP DATABASE IF EXISTS \"" + copy.database() + '"');
        administer("CREATE DATABASE \"" + copy.database() + "\" TEMPLATE \"" + current.database() + '"');
        database = open();
        gateway = gateway.over(database);
        return copy;
    }

    /** The gateway was stopped, the database is another one, and the gateway is started. */
    private void restore(ConnectionSettings backup) {
        database.close();
        current = backup;
        database = open();
        gateway = gateway.over(database);
        gateway.beginCounting();
    }

    private void administer(String statement) {
        ConnectionSettings server = settings.withDatabase("postgres");
        try (var connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                var sql = connection.createStatement()) {
            // A pool that was closed a moment ago may still be seen by the server.
            sql.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + current.database()
                    + "'");
            sql.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }

    /** A payer whose session has ended, with 1000 units of it used. */
    private Quote ended(String symbol) {
        Account next = rail.funded();
        payers.add(next);
        Quote quote = gateway.quote(symbol, symbol.equals("ETH") ? PRICE : MILLION);
        gateway.settle(claim(next, quote), 1000);
        return quote;
    }

    private SessionGrant claim(Account from, Quote quote) {
        String wallet = method.describe().recipient();
        BigInteger units = quote.price().units();
        return gateway.claim(
                quote,
                quote.price().asset().symbol().equals("ETH")
                        ? devnet.transactions().submit(from, wallet, units)
                        : devnet.usdc().transfer(from, wallet, units));
    }

    private void payEverybody() {
        for (int round = 0; round < 6; round++) {
            devnet.anvil().mine(FINAL);
            gateway.watchDeposits();
            gateway.lookThrough();
            gateway.workOnRefunds();
        }
    }

    private BigInteger holdings(Account account, String symbol) {
        return symbol.equals("ETH")
                ? devnet.anvil().balance(account.address())
                : devnet.usdc().balance(account.address());
    }

    @Test
    void paysEverybodyOnceWhenTheBackupKnowsNothingOfTheRefundsThatWereSent() {
        List<Quote> quotes = List.of(ended("ETH"), ended("USDC"), ended("ETH"), ended("USDC"));
        ConnectionSettings backup = backUp();
        payEverybody();
        quotes.forEach(quote -> gateway.assertStates("settled", "ended closed", "confirmed", quote));
        List<BigInteger> paid = holdingsOfAll(quotes);

        restore(backup);
        quotes.forEach(quote -> gateway.assertStates("settled", "ended closed", "planned", quote));
        Quote later = ended("ETH");
        payEverybody();

        quotes.forEach(quote -> gateway.assertStates("settled", "ended closed", "confirmed", quote));
        gateway.assertStates("settled", "ended closed", "confirmed", later);
        assertEquals(paid, holdingsOfAll(quotes));
    }

    private List<BigInteger> holdingsOfAll(List<Quote> quotes) {
        List<BigInteger> holdings = new ArrayList<>();
        for (int each = 0; each < quotes.size(); each++) {
            holdings.add(
                    holdings(payers.get(each), quotes.get(each).price().asset().symbol()));
        }
        return holdings;
    }

    @Test
    void paysOnceWhenTheWalletIsEmptyNowBecauseItPaid() {
        Quote quote = ended("ETH");
        ConnectionSettings backup = backUp();
        payEverybody();
        BigInteger paid = holdings(payers.getFirst(), "ETH");
        restore(backup);
        devnet.anvil().setBalance(rail.wallet().address(), BigInteger.ONE);

        payEverybody();

        gateway.assertStates("settled", "ended closed", "confirmed", quote);
        assertEquals(paid, holdings(payers.getFirst(), "ETH"));
        devnet.anvil().setBalance(rail.wallet().address(), FLOAT);
    }

    @Test
    void paysOnceWhenTheBackupIsFromBetweenNumberAndSignature() {
        Quote quote = ended("USDC");
        devnet.anvil().mine(FINAL);
        gateway.watchDeposits();
        gateway.sql("""
                WITH taken AS (
                    UPDATE signer_sequences SET next_sequence = next_sequence + 1 WHERE sequencer = $2
                    RETURNING sequencer, next_sequence - 1 AS sequence)
                UPDATE refunds r SET sequencer = taken.sequencer, sequence = taken.sequence FROM taken
                WHERE payment_id = $1""", quote.paymentId(), gateway.sequencer());
        ConnectionSettings backup = backUp();
        payEverybody();
        BigInteger paid = holdings(payers.getFirst(), "USDC");
        restore(backup);

        devnet.anvil().setNextBaseFee(BigInteger.TEN.pow(10)); // So that it is signed to another hash.
        payEverybody();

        gateway.assertStates("settled", "ended closed", "confirmed", quote);
        assertEquals(paid, holdings(payers.getFirst(), "USDC"));
    }

    @Test
    void leavesToAnOperatorWhomTheWalletHasPaidAnotherAmountThatTheBackupKnowsNothingOf() {
        Account next = rail.funded();
        payers.add(next);
        Quote quote = gateway.quote("USDC", MILLION);
        SessionGrant grant = claim(next, quote);
        gateway.checkpoint(grant, 1000);
        ConnectionSettings backup = backUp();
        gateway.settle(grant, 5000);
        payEverybody();
        BigInteger paid = holdings(next, "USDC");
        restore(backup);
        gateway.settle(grant, 1000);

        payEverybody();

        gateway.assertStates("settled", "ended closed", "awaiting_operator", quote);
        assertEquals(paid, holdings(next, "USDC"));
        String refund = gateway.value("SELECT id FROM refunds WHERE payment_id = $1", quote.paymentId());
        OutboundTransfers outbound = new OutboundTransfers(database);
        String transaction = Await.of(outbound.list(1_000)).stream()
                .filter(each -> each.recipient().equals(next.address()))
                .findFirst()
                .orElseThrow()
                .txId();
        assertTrue(gateway.value("SELECT reason FROM refunds WHERE id = $1", refund)
                .contains(transaction));
        RefundDesk desk = new RefundDesk(database, new Ledger(), new Outbox());
        Decision decision = new Decision("alice", "looked at");
        assertInstanceOf(RefundRuling.Done.class, Await.of(desk.retry(decision, refund)));
        payEverybody();
        gateway.assertStates("settled", "ended closed", "awaiting_operator", quote);
        assertEquals(paid, holdings(next, "USDC"));

        assertTrue(Await.of(outbound.explain(transaction, decision)));
        assertFalse(Await.of(outbound.explain(transaction, decision)));
        assertInstanceOf(RefundRuling.Done.class, Await.of(desk.retry(decision, refund)));
        payEverybody();
        gateway.assertStates("settled", "ended closed", "confirmed", quote);
    }
}
