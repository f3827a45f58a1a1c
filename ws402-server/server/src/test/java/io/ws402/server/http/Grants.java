package io.ws402.server.http;

import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.Reading;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.server.testing.FakeProvider;
import io.ws402.server.testing.TestServer;
import java.math.BigInteger;

/** Grants as a gateway gives them. */
final class Grants {
    private Grants() {}

    static SessionGrant grant(String paymentId, String resourceId) {
        return new SessionGrant(
                paymentId,
                "ses_of_" + paymentId,
                resourceId,
                "payer",
                new Money(FakeProvider.CREDIT, BigInteger.valueOf(60_000)),
                Money.zero(FakeProvider.CREDIT),
                TestServer.PLAN,
                Reading.ZERO,
                0,
                1,
                "resume",
                "access",
                900_000);
    }
}
