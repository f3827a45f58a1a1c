package io.ws402.gateway.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class UniqueAmountsTest {
    @Test
    void areExactAsDoublesAndNeverBelowThePrice() {
        Random random = new Random(42);
        for (int i = 0; i < 3_000; i++) {
            BigInteger price = new BigInteger(1 + random.nextInt(70), random).add(BigInteger.ONE);
            List<BigInteger> candidates = UniqueAmounts.candidates(price, i % UniqueAmounts.ATTEMPTS, random);
            assertEquals(candidates.size(), new HashSet<>(candidates).size());
            for (BigInteger amount : candidates) {
                assertTrue(amount.compareTo(price) >= 0);
                assertTrue(amount.compareTo(UniqueAmounts.LARGEST) <= 0);
                assertEquals(amount, new BigDecimal(amount.doubleValue()).toBigIntegerExact());
            }
        }
    }

    @Test
    void addOnlyAFewSmallestUnitsToAPriceThatIsSeldomQuoted() {
        BigInteger price = BigInteger.valueOf(6_000);
        List<BigInteger> candidates = UniqueAmounts.candidates(price, 0, new Random(1));
        assertTrue(candidates.stream().allMatch(amount -> amount.compareTo(BigInteger.valueOf(6_016)) < 0));
    }

    @Test
    void stopAtWhatClientsCanRead() {
        Random random = new Random(1);
        assertEquals(
                List.of(UniqueAmounts.LARGEST),
                UniqueAmounts.candidates(UniqueAmounts.LARGEST, 0, random).subList(0, 1));
        assertEquals(List.of(), UniqueAmounts.candidates(UniqueAmounts.LARGEST.add(BigInteger.ONE), 0, random));
    }
}
