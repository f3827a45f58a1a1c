package io.ws402.gateway.methods.evm.refund;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FeesTest {
    private static final BigInteger EIGHT = BigInteger.valueOf(8);
    private static final BigInteger NINE = BigInteger.valueOf(9);

    @Test
    void aReplacementOffersAnEighthMoreOfBothAndNeverTheSame() {
        Random random = new Random(1);
        for (int bits = 0; bits < 80; bits++) {
            Fees before = new Fees(new BigInteger(bits + 10, random), new BigInteger(bits, random));
            Fees after = before.raised();
            assertRaised(before.maxFeePerGas(), after.maxFeePerGas());
            assertRaised(before.tip(), after.tip());
        }
    }

    private static void assertRaised(BigInteger before, BigInteger after) {
        assertTrue(after.compareTo(before) > 0, before + " → " + after);
        assertTrue(after.multiply(EIGHT).compareTo(before.multiply(NINE)) >= 0, before + " → " + after);
    }
}
