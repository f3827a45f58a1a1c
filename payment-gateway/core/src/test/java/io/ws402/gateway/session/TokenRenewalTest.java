package io.ws402.gateway.session;

import static io.ws402.gateway.session.SessionBench.RESOURCE;
import static io.ws402.gateway.session.SessionBench.report;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vertx.core.Vertx;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.access.SessionTokens;
import io.ws402.gateway.access.TokenReading;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.SessionClaim;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.TokenOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(DatabaseExtension.class)
final class TokenRenewalTest {
    private final SessionBench bench;
    private final TokenRenewal renewal;
    private final SessionTokens tokens;

    TokenRenewalTest(Vertx vertx, Database database) {
        this.bench = new SessionBench(vertx, database);
        this.tokens = bench.tokens;
        this.renewal = new TokenRenewal(database, tokens, LeasePolicy.DEFAULT);
    }

    @Test
    void givesTheHolderATokenThatOpensTheSameSession() {
        SessionGrant session = bench.session(1000);
        TokenOutcome.Renewed renewed =
                assertInstanceOf(TokenOutcome.Renewed.class, renew(bench.caller, session, session.leaseEpoch()));
        assertEquals(SessionTokens.ACCESS_LIFETIME.toMillis(), renewed.expiresInMs());
        assertEquals(
                new TokenReading.Access(session.paymentId(), session.sessionId(), RESOURCE),
                Await.of(tokens.read(renewed.accessToken())));
        assertFalse(renewed.toString().contains(renewed.accessToken()));
    }

    @Test
    void renewsOverAGapInTheLeaseAsLongAsNobodyTookTheSessionUp() {
        SessionGrant session = bench.session(1000);
        bench.lapse(session);
        assertInstanceOf(TokenOutcome.Renewed.class, renew(bench.caller, session, session.leaseEpoch()));
    }

    @Test
    void refusesTheFormerHolderOnceAnotherTookTheSessionUp() {
        SessionGrant first = bench.session(1000);
        bench.lapse(first);
        SessionClaim claim = new SessionClaim(bench.identifiers.next("ses"), "server-2", RESOURCE);
        Caller other = bench.newKey(bench.caller.merchantId());
        Await.of(bench.leases.resume(other, String.valueOf(first.resumeToken()), claim));
        assertRefused(Codes.LEASE_LOST, renew(bench.caller, first, first.leaseEpoch()));
        assertRefused(Codes.LEASE_LOST, renew(bench.caller, first, first.leaseEpoch() + 1));
        assertInstanceOf(TokenOutcome.Renewed.class, renew(other, first, first.leaseEpoch() + 1));
    }

    @Test
    void refusesWhoeverHoldsNothingAndWhateverIsOver() {
        SessionGrant session = bench.session(1000);
        assertRefused(Codes.UNKNOWN_PAYMENT, renew(bench.newCaller(), session, 1));
        assertRefused(
                Codes.UNKNOWN_PAYMENT, renew(bench.newKey(bench.caller.merchantId()), session, session.leaseEpoch()));
        assertRefused(Codes.UNKNOWN_PAYMENT, Await.of(renewal.renew(bench.caller, "pay_never", 1)));
        Await.of(bench.settlements.settle(bench.caller, report(session, 1, 10), "client_ended"));
        assertRefused(Codes.SESSION_OVER, renew(bench.caller, session, session.leaseEpoch()));
    }

    private TokenOutcome renew(Caller caller, SessionGrant session, long epoch) {
        return Await.of(renewal.renew(caller, session.paymentId(), epoch));
    }

    private static void assertRefused(String code, TokenOutcome outcome) {
        assertEquals(code, assertInstanceOf(TokenOutcome.Refused.class, outcome).code());
    }
}
