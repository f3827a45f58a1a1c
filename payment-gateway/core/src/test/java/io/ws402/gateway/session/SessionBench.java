package io.ws402.gateway.session;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.access.Role;
import io.ws402.gateway.access.SessionTokens;
import io.ws402.gateway.access.TokenKey;
import io.ws402.gateway.credits.CreditAccount;
import io.ws402.gateway.credits.CreditsMethodFactory;
import io.ws402.gateway.credits.CreditsProof;
import io.ws402.gateway.credits.CreditsRepository;
import io.ws402.gateway.ledger.Account;
import io.ws402.gateway.ledger.AuditReport;
import io.ws402.gateway.ledger.Journal;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.ledger.LedgerAudit;
import io.ws402.gateway.method.MethodContext;
import io.ws402.gateway.method.MethodRegistry;
import io.ws402.gateway.outbox.Outbox;
import io.ws402.gateway.payment.PaymentService;
import io.ws402.gateway.payment.QuotePolicy;
import io.ws402.gateway.payment.VerifyCounters;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.Identifiers;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.Quote;
import io.ws402.protocol.payment.QuoteOutcome;
import io.ws402.protocol.payment.QuoteRequest;
import io.ws402.protocol.payment.Reading;
import io.ws402.protocol.payment.SessionClaim;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.Verification;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * Sessions that were really paid, with credits, on a real database, for a merchant of their own. Time is moved by moving
 * deadlines in the database, never by waiting.
 */
public final class SessionBench {
    public static final String RESOURCE = "ticker";
    public static final String SERVER = "server-1";
    static final int FEE_BASIS_POINTS = 250;

    public final Database database;
    public final MethodRegistry methods;
    public final Ledger ledger = new Ledger();
    public final Outbox outbox = new Outbox();
    public final Identifiers identifiers = Identifiers.system();
    public final CreditsRepository credits;
    public final Caller caller;
    public final LeaseService leases;
    public final SettlementService settlements;
    final SessionQueries queries;
    final SessionTokens tokens;
    private final Vertx vertx;
    private final LeasePolicy policy = LeasePolicy.DEFAULT;
    private final PaymentService payments;

    public SessionBench(Vertx vertx, Database database) {
        this.vertx = vertx;
        this.database = database;
        this.credits = new CreditsRepository(database.pool());
        this.methods = new MethodRegistry(
                vertx,
                new CreditsMethodFactory()
                        .create(
                                new JsonObject(),
                                new MethodContext(vertx, database.pool(), InstantSource.system(), false)),
                null);
        Await.of(methods.start());
        this.tokens = new SessionTokens(vertx, TokenKey.ephemeral(), InstantSource.system());
        SessionGrants grants = new SessionGrants(tokens);
        this.payments = new PaymentService(
                QuotePolicy.DEFAULT,
                policy,
                database,
                methods,
                grants,
                identifiers,
                new SecureRandom(),
                new VerifyCounters(new SimpleMeterRegistry()));
        this.leases = new LeaseService(database, tokens, grants, policy);
        this.settlements = new SettlementService(database, ledger, outbox, identifiers, policy, () -> {});
        this.queries = new SessionQueries(database);
        this.caller = newCaller();
    }

    /** Another gateway's reaper. */
    public LeaseReaper reaper() {
        return new LeaseReaper(vertx, database, ledger, outbox, identifiers, policy, () -> {});
    }

    /** A server key of a merchant of its own. */
    Caller newCaller() {
        String merchant = identifiers.next("mch");
        sql(
                "INSERT INTO merchants (id, name, fee_basis_points) VALUES ($1, 'a merchant', $2)",
                merchant,
                FEE_BASIS_POINTS);
        return newKey(merchant);
    }

    /** Another server key of a merchant. */
    Caller newKey(String merchant) {
        String key = identifiers.next("key");
        sql(
                "INSERT INTO api_keys (id, merchant_id, role, label, secret_hash) "
                        + "VALUES ($1, $2, 'server', 'a key', sha256($1::text::bytea))",
                key,
                merchant);
        return new Caller(key, merchant, Role.SERVER);
    }

    /** A session that was paid with this much and is held by {@link #SERVER}. */
    public SessionGrant session(long amount) {
        Quote quote = quote(amount);
        SessionClaim claim = new SessionClaim(identifiers.next("ses"), SERVER, RESOURCE);
        Verification verified = Await.of(payments.verify(caller, proof(quote), claim));
        return ((Verification.Accepted) verified).grant();
    }

