package io.ws402.gateway.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.Quote;
import io.ws402.protocol.payment.SessionClaim;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.Verification;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A session whose server was lost, taken up by its payer's claim secret. */
@ExtendWith(DatabaseExtension.class)
final class TakeUpTest {
    private final PaymentBench bench;
    private Quote quote;
    private PaymentProof proof;
    private PaymentProof withSecret;
    private SessionClaim lost;
    private SessionGrant first;

    TakeUpTest(Vertx vertx, Database database) {
        this.bench = new PaymentBench(vertx, database);
    }

    @BeforeEach
    void hold() {
        quote = bench.quote(bench.byAmount, 6000);
        proof = bench.paid(bench.byAmount, quote);
        withSecret = withSecret(quote.details().getString("claimSecret"));
        lost = bench.session();
        first = bench.accepted(proof, lost);
    }

    private PaymentProof withSecret(String secret) {
        return new PaymentProof(proof.json().copy().put("claimSecret", secret));
    }

    private void letLeaseRunOut() {
        bench.sql("UPDATE sessions SET lease_until = now() WHERE payment_id = $1", quote.paymentId());
    }

    @Test
    void keepsTheSessionIdUnderANewEpochWithWhatWasMetered() {
        bench.sql(
                "UPDATE sessions SET sequence = 3, elapsed_ms = 2500, consumed = 250 WHERE payment_id = $1",
                quote.paymentId());
        letLeaseRunOut();
        SessionGrant taken = bench.accepted(withSecret, bench.session());
        assertEquals(first.sessionId(), taken.sessionId());
        assertEquals(2, taken.leaseEpoch());
        assertEquals(3, taken.sequence());
        assertEquals(2500, taken.reading().elapsedMs());
    }

    @Test
    void needsTheSecretAndALeaseThatRanOut() {
        assertEquals("already_claimed", bench.rejected(withSecret, bench.session()));
        letLeaseRunOut();
        assertEquals("already_claimed", bench.rejected(proof, bench.session()));
        assertEquals("already_claimed", bench.rejected(withSecret("0".repeat(64)), bench.session()));
        bench.accepted(withSecret, bench.session());
    }

    @Test
    void givesTheNewHolderTheSameAnswerAgainAndTheOldOneNone() {
        letLeaseRunOut();
        SessionClaim next = bench.session();
        bench.accepted(withSecret, next);
        assertEquals(2, bench.accepted(withSecret, next).leaseEpoch());
        assertEquals("already_claimed", bench.rejected(proof, lost));
    }

    @Test
    void isWonByOneOfManyAtOnce() {
        letLeaseRunOut();
        List<Future<Verification>> claims = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            claims.add(bench.service.verify(bench.caller, withSecret, bench.session()));
        }
        long accepted = Await.all(claims).stream()
                .filter(Verification.Accepted.class::isInstance)
                .count();
        assertEquals(1, accepted);
        assertEquals("2", bench.value("SELECT lease_epoch FROM sessions WHERE payment_id = $1", quote.paymentId()));
    }

    @Test
    void neverTakesUpAHoldWithoutLease() {
        Quote old = bench.quote(bench.byAmount, 6000);
        PaymentProof paid = bench.paid(bench.byAmount, old);
        assertInstanceOf(
                Verification.Accepted.class, Await.of(bench.service.verifyWithoutSession(bench.caller, paid, 7L)));
        PaymentProof secret = new PaymentProof(
                paid.json().copy().put("claimSecret", old.details().getString("claimSecret")));
        assertEquals("already_claimed", bench.rejected(secret, bench.session()));
    }

    @Test
    void neverTakesUpWhatIsAboutToBeSettled() {
        bench.sql("INSERT INTO gateway_heartbeat (last_seen, available_since) VALUES (now(), now() - interval '1 day') "
                + "ON CONFLICT (singleton) DO UPDATE SET available_since = excluded.available_since");
        bench.sql(
                "UPDATE sessions SET lease_until = now() - interval '1 hour' WHERE payment_id = $1", quote.paymentId());
        assertEquals("already_claimed", bench.rejected(withSecret, bench.session()));
    }
}
