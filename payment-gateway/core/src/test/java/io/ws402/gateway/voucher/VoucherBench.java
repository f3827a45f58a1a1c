package io.ws402.gateway.voucher;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
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
import io.ws402.gateway.ledger.AuditReport;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.ledger.LedgerAudit;
import io.ws402.gateway.method.CollectRail;
import io.ws402.gateway.method.MethodContext;
import io.ws402.gateway.method.MethodRegistry;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.method.RefundRail;
import io.ws402.gateway.outbox.Outbox;
import io.ws402.gateway.payment.PaymentService;
import io.ws402.gateway.payment.QuotePolicy;
import io.ws402.gateway.payment.VerifyCounters;
import io.ws402.gateway.refund.RefundEngine;
import io.ws402.gateway.refund.RefundPolicy;
import io.ws402.gateway.refund.TransferRails;
import io.ws402.gateway.session.LeasePolicy;
import io.ws402.gateway.session.LeaseReaper;
import io.ws402.gateway.session.LeaseService;
import io.ws402.gateway.session.SessionGrants;
import io.ws402.gateway.session.SettlementService;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.Identifiers;
import io.ws402.protocol.gateway.GenerateRequest.TopUp;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.Quote;
import io.ws402.protocol.payment.QuoteOutcome;
import io.ws402.protocol.payment.QuoteRequest;
import io.ws402.protocol.payment.Reading;
import io.ws402.protocol.payment.SessionClaim;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.SettleOutcome;
import io.ws402.protocol.payment.Settlement;
import io.ws402.protocol.payment.TopUpOutcome;
import io.ws402.protocol.payment.Verification;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A gateway that takes vouchers, which are only authorised, and credits, which are prepaid, on a real database, for a
 * merchant of its own. Pauses are skipped and time is moved, never waited for.
 */
final class VoucherBench {
    static final String SERVER = "server-1";
    static final long FORTUNE = 1_000_000;

    final Database database;
    final VoucherChain chain;
    final VoucherPayers payers;
    final VoucherMethod vouchers;
    final MethodRegistry methods;
    final Identifiers identifiers = Identifiers.system();
    final Ledger ledger = new Ledger();
    final Outbox outbox = new Outbox();
    final Caller caller;
    final PaymentService payments;
    final LeaseService leases;
    final SettlementService settlements;
    private final CreditsRepository credits;
    private final Vertx vertx;

    VoucherBench(Vertx vertx, Database database) {
        this.vertx = vertx;
        this.database = database;
        this.chain = new VoucherChain(database);
        this.payers = new VoucherPayers(chain);
        this.vouchers = new VoucherMethod(chain);
        this.credits = new CreditsRepository(database.pool());
        List<PaymentMethod> made = new ArrayList<>();
        made.add(vouchers);
        made.addAll(new CreditsMethodFactory()
                .create(new JsonObject(), new MethodContext(vertx, database.pool(), InstantSource.system(), false)));
        this.methods = new MethodRegistry(vertx, made, null);
        Await.of(methods.start());
        SessionTokens tokens = new SessionTokens(vertx, TokenKey.ephemeral(), InstantSource.system());
        SessionGrants grants = new SessionGrants(tokens);
        this.payments = new PaymentService(
                QuotePolicy.DEFAULT,
                LeasePolicy.DEFAULT,
                database,
                methods,
                grants,
                identifiers,
                new SecureRandom(),
                new VerifyCounters(new SimpleMeterRegistry()));
        this.leases = new LeaseService(database, tokens, grants, LeasePolicy.DEFAULT);
        this.settlements = new SettlementService(database, ledger, outbox, identifiers, LeasePolicy.DEFAULT, () -> {});
        // The tests of a class share a database, and each has a chain of its own.
        sql("DELETE FROM inbound_positions WHERE method = $1", VoucherMethod.ID);
        sql("UPDATE deposits SET final_at = now() WHERE final_at IS NULL AND method = $1", VoucherMethod.ID);
        this.caller = newCaller();
    }

