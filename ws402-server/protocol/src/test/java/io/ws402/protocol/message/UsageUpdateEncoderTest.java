package io.ws402.protocol.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ws402.protocol.payment.Reading;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UsageUpdateEncoderTest {
    private final UsageUpdateEncoder encoder = new UsageUpdateEncoder();

    @Test
    void saysTheSameAsTheGeneralCodec() {
        Random random = new Random(402);
        for (int i = 0; i < 20_000; i++) {
            Reading reading = new Reading(figure(random), figure(random), figure(random));
            long consumed = figure(random);
            long remaining = figure(random);
            String general = general("ses_" + i, reading, BigInteger.valueOf(consumed), BigInteger.valueOf(remaining));

            encoder.encode("ses_" + i, reading.elapsedMs(), reading.bytes(), reading.messages(), consumed, remaining);

            assertEquals(general, encoder.text());
        }
    }

    @Test
    void saysTheSameForAmountsOfAnySize() {
        Random random = new Random(403);
        for (int i = 0; i < 2_000; i++) {
            Reading reading = new Reading(figure(random), figure(random), figure(random));
            BigInteger consumed = new BigInteger(random.nextInt(257), random);
            BigInteger remaining = new BigInteger(random.nextInt(257), random);

            encoder.encode("ses-" + "x".repeat(i), reading, consumed, remaining);

            assertEquals(general("ses-" + "x".repeat(i), reading, consumed, remaining), encoder.text());
            assertEquals(encoder.text(), new String(encoder.array(), 0, encoder.length(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void writesTheLargestLong() {
        encoder.encode("s", Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, 0);

        BigInteger most = BigInteger.valueOf(Long.MAX_VALUE);
        Reading reading = new Reading(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
        assertEquals(general("s", reading, most, BigInteger.ZERO), encoder.text());
    }

    @Test
    void refusesWhatWouldNotBeJson() {
        assertThrows(IllegalArgumentException.class, () -> encoder.encode("a\"b", 0, 0, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> encoder.encode("ses_é", 0, 0, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> encoder.encode("ses_1", 0, 0, 0, 0, -1));
    }

    private static String general(String sessionId, Reading reading, BigInteger consumed, BigInteger remaining) {
        return MessageCodec.encode(new ServerMessage.UsageUpdate(sessionId, reading, consumed, remaining));
    }

    /** Figures of all lengths alike. */
    private static long figure(Random random) {
        return random.nextLong() >>> (1 + random.nextInt(63));
    }
}
