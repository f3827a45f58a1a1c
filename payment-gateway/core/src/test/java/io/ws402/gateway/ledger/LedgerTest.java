package io.ws402.gateway.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.protocol.money.AssetId;
import java.math.BigInteger;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(DatabaseExtension.class)
final class LedgerTest {
    private static final AssetId COIN = new AssetId("test:1/slip44:60");
    private static final AssetId TOKEN = new AssetId("test:1/erc20:0xabc");
    private static final BigInteger HUGE = BigInteger.TEN.pow(77);

    private final Database database;
    private final Ledger ledger = new Ledger();
    private final String owner = UUID.randomUUID().toString();

    LedgerTest(Database database) {
        this.database = database;
    }

    private Journal deposit(AssetId asset, BigInteger amount) {
        return Journal.of("deposit", UUID.randomUUID().toString(), null)
                .entry(Account.CHAIN, owner, asset, amount)
                .entry(Account.HELD, owner, asset, amount.negate())
                .build();
    }

    private String sqlState(Future<?> future) {
        return assertInstanceOf(PgException.class, Await.failureOf(future)).getSqlState();
    }

    private Future<?> run(String sql) {
        return database.pool().query(sql).execute();
    }

    @Test
    void sumsEntriesExactlyAtAnySize() {
        Await.of(ledger.post(database.pool(), deposit(COIN, HUGE)));
        Await.of(ledger.post(database.pool(), deposit(COIN, BigInteger.ONE)));
        Await.of(ledger.post(database.pool(), deposit(TOKEN, BigInteger.TWO)));
        assertEquals(
                List.of(
                        new Balance(Account.HELD, owner, TOKEN, BigInteger.TWO.negate()),
                        new Balance(
                                Account.HELD,
                                owner,
                                COIN,
                                HUGE.add(BigInteger.ONE).negate())),
                Await.of(ledger.balances(database.pool(), Account.HELD, owner)));
    }

    @Test
    void refusesTheSameJournalTwice() {
        Journal journal = deposit(COIN, BigInteger.TEN);
        Await.of(ledger.post(database.pool(), journal));
        assertEquals("23505", sqlState(ledger.post(database.pool(), journal)));
    }

    @Test
    void writesSeveralJournalsEachWithItsOwnEntriesAndAllOrNone() {
        Journal first = deposit(COIN, BigInteger.ONE);
        Journal second = deposit(TOKEN, BigInteger.TWO);
        Await.of(ledger.post(database.pool(), List.of(first, second)));
        assertEquals(
                List.of(
                        new Balance(Account.CHAIN, owner, TOKEN, BigInteger.TWO),
                        new Balance(Account.CHAIN, owner, COIN, BigInteger.ONE)),
                Await.of(ledger.balances(database.pool(), Account.CHAIN, owner)));
        assertEquals("23505", sqlState(ledger.post(database.pool(), List.of(deposit(COIN, BigInteger.TEN), second))));
        assertEquals(
                2,
                Await.of(ledger.balances(database.pool(), Account.CHAIN, owner)).size());
        assertEquals(
                BigInteger.ONE,
                Await.of(ledger.balances(database.pool(), Account.CHAIN, owner))
                        .getLast()
                        .amount());
    }

    @Test
    void takesPartInTheTransactionThatMovesTheMoney() {
        Await.failureOf(database.transaction(transaction -> ledger.post(transaction, deposit(COIN, BigInteger.TEN))
                .compose(posted -> Future.failedFuture("the rest fails"))));
        assertEquals(List.of(), Await.of(ledger.balances(database.pool(), Account.HELD, owner)));
    }

    @Test
    void canNotEvenBeToldAJournalThatDoesNotSumToZero() {
        Journal.Builder unbalanced = Journal.of("test", "x", null)
                .entry(Account.CHAIN, owner, COIN, BigInteger.TEN)
                .entry(Account.HELD, owner, TOKEN, BigInteger.TEN.negate());
        assertThrows(IllegalArgumentException.class, unbalanced::build);
        assertThrows(
                IllegalArgumentException.class,
                () -> Journal.of("test", "x", null).build());
    }

    @Test
    void refusesInTheDatabaseWhatDoesNotSumToZero() {
        assertEquals("23514", sqlState(run("""
                WITH j AS (INSERT INTO journals (kind, subject) VALUES ('test', 'unbalanced') RETURNING id)
                INSERT INTO entries SELECT id, 'chain', 'w', 'test:1/slip44:60', 5 FROM j""")));
        assertEquals("23514", sqlState(run("""
                WITH j AS (INSERT INTO journals (kind, subject) VALUES ('test', 'two assets') RETURNING id)
                INSERT INTO entries SELECT j.id, 'chain', 'w', e.asset, e.amount
                FROM j, (VALUES ('test:1/slip44:60', 5), ('test:1/slip44:61', -5)) AS e (asset, amount)""")));
    }

    @Test
    void isAppendOnly() {
        Await.of(ledger.post(database.pool(), deposit(COIN, BigInteger.TEN)));
        for (String change : List.of(
                "UPDATE entries SET amount = amount * 2",
                "DELETE FROM entries",
                "TRUNCATE entries",
                "UPDATE journals SET kind = 'other'",
                "DELETE FROM journals",
                "TRUNCATE journals CASCADE")) {
            assertEquals("23001", sqlState(run(change)), change);
        }
    }

    @Test
    void readsBackEveryAccountItStores() {
        for (Account account : Account.values()) {
            assertEquals(account, Account.ofSqlName(account.sqlName()));
        }
    }
}
