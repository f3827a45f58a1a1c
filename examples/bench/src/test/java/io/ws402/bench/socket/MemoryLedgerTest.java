package io.ws402.bench.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.Reading;
import io.ws402.protocol.payment.SessionClaim;
import io.ws402.protocol.payment.SettleOutcome;
import io.ws402.protocol.payment.Verification;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class MemoryLedgerTest {
    private static final SessionClaim CLAIM = new SessionClaim("ses_1", "srv_1", "held");

    private final MemoryLedger ledger = new MemoryLedger(Work.PLAN);

    private Verification verify(JsonObject proof) {
        return ledger.verify(new PaymentProof(proof), CLAIM).await();
    }

    private static JsonObject proof() {
        return new JsonObject().put("type", "memory").put("reference", "r1").put("amount", "1000");
    }

    @Test
    void grantsWhatAProofSaysOnceAndGivesTheRestBack() {
        Verification.Accepted accepted = assertInstanceOf(Verification.Accepted.class, verify(proof()));
        assertEquals(BigInteger.valueOf(1000), accepted.grant().balance().units());
        assertInstanceOf(Verification.Rejected.class, verify(proof()));
        MeterReport report =
                new MeterReport(accepted.grant().paymentId(), 1, 1, new Reading(400, 0, 0), BigInteger.valueOf(400));
        SettleOutcome.Settled settled = assertInstanceOf(
                SettleOutcome.Settled.class,
                ledger.settle(report, "client_ended").await());
        assertEquals(
                BigInteger.valueOf(600),
                settled.settlement().refunds().getFirst().amount().units());
        assertInstanceOf(
                SettleOutcome.Refused.class,
                ledger.settle(report, "client_ended").await());
    }

    @Test
    void refusesWhatIsNoProof() {
        assertInstanceOf(Verification.Rejected.class, verify(new JsonObject().put("type", "memory")));
    }
}