    LeaseReaper reaper() {
        return new LeaseReaper(vertx, database, ledger, outbox, identifiers, LeasePolicy.DEFAULT, () -> {});
    }

    private Caller newCaller() {
        String merchant = identifiers.next("mch");
        String key = identifiers.next("key");
        sql("INSERT INTO merchants (id, name, fee_basis_points) VALUES ($1, 'a merchant', 250)", merchant);
        sql(
                "INSERT INTO api_keys (id, merchant_id, role, label, secret_hash) "
                        + "VALUES ($1, $2, 'server', 'a key', sha256($1::text::bytea))",
                key,
                merchant);
        return new Caller(key, merchant, Role.SERVER);
    }

    // Payers and sessions.

    String payer() {
        return payers.open(BigInteger.valueOf(FORTUNE));
    }

    Quote quote(String method, long amount) {
        return quoted(payments.quote(caller, request(method, amount)));
    }

    Quote topUpQuote(SessionGrant session, String method, long amount, @Nullable Long worth) {
        BigInteger counts = worth == null ? null : BigInteger.valueOf(worth);
        TopUp topUp = new TopUp(session.paymentId(), session.leaseEpoch(), counts);
        return quoted(payments.quoteTopUp(caller, topUp, request(method, amount)));
    }

    private QuoteRequest request(String method, long amount) {
        PricePlan plan = PricePlan.perSecond(BigInteger.valueOf(100), 3600);
        return new QuoteRequest("ticker", BigInteger.valueOf(amount), 60, plan, method, null, identifiers.next("ip"));
    }

    private static Quote quoted(Future<QuoteOutcome> asked) {
        return assertInstanceOf(QuoteOutcome.Quoted.class, Await.of(asked)).quote();
    }

    /** Signed as the quote asks. */
    PaymentProof authorised(Quote quote, String payer) {
        return payers.authorise(
                payer, quote.reference(), quote.price().units(), quote.details().getLong("lapsesAt"));
    }

    PaymentProof paidWithCredits(Quote quote) {
        CreditAccount payer = Await.of(credits.openAccount());
        Await.of(credits.grant(payer.id(), payer.id(), quote.price().units()));
        return CreditsProof.sign(
                        payer.id(),
                        payer.secret(),
                        quote.reference(),
                        quote.price().units())
                .toPaymentProof();
    }

    SessionClaim claim() {
        return new SessionClaim(identifiers.next("ses"), SERVER, "ticker");
    }

    Verification verify(PaymentProof proof) {
        return Await.of(payments.verify(caller, proof, claim()));
    }

    SessionGrant accepted(PaymentProof proof) {
        return assertInstanceOf(Verification.Accepted.class, verify(proof)).grant();
    }

    String rejected(PaymentProof proof) {
        return assertInstanceOf(Verification.Rejected.class, verify(proof)).code();
    }

    /** A session on so much authorised money. */
    SessionGrant session(String payer, long amount) {
        return accepted(authorised(quote(VoucherMethod.ID, amount), payer));
    }

    TopUpOutcome topUp(SessionGrant session, PaymentProof proof) {
        return Await.of(payments.topUp(caller, new TopUp(session.paymentId(), session.leaseEpoch()), proof));
    }

    static MeterReport report(SessionGrant session, long sequence, long consumed) {
        return new MeterReport(
                session.paymentId(),
                session.leaseEpoch(),
                sequence,
                new Reading(consumed * 10, consumed, sequence),
                BigInteger.valueOf(consumed));
    }

    Settlement settled(SessionGrant session, long consumed) {
        SettleOutcome outcome = Await.of(settlements.settle(caller, report(session, 1000, consumed), "client_end"));
        return assertInstanceOf(SettleOutcome.Settled.class, outcome).settlement();
    }

    /** A session that has used so much of what was authorised; its collection. */
    String used(String payer, long amount, long consumed) {
        SessionGrant session = session(payer, amount);
        settled(session, consumed);
        return collection(session);
    }

