package io.ws402.gateway.wallet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.gateway.ledger.Account;
import io.ws402.gateway.ledger.AuditReport;
import io.ws402.gateway.ledger.Balance;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.ledger.LedgerAudit;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.protocol.money.AssetId;
import java.math.BigInteger;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(DatabaseExtension.class)
final class OperatorFloatsTest {
    private final Database database;
    private final Ledger ledger = new Ledger();
    private final OperatorFloats floats;
    private final WalletAsset wallet = new WalletAsset("0x" + UUID.randomUUID(), new AssetId("fake:1/slip44:60"));
    private final String id = UUID.randomUUID().toString();

    OperatorFloatsTest(Database database) {
        this.database = database;
        this.floats = new OperatorFloats(database, ledger);
    }

    @AfterEach
    void theLawHolds() {
        AuditReport report = Await.of(new LedgerAudit(database).run());
        assertTrue(report.holds(), () -> report.toJson().encodePrettily());
    }

    private OperatorFloats.Entered enter(String name, long amount) {
        return Await.of(floats.enter(name, wallet, BigInteger.valueOf(amount), "gas"));
    }

    private List<BigInteger> booked() {
        return Await.of(ledger.balances(database.pool(), Account.CHAIN, wallet.wallet())).stream()
                .map(Balance::amount)
                .toList();
    }

    @Test
    void entersWhatWasPutInAndWhatWasTakenOut() {
        assertEquals(OperatorFloats.Entered.NOW, enter(id, 500));
        assertEquals(OperatorFloats.Entered.NOW, enter(id + "-out", -200));
        assertEquals(List.of(BigInteger.valueOf(300)), booked());
    }

    @Test
    void entersOnceWhatIsRepeatedAtOnce() {
        List<OperatorFloats.Entered> answers = Await.all(IntStream.range(0, 16)
                .mapToObj(again -> floats.enter(id, wallet, BigInteger.TEN, "gas"))
                .toList());
        assertEquals(
                1, answers.stream().filter(OperatorFloats.Entered.NOW::equals).count());
        assertEquals(
                15,
                answers.stream().filter(OperatorFloats.Entered.BEFORE::equals).count());
        assertEquals(List.of(BigInteger.TEN), booked());
    }

    @Test
    void refusesAnIdThatStandsForSomethingElse() {
        enter(id, 500);
        assertEquals(OperatorFloats.Entered.ID_TAKEN, enter(id, 501));
        assertEquals(List.of(BigInteger.valueOf(500)), booked());
    }

    @Test
    void entersNeitherNothingNorAnOpeningBalanceByHand() {
        assertThrows(IllegalArgumentException.class, () -> enter(id, 0));
        assertThrows(IllegalArgumentException.class, () -> enter("opening:" + id, 5));
    }

    @Test
    void opensAWalletOnceEvenWithNothing() {
        assertEquals(OperatorFloats.Entered.NOW, Await.of(floats.open(wallet, BigInteger.ZERO)));
        assertEquals(OperatorFloats.Entered.ID_TAKEN, Await.of(floats.open(wallet, BigInteger.TEN)));
        assertEquals(List.of(), booked());
        assertTrue(
                Await.of(new WalletBooksRepository(database).read()).of(wallet).opened());
    }
}
