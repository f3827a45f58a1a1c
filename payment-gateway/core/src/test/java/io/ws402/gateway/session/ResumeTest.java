package io.ws402.gateway.session;

import static io.ws402.gateway.session.SessionBench.RESOURCE;
import static io.ws402.gateway.session.SessionBench.SERVER;
import static io.ws402.gateway.session.SessionBench.report;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.protocol.payment.SessionClaim;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.Verification;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(DatabaseExtension.class)
final class ResumeTest {
    private final SessionBench bench;

    ResumeTest(Vertx vertx, Database database) {
        this.bench = new SessionBench(vertx, database);
    }

    @Test
    void takesASessionUpOnAnotherServerWithWhatWasMeteredSoFar() {
        SessionGrant first = bench.session(1000);
        Await.of(bench.leases.release(bench.caller, SERVER, List.of(report(first, 4, 130))));
        SessionGrant second = accepted(resume(first, claim("server-2")));
        assertEquals(first.sessionId(), second.sessionId());
        assertEquals(first.paymentId(), second.paymentId());
        assertEquals(2, second.leaseEpoch());
        assertEquals(report(first, 4, 130).reading(), second.reading());
        assertEquals(4, second.sequence());
        assertEquals(BigInteger.valueOf(1000), second.balance().units());
        assertNotEquals(first.resumeToken(), second.resumeToken());
    }

    @Test
    void neverTakesALeaseThatLivesAndSaysWhenToComeBack() {
        SessionGrant session = bench.session(1000);
        Verification.Pending pending = assertInstanceOf(Verification.Pending.class, resume(session, claim("server-2")));
        assertEquals("lease_held", pending.code());
        assertTrue(pending.retryAfterMs() > 0 && pending.retryAfterMs() <= 6000, pending.toString());
    }

    @Test
    void takesATokenOnceAndGivesTheClaimThatUsedItTheSameAnswer() {
        SessionGrant first = bench.session(1000);
        bench.lapse(first);
        SessionClaim claim = claim("server-2");
        SessionGrant second = accepted(resume(first, claim));
        SessionGrant again = accepted(resume(first, claim));
        assertEquals(second.leaseEpoch(), again.leaseEpoch());
        assertEquals(second.balance(), again.balance());
        assertRejected("token_used", resume(first, claim("server-2")));
        bench.lapse(second);
        assertRejected("token_used", resume(first, claim("server-3")));
        assertEquals(3, accepted(resume(second, claim("server-3"))).leaseEpoch());
    }

    @Test
    void isWonByOneOfManyAtOnce() {
        SessionGrant session = bench.session(1000);
        bench.lapse(session);
        List<Verification> outcomes = Await.all(IntStream.range(0, 20)
                .mapToObj(i ->
                        bench.leases.resume(bench.caller, String.valueOf(session.resumeToken()), claim("server-" + i)))
                .toList());
        long won = outcomes.stream()
                .filter(Verification.Accepted.class::isInstance)
                .count();
        assertEquals(1, won);
        outcomes.stream()
                .filter(outcome -> !(outcome instanceof Verification.Accepted))
                .forEach(outcome -> assertRejected("token_used", outcome));
    }

    @Test
    void refusesWhatIsOver() {
        SessionGrant settled = bench.session(1000);
        Await.of(bench.settlements.settle(bench.caller, report(settled, 1, 1), "client_end"));
        assertRejected("session_over", resume(settled, claim("server-2")));

        SessionGrant abandoned = bench.session(1000);
        bench.abandon(abandoned);
        assertRejected("session_over", resume(abandoned, claim("server-2")));
    }

    @Test
    void stillResumesAfterAnOutageInWhichNobodyCouldRenew() {
        SessionGrant session = bench.session(1000);
        bench.abandon(session);
        bench.renewalsPossibleFor("10 seconds");
        assertEquals(2, accepted(resume(session, claim("server-2"))).leaseEpoch());
    }

    @Test
    void refusesATokenForSomethingElse() {
        SessionGrant session = bench.session(1000);
        bench.lapse(session);
        SessionClaim elsewhere = new SessionClaim(bench.identifiers.next("ses"), "server-2", "another");
        assertRejected("resource_mismatch", resume(session, elsewhere));
        assertRejected("token_invalid", resume("no token", bench.caller));
        assertRejected("token_invalid", resume(String.valueOf(session.accessToken()), bench.caller));
        assertRejected("token_invalid", resume(String.valueOf(session.resumeToken()), bench.newCaller()));
        assertEquals(2, accepted(resume(session, claim("server-2"))).leaseEpoch());
    }

    private Verification resume(SessionGrant session, SessionClaim claim) {
        return Await.of(bench.leases.resume(bench.caller, String.valueOf(session.resumeToken()), claim));
    }

    private Verification resume(String token, Caller caller) {
        return Await.of(bench.leases.resume(caller, token, claim("server-2")));
    }

    private SessionClaim claim(String serverId) {
        return new SessionClaim(bench.identifiers.next("ses"), serverId, RESOURCE);
    }

    private static SessionGrant accepted(Verification verification) {
        return assertInstanceOf(Verification.Accepted.class, verification).grant();
    }

    private static void assertRejected(String code, Verification verification) {
        assertEquals(
                code,
                assertInstanceOf(Verification.Rejected.class, verification).code());
    }
}