    String collection(SessionGrant session) {
        return value("SELECT id FROM refunds WHERE payment_id = $1 AND kind = 'collection'", session.paymentId());
    }

    // The engine.

    RefundEngine engine(TransferRails rails) {
        return new RefundEngine(
                database, ledger, outbox, rails, RefundPolicy.DEFAULT, new Random(1), new SimpleMeterRegistry());
    }

    RefundEngine engine(CollectRail rail) {
        return engine(new TransferRails() {
            @Override
            public Optional<RefundRail> refunds(String methodId) {
                return Optional.empty();
            }

            @Override
            public Optional<CollectRail> collections(String methodId) {
                return methodId.equals(VoucherMethod.ID) ? Optional.of(rail) : Optional.empty();
            }
        });
    }

    /** One step of a transfer by a gateway that was started a moment ago. */
    void step(String transfer) {
        step(engine(TransferRails.of(methods)), transfer);
    }

    private Future<?> step(RefundEngine engine, String transfer) {
        makeDue(transfer);
        String leaseToken = UUID.randomUUID().toString();
        assertTrue(Await.of(engine.lease(leaseToken, 1000)).contains(transfer));
        Future<?> step = engine.step(transfer, leaseToken);
        Await.of(step);
        return step;
    }

    /** The same by a gateway that may die over it. */
    void stepOrDie(FaultyCollectRail rail, String transfer) {
        makeDue(transfer);
        RefundEngine engine = engine(rail);
        String leaseToken = UUID.randomUUID().toString();
        assertTrue(Await.of(engine.lease(leaseToken, 1000)).contains(transfer));
        Await.of(Future.any(engine.step(transfer, leaseToken), rail.death()));
    }

    private void makeDue(String transfer) {
        sql(
                "UPDATE refunds SET next_attempt_at = now(), leased_by = NULL, leased_until = NULL"
                        + " WHERE id = $1 AND done_at IS NULL",
                transfer);
    }

    /** Steps and blocks until a transfer is done. */
    void finish(String transfer) {
        for (int i = 0;
                i < 50
                        && value("SELECT done_at FROM refunds WHERE id = $1", transfer)
                                .equals("null");
                i++) {
            step(transfer);
            payers.mine();
        }
        assertTrue(isDone(transfer), () -> "not done: " + state(transfer));
    }

    boolean isDone(String transfer) {
        return !value("SELECT done_at FROM refunds WHERE id = $1", transfer).equals("null");
    }

    String state(String transfer) {
        return value("SELECT state FROM refunds WHERE id = $1", transfer);
    }

    // What is stored.

    AuditReport audit() {
        return Await.of(new LedgerAudit(database).run());
    }

    void assertTheLawHolds() {
        AuditReport report = audit();
        assertTrue(report.holds(), () -> report.toJson().encodePrettily());
    }

    /** The sum of an account of this merchant's payments, in an asset. */
    String booked(String account, Asset asset) {
        return value("""
                SELECT coalesce(sum(e.amount), 0) FROM entries e JOIN journals j ON j.id = e.journal_id
                    JOIN payments p ON p.id = j.payment_id
                WHERE e.account = $1 AND p.merchant_id = $2 AND e.asset = $3""", account, caller.merchantId(), asset.id().value());
    }

    /** What a payer has paid on the rail. */
    long paid(String payer) {
        return FORTUNE - payers.balance(payer).longValueExact();
    }

    /** Time passes on the rail until nothing that is authorised now lasts. */
    void everythingLapses() {
        payers.pass(Duration.ofDays(30));
    }

    int sql(String statement, Object... parameters) {
        return Await.of(database.pool().preparedQuery(statement).execute(Tuple.from(parameters)))
                .rowCount();
    }

    String value(String query, Object... parameters) {
        return String.valueOf(Await.of(database.pool().preparedQuery(query).execute(Tuple.from(parameters)))
                .iterator()
                .next()
                .getValue(0));
    }
}
