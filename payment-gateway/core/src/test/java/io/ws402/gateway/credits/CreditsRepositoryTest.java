package io.ws402.gateway.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.credits.TransferOutcome.Done;
import io.ws402.gateway.credits.TransferOutcome.NotDone;
import io.ws402.gateway.credits.TransferOutcome.Reason;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.ConnectionSettings;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.gateway.storage.DatabaseOptions;
import io.ws402.gateway.storage.PostgresExtension;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({PostgresExtension.class, DatabaseExtension.class})
final class CreditsRepositoryTest {
    private static final Instant FAR = Instant.parse("9000-01-01T00:00:00Z");
    private static final BigInteger MANY_DIGITS = BigInteger.TEN.pow(78).subtract(BigInteger.ONE);

    private static final String WAITING_TRANSFERS = """
            SELECT FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%parties AS MATERIALIZED%'""";

    private final Database database;
    private final CreditsRepository credits;

    CreditsRepositoryTest(Database database) {
        this.database = database;
        this.credits = new CreditsRepository(database.pool());
    }

    @Test
    void opensAccountsWithDifferentSecretsAndNoBalance() {
        CreditAccount one = Await.of(credits.openAccount());
        CreditAccount other = Await.of(credits.openAccount());
        assertNotEquals(one.secretHex(), other.secretHex());
        assertEquals(64, one.secretHex().length());
        assertEquals(BigInteger.ZERO, balance(one.id()));
        assertTrue(Await.of(credits.balance("acc_nobody")).isEmpty());
    }

    @Test
    void grantsOncePerGrant() {
        String account = Await.of(credits.openAccount()).id();
        String grant = fresh();
        CreditTransfer first =
                Await.of(credits.grant(grant, account, MANY_DIGITS)).orElseThrow();
        CreditTransfer second =
                Await.of(credits.grant(grant, account, BigInteger.ONE)).orElseThrow();
        assertEquals(first, second);
        assertEquals(MANY_DIGITS, balance(account));
        assertTrue(
                Await.of(credits.grant(fresh(), "acc_nobody", BigInteger.ONE)).isEmpty());
    }

    @Test
    void repeatsTheFirstTransferOfAMemoWhateverIsAskedLater() {
        String source = funded(10);
        String target = funded(0);
        String memo = fresh();
        Done first = (Done) transfer(memo, source, target, 7);
        assertEquals(first, transfer(memo, target, source, 3));
        assertEquals(BigInteger.valueOf(3), balance(source));
        assertEquals(BigInteger.valueOf(7), balance(target));
        assertEquals(TransferOrder.transferId(memo), first.transfer().id());
    }

    @Test
    void movesNothingThatTheSourceDoesNotHave() {
        String source = funded(6);
        String target = funded(0);
        assertEquals(new NotDone(Reason.BALANCE_TOO_SMALL), transfer(fresh(), source, target, 7));
        assertEquals(BigInteger.valueOf(6), balance(source));
        assertEquals(BigInteger.ZERO, balance(target));
    }

    @Test
    void movesNothingFromOrToAnAccountThatIsNotThere() {
        String source = funded(6);
        assertEquals(new NotDone(Reason.UNKNOWN_ACCOUNT), transfer(fresh(), source, "acc_nobody", 1));
        assertEquals(new NotDone(Reason.UNKNOWN_ACCOUNT), transfer(fresh(), "acc_nobody", source, 1));
        assertEquals(BigInteger.valueOf(6), balance(source));
    }

    @Test
    void movesNothingThatComesTooLateButKnowsWhatCameInTime() {
        String source = funded(6);
        String target = funded(0);
        TransferOrder late = order(fresh(), source, target, 1);
        Instant past = Instant.parse("2020-01-01T00:00:00Z");
        assertEquals(new NotDone(Reason.TOO_LATE), Await.of(credits.transfer(late, past)));
        TransferOutcome inTime = Await.of(credits.transfer(late, FAR));
        assertEquals(inTime, Await.of(credits.transfer(late, past)));
    }

    @Test
    void transfersOnceWhenOneMemoIsUsedManyTimesAtOnce() {
        String source = funded(1000);
        String target = funded(0);
        String memo = fresh();
        Set<TransferOutcome> outcomes = Set.copyOf(Await.all(IntStream.range(0, 32)
                .mapToObj(i -> credits.transfer(order(memo, source, target, 5), FAR))
                .toList()));
        assertEquals(1, outcomes.size());
        assertEquals(BigInteger.valueOf(5), balance(target));
    }

