package io.ws402.server.session;

import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.Settlement;
import io.ws402.server.journal.FinalReading;
import io.ws402.server.metrics.ServerMetrics;
import java.math.BigInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says and counts what this server served and its merchant is not paid for. A checkpoint that was recorded, and whose answer
 * was lost, is not known of: the figures are the most that it can be.
 */
record Losses(ServerMetrics metrics) {
    /** The gateway did not answer for as long as a final reading is offered. */
    static final String GIVEN_UP = "given_up";

    private static final Logger LOG = LoggerFactory.getLogger(Losses.class);

    /** A final reading does not count. */
    void note(FinalReading reading, String code) {
        note(reading.report().paymentId(), reading.asset(), reading.unrecorded(), code);
    }

    /** The session was over already, at what a checkpoint had recorded. */
    void noteSettled(FinalReading reading, Settlement settlement) {
        BigInteger missing =
                reading.report().consumed().subtract(settlement.consumed().units());
        // A gateway of WS402 0.1 rounds what it gives back.
        if (reading.report().leaseEpoch() > 0) {
            note(reading.report().paymentId(), reading.asset(), missing, Codes.SESSION_OVER);
        }
    }

    /** So much of what a session consumed is not recorded, and will not be. */
    void note(String paymentId, AssetId asset, BigInteger units, String code) {
        if (units.signum() > 0) {
            metrics.unpaid(code, asset.value(), units);
            LOG.atWarn()
                    .addKeyValue("paymentId", paymentId)
                    .addKeyValue("code", code)
                    .addKeyValue("asset", asset.value())
                    .addKeyValue("units", units)
                    .log("Served, and not paid for");
        }
    }
}