    /** The proof of a hold without lease, as a 0.1 server makes one. */
    PaymentProof hold(long amount) {
        PaymentProof proof = proof(quote(amount));
        Await.of(payments.verifyWithoutSession(caller, proof, 1L));
        return proof;
    }

    Quote quote(long amount) {
        PricePlan plan = PricePlan.perSecond(BigInteger.valueOf(100), 3600);
        QuoteRequest request = new QuoteRequest(
                RESOURCE, BigInteger.valueOf(amount), 60, plan, "credits", null, identifiers.next("ip"));
        return ((QuoteOutcome.Quoted) Await.of(payments.quote(caller, request))).quote();
    }

    private PaymentProof proof(Quote quote) {
        CreditAccount payer = Await.of(credits.openAccount());
        Await.of(credits.grant(payer.id(), payer.id(), quote.price().units()));
        return CreditsProof.sign(
                        payer.id(),
                        payer.secret(),
                        quote.reference(),
                        quote.price().units())
                .toPaymentProof();
    }

    /** Adds a second deposit to a session, as a top-up will: paid with credits, held, part of the balance. */
    void topUp(SessionGrant session, long amount) {
        CreditAccount payer = Await.of(credits.openAccount());
        Await.of(credits.grant(payer.id(), "gateway", BigInteger.valueOf(amount)));
        String deposit = identifiers.next("dep");
        sql("""
                INSERT INTO deposits (id, payment_id, position, merchant_id, method, asset, settlement_key, payer,
                    recipient, amount, state, tx_id, evidence, final_at)
                SELECT $1, payment_id, 1, merchant_id, method, asset, $1, $3, recipient, $4::bigint, 'held', $1, '{}', now()
                FROM deposits WHERE payment_id = $2""", deposit, session.paymentId(), payer.id(), amount);
        AssetId asset = session.balance().asset().id();
        BigInteger units = BigInteger.valueOf(amount);
        Await.of(ledger.post(
                database.pool(),
                Journal.of("deposit", deposit, session.paymentId())
                        .entry(Account.CHAIN, "gateway", asset, units)
                        .entry(Account.HELD, deposit, asset, units.negate())
                        .build()));
        sql("UPDATE sessions SET balance = balance + $1::bigint WHERE payment_id = $2", amount, session.paymentId());
    }

    /** Audits the ledger of the whole database. */
    public void assertTheLawHolds() {
        AuditReport report = Await.of(new LedgerAudit(database).run());
        assertTrue(report.holds(), () -> report.toJson().encodePrettily());
    }

    /** A report of this session with a reading that fits the figure. */
    public static MeterReport report(SessionGrant session, long sequence, long consumed) {
        return new MeterReport(
                session.paymentId(),
                session.leaseEpoch(),
                sequence,
                new Reading(consumed * 10, consumed, sequence),
                BigInteger.valueOf(consumed));
    }

    /** Makes the session's lease run out a moment ago. */
    void lapse(SessionGrant session) {
        sql(
                "UPDATE sessions SET lease_until = now() - interval '1 millisecond' WHERE payment_id = $1",
                session.paymentId());
    }

    /** Makes its resume window pass too, while renewals were possible all the time. */
    public void abandon(SessionGrant session) {
        sql("UPDATE sessions SET lease_until = now() - interval '1 hour' WHERE payment_id = $1", session.paymentId());
        renewalsPossibleFor("1 day");
    }

    /** Makes gateways have been there without a gap for so long. */
    void renewalsPossibleFor(String interval) {
        Await.of(reaper().beat());
        sql("UPDATE gateway_heartbeat SET available_since = now() - $1::text::interval", interval);
    }

    /** Runs a statement; answers how many rows it touched. */
    public int sql(String statement, Object... parameters) {
        return Await.of(database.pool().preparedQuery(statement).execute(Tuple.from(parameters)))
                .rowCount();
    }

    /** The first column of the only row, as text. */
    public String value(String query, Object... parameters) {
        return String.valueOf(Await.of(database.pool().preparedQuery(query).execute(Tuple.from(parameters)))
                .iterator()
                .next()
                .getValue(0));
    }
}