    @Test
    @Timeout(60)
    void spendsWhatArrivedWhileItWaitedForTheAccount() {
        String source = funded(0);
        String target = funded(0);
        Promise<Void> entered = Promise.promise();
        Promise<Void> commit = Promise.promise();
        Future<Void> arriving = database.transaction(
                other -> other.preparedQuery("UPDATE credit_accounts SET balance = 50 WHERE id = $1")
                        .execute(Tuple.of(source))
                        .onSuccess(rows -> entered.complete())
                        .compose(rows -> commit.future()));
        Await.of(entered.future());
        Future<TransferOutcome> spending = credits.transfer(order(fresh(), source, target, 40), FAR);
        while (Await.of(database.pool().query(WAITING_TRANSFERS).execute()).size() == 0) {
            Thread.onSpinWait();
        }
        commit.complete();
        Await.of(arriving);
        assertInstanceOf(Done.class, Await.of(spending));
        assertEquals(BigInteger.TEN, balance(source));
    }

    @Test
    void keepsTheSumWhenManyTransfersCrossAtOnce() {
        List<String> accounts = List.of(funded(50), funded(50), funded(50));
        List<Future<TransferOutcome>> crossing = IntStream.range(0, 120)
                .mapToObj(i -> credits.transfer(
                        order(fresh(), accounts.get(i % 3), accounts.get((i + 1 + i % 2) % 3), 1 + i % 40), FAR))
                .toList();
        Set<Class<?>> kinds = Await.all(crossing).stream().map(Object::getClass).collect(Collectors.toSet());
        assertTrue(kinds.contains(Done.class));
        BigInteger sum = accounts.stream().map(this::balance).reduce(BigInteger.ZERO, BigInteger::add);
        assertEquals(BigInteger.valueOf(150), sum);
    }

    @Test
    void spendsAnAccountNeverBelowZeroAndEachTransferOnceOnTwoGateways(Vertx vertx, ConnectionSettings settings) {
        try (Database other = Await.of(Database.open(vertx, settings, DatabaseOptions.defaults()))) {
            CreditsRepository second = new CreditsRepository(other.pool());
            String source = funded(100);
            String target = funded(0);
            List<TransferOrder> orders = IntStream.range(0, 40)
                    .mapToObj(i -> order(fresh(), source, target, 1 + i % 9))
                    .toList();
            List<Future<TransferOutcome>> spent = IntStream.range(0, 4 * orders.size())
                    .mapToObj(i -> (i % 2 == 0 ? credits : second).transfer(orders.get(i / 4), FAR))
                    .toList();
            // Each order was given four times, twice to each gateway: it happened once, or never.
            Set<String> done = Await.all(spent).stream()
                    .filter(Done.class::isInstance)
                    .map(outcome -> ((Done) outcome).transfer().memo())
                    .collect(Collectors.toSet());
            BigInteger moved = orders.stream()
                    .filter(order -> done.contains(order.memo()))
                    .map(TransferOrder::amount)
                    .reduce(BigInteger.ZERO, BigInteger::add);
            assertEquals(moved, balance(target));
            assertEquals(BigInteger.valueOf(100).subtract(moved), balance(source));
            assertTrue(balance(source).signum() >= 0);
            assertTrue(done.size() < orders.size(), "the account had enough for all");
        }
    }

    private TransferOutcome transfer(String memo, String source, String target, long amount) {
        return Await.of(credits.transfer(order(memo, source, target, amount), FAR));
    }

    private static TransferOrder order(String memo, String source, String target, long amount) {
        return new TransferOrder(memo, source, target, BigInteger.valueOf(amount));
    }

    private String funded(long amount) {
        String account = Await.of(credits.openAccount()).id();
        if (amount > 0) {
            Await.of(credits.grant(fresh(), account, BigInteger.valueOf(amount)));
        }
        return account;
    }

    private BigInteger balance(String account) {
        return Await.of(credits.balance(account)).orElseThrow();
    }

    private static String fresh() {
        return UUID.randomUUID().toString();
    }
}
