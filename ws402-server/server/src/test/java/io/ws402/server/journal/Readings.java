package io.ws402.server.journal;

import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.Reading;
import io.ws402.server.journal.FinalReading.Delivery;
import java.math.BigInteger;

/** Final readings for tests. */
final class Readings {
    private static final AssetId CREDIT = new AssetId("ws402:internal/credit:unit");

    private Readings() {}

    static FinalReading of(int number) {
        MeterReport report = new MeterReport(
                "pay_" + number, 3, 17, new Reading(61_000, 512, 9), new BigInteger("123456789012345678901234567890"));
        return new FinalReading(
                number % 2 == 0 ? Delivery.SETTLE : Delivery.RELEASE,
                "server-" + number % 3,
                report,
                "client_ended",
                BigInteger.TEN,
                CREDIT);
    }
}
