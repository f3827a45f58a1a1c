package io.ws402.server.pricing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ws402.protocol.message.ClientMessage.QuoteTopUp.Amount;
import io.ws402.protocol.message.ClientMessage.QuoteTopUp.Seconds;
import io.ws402.protocol.payment.PricePlan;
import java.math.BigInteger;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TopUpPriceTest {
    private static final PricePlan SESSION = perSecond(30);
    private static final PricePlan OTHER = perSecond(7);

    private static PricePlan perSecond(long units) {
        return PricePlan.perSecond(BigInteger.valueOf(units), 600);
    }

    private static TopUpPrice price(long amount, long worth) {
        return new TopUpPrice(BigInteger.valueOf(amount), BigInteger.valueOf(worth));
    }

    @Test
    void countsTheSessionsOwnAssetAsItIs() {
        assertEquals(price(300, 300), TopUpPrice.own(new Seconds(10), SESSION));
        assertEquals(price(31, 31), TopUpPrice.own(new Amount(BigInteger.valueOf(31)), SESSION));
        assertEquals(price(31, 31), TopUpPrice.own(new Amount(BigInteger.valueOf(31)), perSecond(0)));
    }

    @Test
    void comparesTwoAssetsByThePriceOfASecondInEach() {
        assertEquals(Optional.of(price(70, 300)), TopUpPrice.in(OTHER, new Seconds(10), SESSION));
        assertEquals(Optional.of(price(70, 300)), TopUpPrice.in(OTHER, new Amount(BigInteger.valueOf(70)), SESSION));
    }

    @Test
    void roundsTheWorthOfAnAmountDown() {
        assertEquals(Optional.of(price(8, 34)), TopUpPrice.in(OTHER, new Amount(BigInteger.valueOf(8)), SESSION));
        assertEquals(
                Optional.of(price(4, 0)), TopUpPrice.in(perSecond(1000), new Amount(BigInteger.valueOf(4)), SESSION));
    }

    @Test
    void canNotCompareWhereASecondCostsNothing() {
        assertEquals(Optional.empty(), TopUpPrice.in(perSecond(0), new Seconds(10), SESSION));
        assertEquals(Optional.empty(), TopUpPrice.in(OTHER, new Seconds(10), perSecond(0)));
    }
}
