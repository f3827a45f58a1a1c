package io.ws402.bench.socket;

import io.ws402.protocol.message.MessageCodec;
import io.ws402.protocol.message.ServerMessage;
import io.ws402.protocol.payment.Reading;
import java.math.BigInteger;
import java.util.List;

/** What our server says, word for word, for the raw server to send without knowing why. */
final class SameBytes {
    private static final String SESSION = "ses_01a1fc31-b751-7133-9353-040efae7c99d";
    private static final BigInteger PAID = new BigInteger("1000000000000");
    private static final BigInteger CONSUMED = BigInteger.valueOf(12_345);

    static final String STARTED = MessageCodec.encode(new ServerMessage.SessionStarted(
            SESSION,
            PAID,
            BigInteger.ZERO,
            Work.PLAN.pricePerSecond(),
            Work.CYCLE.id(),
            MemoryLedger.ASSET,
            MemoryLedger.TOKEN,
            MemoryLedger.TOKEN,
            MemoryLedger.TOKEN_MS,
            1_000,
            null));

    static final String UPDATE = MessageCodec.encode(
            new ServerMessage.UsageUpdate(SESSION, new Reading(12_345, 0, 0), CONSUMED, PAID.subtract(CONSUMED)));

    static final String ENDED = MessageCodec.encode(new ServerMessage.SessionEnded(
            SESSION,
            "client_ended",
            PAID,
            CONSUMED,
            List.of(new ServerMessage.Refund(
                    PAID.subtract(CONSUMED), "planned", "ref_pay_01a1fc31-b751-7133-9353-040efae7c99d", null))));

    private SameBytes() {}
}
