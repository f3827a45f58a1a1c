package io.ws402.gateway.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.method.Observation;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.ConnectionSettings;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.gateway.storage.DatabaseOptions;
import io.ws402.gateway.storage.PostgresExtension;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.Quote;
import io.ws402.protocol.payment.SessionClaim;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.Verification;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({PostgresExtension.class, DatabaseExtension.class})
final class VerifyTest {
    private final PaymentBench bench;

    VerifyTest(Vertx vertx, Database database) {
        this.bench = new PaymentBench(vertx, database);
    }

    @Test
    void holdsAPaidQuoteWithEverythingThatFollows() {
        Quote quote = bench.quote(bench.byAmount, 6000);
        SessionClaim session = bench.session();
        SessionGrant grant = bench.accepted(bench.paid(bench.byAmount, quote), session);
        assertEquals(quote.paymentId(), grant.paymentId());
        assertEquals(session.sessionId(), grant.sessionId());
        assertEquals(quote.price(), grant.balance());
        assertEquals("fake:1:" + FakeRail.PAYER, grant.payer());
        assertEquals(1, grant.leaseEpoch());
        assertEquals("held", bench.value("SELECT state FROM payments WHERE id = $1", quote.paymentId()));
        String units = quote.price().units().toString();
        assertEquals("chain:0xwallet:" + units + ",held:dep:-" + units, bench.value("""
                        SELECT string_agg(account || ':' || split_part(owner, '_', 1) || ':' || amount, ',' ORDER BY account)
                        FROM entries JOIN journals ON journals.id = journal_id WHERE payment_id = $1""", quote.paymentId()));
        assertEquals("payment.held", bench.value("SELECT topic FROM outbox WHERE subject = $1", quote.paymentId()));
    }

