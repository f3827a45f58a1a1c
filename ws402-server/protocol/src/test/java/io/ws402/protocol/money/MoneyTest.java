package io.ws402.protocol.money;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MoneyTest {
    private static final Asset ETH = new Asset(new AssetId("eip155:8453/slip44:60"), "ETH", 18);
    private static final Asset USDC = new Asset(new AssetId("eip155:8453/erc20:0xa"), "USDC", 6);

    private final Random random = new Random(402);

    @Test
    void addsAndTakesAwayWithoutLosingAUnit() {
        for (int i = 0; i < 20_000; i++) {
            Money a = any(ETH);
            Money b = any(ETH);

            assertEquals(a, a.plus(b).minus(b));
            assertEquals(a.plus(b), b.plus(a));
            assertEquals(a.compareTo(b) <= 0 ? a : b, a.min(b));
            assertEquals(a.isZero(), a.compareTo(Money.zero(ETH)) == 0);
        }
    }

    @Test
    void isNeverNegative() {
        assertThrows(IllegalArgumentException.class, () -> new Money(ETH, BigInteger.ONE.negate()));
        assertThrows(IllegalArgumentException.class, () -> Money.zero(ETH).minus(new Money(ETH, BigInteger.ONE)));
    }

    @Test
    void doesNotMixAssets() {
        Money eth = any(ETH);
        Money usdc = any(USDC);

        assertThrows(IllegalArgumentException.class, () -> eth.plus(usdc));
        assertThrows(IllegalArgumentException.class, () -> eth.minus(usdc));
        assertThrows(IllegalArgumentException.class, () -> eth.min(usdc));
        assertThrows(IllegalArgumentException.class, () -> eth.compareTo(usdc));
    }

    @Test
    void showsPeopleTheExactFigure() {
        assertEquals("1.5 USDC", new Money(USDC, BigInteger.valueOf(1_500_000)).toString());
        assertEquals("0 ETH", Money.zero(ETH).toString());
        for (int i = 0; i < 20_000; i++) {
            Money money = any(ETH);
            String shown = ETH.human(money.units());

            assertEquals(money.units(), new BigDecimal(shown).movePointRight(18).toBigIntegerExact());
            assertTrue(shown.matches("[0-9]+(\\.[0-9]*[1-9])?"), shown);
        }
    }

    @Test
    void takesOnlyCaip19ForAnAsset() {
        assertEquals("eip155:8453", ETH.id().chain());
        assertEquals("slip44:60", ETH.id().local());
        for (String wrong :
                new String[] {"", "ETH", "eip155:8453", "eip155:8453/", "eip155:8453/slip44", "a b:1/c:2"}) {
            assertThrows(IllegalArgumentException.class, () -> new AssetId(wrong));
        }
    }

    private Money any(Asset asset) {
        return new Money(asset, new BigInteger(random.nextInt(257), random));
    }
}
