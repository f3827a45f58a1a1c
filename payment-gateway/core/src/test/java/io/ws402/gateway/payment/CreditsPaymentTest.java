package io.ws402.gateway.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.access.SessionTokens;
import io.ws402.gateway.access.TokenKey;
import io.ws402.gateway.credits.CreditAccount;
import io.ws402.gateway.credits.CreditsMethod;
import io.ws402.gateway.credits.CreditsProof;
import io.ws402.gateway.credits.CreditsRepository;
import io.ws402.gateway.ledger.AuditReport;
import io.ws402.gateway.ledger.LedgerAudit;
import io.ws402.gateway.method.MethodContext;
import io.ws402.gateway.method.MethodRegistry;
import io.ws402.gateway.session.LeasePolicy;
import io.ws402.gateway.session.SessionGrants;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.Quote;
import io.ws402.protocol.payment.QuoteOutcome;
import io.ws402.protocol.payment.QuoteRequest;
import io.ws402.protocol.payment.SessionClaim;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.Verification;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The credits method, found by its factory, through quote and claim. */
@ExtendWith(DatabaseExtension.class)
final class CreditsPaymentTest {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    private final Database database;
    private final PaymentBench bench;
    private final PaymentService service;
    private final CreditsRepository credits;
    private final CreditAccount payer;

    CreditsPaymentTest(Vertx vertx, Database database) {
        this.database = database;
        this.bench = new PaymentBench(vertx, database);
        this.credits = new CreditsRepository(database.pool());
        MethodContext context = new MethodContext(vertx, database.pool(), InstantSource.system(), true);
        MethodRegistry methods = MethodRegistry.load(new JsonObject(), context, null);
        Await.of(methods.start());
        this.service = new PaymentService(
                QuotePolicy.DEFAULT,
                LeasePolicy.DEFAULT,
                database,
                methods,
                new SessionGrants(new SessionTokens(vertx, TokenKey.ephemeral(), InstantSource.system())),
                bench.identifiers,
                new SecureRandom(),
                new VerifyCounters(new SimpleMeterRegistry()));
        this.payer = Await.of(credits.openAccount());
        Await.of(credits.grant(bench.identifiers.next("grant"), payer.id(), MILLION));
    }

    private Quote quote() {
        PricePlan plan = PricePlan.perSecond(BigInteger.valueOf(100), 3600);
        QuoteRequest request = new QuoteRequest(
                PaymentBench.RESOURCE, BigInteger.valueOf(30_000), 300, plan, CreditsMethod.ID, "CREDIT", null);
        return ((QuoteOutcome.Quoted) Await.of(service.quote(bench.caller, request))).quote();
    }

    private PaymentProof proof(Quote quote) {
        return CreditsProof.sign(
                        payer.id(),
                        payer.secret(),
                        quote.reference(),
                        quote.price().units())
                .toPaymentProof();
    }

    @Test
    void takesTheCreditOnceHoweverManyClaimAtOnce() {
        Quote quote = quote();
        PaymentProof proof = proof(quote);
        List<Future<Verification>> claims = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            claims.add(service.verify(bench.caller, proof, bench.session()));
        }
        List<SessionGrant> grants = Await.all(claims).stream()
                .filter(Verification.Accepted.class::isInstance)
                .map(answer -> ((Verification.Accepted) answer).grant())
                .toList();
        assertEquals(1, grants.size());
        assertEquals("ws402:internal:" + payer.id(), grants.getFirst().payer());
        assertEquals(
                MILLION.subtract(BigInteger.valueOf(30_000)),
                Await.of(credits.balance(payer.id())).orElseThrow());
        AuditReport report = Await.of(new LedgerAudit(database).run());
        assertTrue(report.holds(), () -> report.toJson().encode());
    }

    @Test
    void takesNothingForAnotherResource() {
        PaymentProof proof = proof(quote());
        SessionClaim elsewhere = new SessionClaim(bench.identifiers.next("ses"), "server", "other");
        assertInstanceOf(Verification.Rejected.class, Await.of(service.verify(bench.caller, proof, elsewhere)));
        assertEquals(MILLION, Await.of(credits.balance(payer.id())).orElseThrow());
    }
}
