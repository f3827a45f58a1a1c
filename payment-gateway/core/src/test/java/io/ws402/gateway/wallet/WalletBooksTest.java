package io.ws402.gateway.wallet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ws402.gateway.credits.CreditsMethod;
import io.ws402.gateway.method.WalletBalances.Holding;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class WalletBooksTest {
    private static BigInteger units(long units) {
        return BigInteger.valueOf(units);
    }

    private static WalletBooks books(long ledger, long listed, long notFinal, long underWay) {
        return new WalletBooks(
                units(ledger), units(listed), units(notFinal), units(underWay), units(0), ledger != 0, true);
    }

    private static Holding holds(long now, long grown, long fees) {
        return new Holding(new Money(CreditsMethod.CREDIT, units(now)), units(grown), units(fees));
    }

    private static WalletVerdict judge(WalletBooks books, Holding held) {
        return books.judge(books, held);
    }

    private static WalletVerdict moving(long low, long high) {
        return new WalletVerdict.Moving(units(low), units(high));
    }

    private static WalletVerdict differs(long difference) {
        return new WalletVerdict.Differs(units(difference));
    }

    @Test
    void agreesToTheLastUnit() {
        assertEquals(new WalletVerdict.Agrees(), judge(books(90, 10, 0, 0), holds(100, 0, 0)));
        assertEquals(differs(1), judge(books(90, 10, 0, 0), holds(101, 0, 0)));
        assertEquals(differs(-1), judge(books(90, 10, 0, 0), holds(99, 0, 0)));
    }

    @Test
    void explainsWhatIsMissingByRefundsUnderWayAndTheirLargestFees() {
        WalletBooks books = books(100, 0, 0, 30);
        assertEquals(moving(68, 102), judge(books, holds(70, -30, 2)));
        assertEquals(moving(68, 100), judge(books, holds(68, -32, 2)));
        assertEquals(differs(-33), judge(books, holds(67, -33, 2)));
    }

    @Test
    void explainsWhatIsMissingByDepositsThatTheRailCanStillUndo() {
        assertEquals(moving(60, 100), judge(books(100, 0, 40, 0), holds(60, 0, 0)));
        assertEquals(differs(-41), judge(books(100, 0, 40, 0), holds(59, 0, 0)));
    }

    @Test
    void explainsWhatIsTooMuchByWhatCameBehindTheLastLook() {
        assertEquals(moving(100, 125), judge(books(100, 0, 0, 0), holds(125, 25, 0)));
        assertEquals(differs(26), judge(books(100, 0, 0, 0), holds(126, 25, 0)));
    }

    @Test
    void countsADepositThatIsInTheBooksAlreadyOnlyOnce() {
        assertEquals(differs(25), judge(books(100, 0, 25, 0), holds(125, 25, 0)));
    }

    @Test
    void takesWhatTheBooksSaidBeforeOrAfterTheRailWasAsked() {
        WalletBooks before = books(100, 0, 0, 0);
        WalletBooks after = books(70, 0, 0, 0);
        assertEquals(new WalletVerdict.Agrees(), before.judge(after, holds(100, 0, 0)));
        assertEquals(new WalletVerdict.Agrees(), before.judge(after, holds(70, 0, 0)));
        assertEquals(moving(70, 100), before.judge(after, holds(80, 0, 0)));
        assertEquals(differs(-1), before.judge(after, holds(69, 0, 0)));
    }

    @Test
    void callsNothingTooMuchWhereTheRailDoesNotTellWhatCame() {
        Holding held = new Holding(new Money(CreditsMethod.CREDIT, units(500)), null, BigInteger.ZERO);
        assertEquals(moving(100, 500), judge(books(100, 0, 0, 0), held));
    }

    @Test
    void opensANewWalletWithWhatItHeldAtTheLastLookAndAnUsedOneOnlyWhileItRests() {
        WalletBooks fresh = books(0, 0, 0, 0);
        assertEquals(Optional.of(units(75)), fresh.opening(fresh, holds(100, 25, 0)));
        WalletBooks used = books(60, 0, 0, 0);
        assertEquals(Optional.of(units(40)), used.opening(used, holds(100, 0, 0)));
        assertEquals(Optional.empty(), used.opening(used, holds(100, 25, 0)));
        WalletBooks moving = books(60, 0, 0, 5);
        assertEquals(Optional.empty(), moving.opening(moving, holds(100, 0, 0)));
        assertEquals(Optional.empty(), fresh.opening(used, holds(100, 0, 0)));
    }
}