    @Test
    void acceptsExactlyOneOfSixtyFourIdenticalClaimsOnTwoGateways(Vertx vertx, ConnectionSettings settings) {
        Database other = Await.of(Database.open(vertx, settings, DatabaseOptions.defaults()));
        try (other) {
            PaymentService second = bench.service(other, QuotePolicy.DEFAULT);
            PaymentProof proof = bench.paid(bench.byAmount, bench.quote(bench.byAmount, 6000));
            List<Future<Verification>> claims = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                claims.add((i % 2 == 0 ? bench.service : second).verify(bench.caller, proof, bench.session()));
            }
            Map<String, Long> outcomes = Await.all(claims).stream()
                    .map(VerifyTest::outcome)
                    .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
            assertEquals(Map.of("accepted", 1L, "already_claimed", 63L), outcomes);
        }
    }

    private static String outcome(Verification verification) {
        return switch (verification) {
            case Verification.Accepted accepted -> "accepted";
            case Verification.Rejected rejected -> rejected.code();
            case Verification.Pending pending -> pending.code();
            case Verification.Unavailable unavailable -> "unavailable";
        };
    }

    @Test
    void givesTheSameSessionTheSameAnswerHoweverOftenAndAtOnce() {
        Quote quote = bench.quote(bench.byAmount, 6000);
        PaymentProof proof = bench.paid(bench.byAmount, quote);
        SessionClaim session = bench.session();
        List<Future<Verification>> claims = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            claims.add(bench.service.verify(bench.caller, proof, session));
        }
        Await.all(claims).forEach(answer -> {
            SessionGrant grant =
                    assertInstanceOf(Verification.Accepted.class, answer).grant();
            assertEquals(session.sessionId(), grant.sessionId());
            assertEquals(quote.paymentId(), grant.paymentId());
            assertEquals(1, grant.leaseEpoch());
        });
        assertEquals("1", bench.value("SELECT count(*) FROM deposits WHERE payment_id = $1", quote.paymentId()));
    }

    /** Another process could not renew the lease: it would serve what it holds no right to. */
    @Test
    void givesTheAnswerAgainOnlyToTheServerProcessThatHoldsTheLease() {
        PaymentProof proof = bench.paid(bench.byAmount, bench.quote(bench.byAmount, 6000));
        SessionClaim session = bench.session();
        bench.accepted(proof, session);
        SessionClaim afterARestart = new SessionClaim(session.sessionId(), "another process", session.resourceId());
        assertEquals("already_claimed", outcome(bench.verify(proof, afterARestart)));
        assertEquals("accepted", outcome(bench.verify(proof, session)));
    }

    @Test
    void letsATransferPayOnlyOneOfTwoPayments() {
        Quote first = bench.quote(bench.byReference, 6000);
        Quote second = bench.quote(bench.byReference, 6000);
        PaymentProof proof = bench.paid(bench.byReference, first);
        String txHash = proof.text("txHash").orElseThrow();
        bench.accepted(proof, bench.session());
        assertEquals(
                "already_claimed",
                bench.rejected(PaymentBench.proof(bench.byReference, second, txHash), bench.session()));
        assertEquals("quoted", bench.value("SELECT state FROM payments WHERE id = $1", second.paymentId()));
    }

    @Test
    void knowsNoReferenceOfAnotherKey() {
        PaymentProof proof = bench.paid(bench.byAmount, bench.quote(bench.byAmount, 6000));
        Caller sameMerchant = bench.newKey(bench.caller.merchantId());
        for (Caller stranger : List.of(bench.newCaller(), sameMerchant)) {
            Verification answer = Await.of(bench.service.verify(stranger, proof, bench.session()));
            assertEquals("unknown_reference", outcome(answer));
        }
        bench.accepted(proof, bench.session());
    }

    @Test
    void refusesAnotherResourceWithoutLookingAtTheRail() {
        Quote quote = bench.quote(bench.byAmount, 6000);
        PaymentProof proof = bench.paid(bench.byAmount, quote);
        SessionClaim elsewhere = new SessionClaim(bench.identifiers.next("ses"), "server", "other");
        assertEquals("resource_mismatch", bench.rejected(proof, elsewhere));
        bench.accepted(proof, bench.session());
    }

    @Test
    void holdsAQuoteThatExpiredButNotOneOutOfQuarantine() {
        Quote expired = bench.quote(bench.byAmount, 6000);
        Quote forgotten = bench.quote(bench.byAmount, 6000);
        bench.sql(
                "UPDATE payments SET state = 'expired', expires_at = now() - interval '1 hour' WHERE id = $1",
                expired.paymentId());
        bench.sql(
                "UPDATE payments SET state = 'expired', expires_at = now() - interval '25 hours' WHERE id = $1",
                forgotten.paymentId());
        bench.accepted(bench.paid(bench.byAmount, expired), bench.session());
        assertEquals("quote_expired", bench.rejected(bench.paid(bench.byAmount, forgotten), bench.session()));
    }

    @Test
    void answersPendingAndHoldsLater() {
        Quote quote = bench.quote(bench.byAmount, 6000);
        PaymentProof proof = PaymentBench.proof(bench.byAmount, quote, "0xslow");
        SessionClaim session = bench.session();
        assertEquals("transaction_not_found", outcome(bench.verify(proof, session)));
        bench.byAmount.pay("0xslow", quote.price());
        bench.accepted(proof, session);
    }

    @Test
    void keepsWatchingADepositThatIsNotFinal() {
        Quote quote = bench.quote(bench.byAmount, 6000);
        bench.byAmount.show("0xyoung", new Observation.Paid(bench.byAmount.deposit("0xyoung", quote.price(), false)));
        bench.accepted(PaymentBench.proof(bench.byAmount, quote, "0xyoung"), bench.session());
        assertEquals("null", bench.value("SELECT final_at FROM deposits WHERE tx_id = '0xyoung'"));
    }

    @Test
    void holdsAllThatArrivedWhereAReferenceBindsIt() {
        Quote quote = bench.quote(bench.byReference, 6000);
        Money more = new Money(FakeRail.COIN, BigInteger.valueOf(6001));
        bench.byReference.pay("0xmore", more);
        SessionGrant grant = bench.accepted(PaymentBench.proof(bench.byReference, quote, "0xmore"), bench.session());
        assertEquals(more, grant.balance());
    }

    @Test
    void refusesASessionIdThatHoldsAnotherPayment() {
        SessionClaim session = bench.session();
        bench.accepted(bench.paid(bench.byAmount, bench.quote(bench.byAmount, 6000)), session);
        Quote second = bench.quote(bench.byAmount, 6000);
        assertEquals("already_claimed", bench.rejected(bench.paid(bench.byAmount, second), session));
        assertEquals("quoted", bench.value("SELECT state FROM payments WHERE id = $1", second.paymentId()));
    }

    @Test
    void refusesASettledPaymentEvenToItsSession() {
        Quote quote = bench.quote(bench.byAmount, 6000);
        PaymentProof proof = bench.paid(bench.byAmount, quote);
        SessionClaim session = bench.session();
        bench.accepted(proof, session);
        bench.sql("UPDATE payments SET state = 'settled' WHERE id = $1", quote.paymentId());
        assertEquals("already_claimed", bench.rejected(proof, session));
    }

    @Test
    void refusesProofsThatAreNotOfTheQuotedMethod() {
        Quote quote = bench.quote(bench.byAmount, 6000);
        assertEquals(
                "malformed_proof",
                bench.rejected(PaymentBench.proof(bench.byReference, quote, "0x1"), bench.session()));
        assertNotEquals("held", bench.value("SELECT state FROM payments WHERE id = $1", quote.paymentId()));
    }
}
