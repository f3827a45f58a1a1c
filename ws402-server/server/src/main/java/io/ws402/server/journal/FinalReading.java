package io.ws402.server.journal;

import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.payment.MeterReport;
import java.math.BigInteger;

/**
 * The last reading of a session that a server process metered, on its way to the gateway. A process meters a payment under
 * an epoch once, so that the two name the reading.
 *
 * @param delivery what the gateway is to do with it
 * @param serverId the process that metered it; after a crash it is another one that delivers
 * @param report the reading
 * @param reason why the process stopped serving the session, snake_case
 * @param recorded what the gateway is known to have recorded of the session by then, smallest units
 * @param asset what the amounts are in
 */
public record FinalReading(
        Delivery delivery, String serverId, MeterReport report, String reason, BigInteger recorded, AssetId asset) {
    /** What the gateway is to do with a final reading. */
    public enum Delivery {
        /** End the session. */
        SETTLE,
        /** Record it and give the lease back, so that the session can be taken up elsewhere. */
        RELEASE
    }

    /** What names a final reading. */
    record ReadingKey(String paymentId, long leaseEpoch) {}

    ReadingKey key() {
        return new ReadingKey(report.paymentId(), report.leaseEpoch());
    }

    /** Whether it counts in the name of a lease; a gateway of WS402 0.1 knows none, nor a call that may be repeated. */
    boolean isFenced() {
        return report.leaseEpoch() > 0;
    }

    /** What its merchant loses at most if it does not count, smallest units, 0 or more. */
    public BigInteger unrecorded() {
        return report.consumed().subtract(recorded).max(BigInteger.ZERO);
    }
}
