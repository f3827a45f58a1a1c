package io.ws402.gateway.methods;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.access.Role;
import io.ws402.gateway.access.SessionTokens;
import io.ws402.gateway.access.TokenKey;
import io.ws402.gateway.ledger.AuditReport;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.ledger.LedgerAudit;
import io.ws402.gateway.method.MethodRegistry;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.methods.evm.EvmRail;
import io.ws402.gateway.outbox.Outbox;
import io.ws402.gateway.payment.DepositWatcher;
import io.ws402.gateway.payment.InboundWatcher;
import io.ws402.gateway.payment.PaymentService;
import io.ws402.gateway.payment.QuotePolicy;
import io.ws402.gateway.payment.VerifyCounters;
import io.ws402.gateway.refund.RailWatch;
import io.ws402.gateway.refund.RefundEngine;
import io.ws402.gateway.refund.RefundPolicy;
import io.ws402.gateway.refund.RefundWorker;
import io.ws402.gateway.session.LeasePolicy;
import io.ws402.gateway.session.LeaseService;
import io.ws402.gateway.session.SessionGrants;
import io.ws402.gateway.session.SettlementService;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.Identifiers;
import io.ws402.gateway.wallet.WalletAsset;
import io.ws402.gateway.wallet.WalletComparison;
import io.ws402.gateway.wallet.WalletLine;
import io.ws402.protocol.payment.CheckpointOutcome;
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
import io.ws402.protocol.payment.Verification;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All of a gateway but its HTTP, on one method of a real chain; its workers take a step when a test says so. */
public final class GatewayOnChain {
    private static final String RESOURCE = "ticker";

    public final Database database;
    public final PaymentMethod method;
    public final InboundWatcher inbound;
    public final DepositWatcher deposits;
    public final WalletComparison wallets;
    public final Caller caller;
    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final PaymentService payments;
    private final SettlementService settlements;
    private final LeaseService leases;
    public final RailWatch rails;
    private final RefundWorker refunds;
    private final Vertx vertx;
    private final String serverId = UUID.randomUUID().toString();

    public GatewayOnChain(Vertx vertx, Database database, PaymentMethod method) {
        this(vertx, database, method, null);
        sql("DELETE FROM inbound_positions"); // The tests of a class share a database, each with a wallet of its own.
        lookThrough();
    }

    /** The same gateway, started anew over another database that knows its caller. */
    public GatewayOnChain over(Database other) {
        return new GatewayOnChain(vertx, other, method, caller);
    }

    private GatewayOnChain(Vertx vertx, Database database, PaymentMethod method, @Nullable Caller known) {
        this.vertx = vertx;
        Identifiers identifiers = Identifiers.system();
        SecureRandom random = new SecureRandom();
        Ledger ledger = new Ledger();
        Outbox outbox = new Outbox();
        MethodRegistry methods = new MethodRegistry(vertx, List.of(method), null);
        Await.of(methods.start());
        SessionTokens tokens = new SessionTokens(vertx, TokenKey.ephemeral(), InstantSource.system());
        SessionGrants grants = new SessionGrants(tokens);
        this.database = database;
        this.method = method;
        this.inbound = new InboundWatcher(database, methods, identifiers, meters);
        this.settlements = new SettlementService(database, ledger, outbox, identifiers, LeasePolicy.DEFAULT, () -> {});
        this.deposits = new DepositWatcher(database, settlements, methods, meters);
        this.leases = new LeaseService(database, tokens, grants, LeasePolicy.DEFAULT);
        this.wallets = new WalletComparison(database, ledger, methods);
        this.payments = new PaymentService(
                QuotePolicy.DEFAULT,
                LeasePolicy.DEFAULT,
                database,
                methods,
                grants,
                identifiers,
                random,
                new VerifyCounters(meters));
        RefundEngine engine = new RefundEngine(
                database, ledger, outbox, id -> Optional.of(method.refunds()), RefundPolicy.DEFAULT, random, meters);
        this.rails = new RailWatch(database, methods, engine, meters);
        this.refunds = new RefundWorker(vertx, engine, RefundPolicy.DEFAULT);
        this.caller = known == null ? caller(identifiers) : known;
    }

    private Caller caller(Identifiers identifiers) {
        String merchant = identifiers.next("mch");
        String key = identifiers.next("key");
        sql("INSERT INTO merchants (id, name) VALUES ($1, 'a merchant')", merchant);
        sql(
                "INSERT INTO api_keys (id, merchant_id, role, label, secret_hash) "
                        + "VALUES ($1, $2, 'server', 'a key', sha256($1::text::bytea))",
                key,
                merchant);
        return new Caller(key, merchant, Role.SERVER);
    }

    public Quote quote(String symbol, BigInteger units) {
        return assertInstanceOf(QuoteOutcome.Quoted.class, ask(symbol, units)).quote();
    }

    public QuoteOutcome ask(String symbol, BigInteger units) {
        QuoteRequest request = new QuoteRequest(
                RESOURCE,
                units,
                60,
                PricePlan.perSecond(BigInteger.TEN, 3600),
                method.describe().id(),
                symbol,
                null);
        return Await.of(payments.quote(caller, request));
    }

    public Verification verify(Quote quote, String transaction) {
        String field = method.describe().family().equals("evm") ? "txHash" : "signature";
        PaymentProof proof =
                new PaymentProof(new JsonObject().put(field, transaction).put("reference", quote.reference()));
        return Await.of(
                payments.verify(caller, proof, new SessionClaim("ses_" + UUID.randomUUID(), serverId, RESOURCE)));
    }

    public SessionGrant claim(Quote quote, String txHash) {
        return assertInstanceOf(Verification.Accepted.class, verify(quote, txHash))
                .grant();
    }

    private static MeterReport report(SessionGrant grant, long consumed) {
        return new MeterReport(
                grant.paymentId(), grant.leaseEpoch(), consumed, new Reading(1000, 0, 0), BigInteger.valueOf(consumed));
    }

    /** Renews the lease; which sessions are over, and why. */
    public List<CheckpointOutcome.Over> checkpoint(SessionGrant grant, long consumed) {
        return assertInstanceOf(
                        CheckpointOutcome.Recorded.class,
                        Await.of(leases.checkpoint(caller, serverId, List.of(report(grant, consumed)))))
                .over();
    }

    public void settle(SessionGrant grant, long consumed) {
        assertInstanceOf(
                SettleOutcome.Settled.class, Await.of(settlements.settle(caller, report(grant, consumed), "closed")));
    }

    /** Looks through everything that reached the wallet and is final. */
    public void lookThrough() {
        while (Await.of(inbound.pass())) {
            // There is more.
        }
    }

    /** Asks about every deposit that is not final, as the chain is now. */
    public void watchDeposits() {
        EvmRail.waitForNextPoll();
        while (Await.of(deposits.pass())) {
            // There is more.
        }
    }

    /** Lets every refund go as far as it can now. */
    public void workOnRefunds() {
        EvmRail.waitForNextPoll();
        sql("UPDATE refunds SET next_attempt_at = now() WHERE done_at IS NULL");
        Await.of(refunds.pass());
    }

    /** What a gateway does when it starts: its wallet's numbers are counted from here on. */
    public void beginCounting() {
        Await.of(rails.pass());
    }

    public String sequencer() {
        return method.refunds().sequencer(method.describe().assets().getFirst()).orElseThrow();
    }

    public WalletAsset walletOf(String symbol) {
        return new WalletAsset(
                method.describe().recipient(),
                method.describe().asset(symbol).orElseThrow().id());
    }

    /** What a comparison finds of the method's wallet and an asset. */
    public WalletLine compared(String symbol) {
        return Await.of(wallets.compare()).of(walletOf(symbol)).orElseThrow();
    }

    public void assertTheLawHolds() {
        AuditReport report = Await.of(new LedgerAudit(database).run());
        assertTrue(report.holds(), () -> report.toJson().encodePrettily());
    }

    public void assertStates(String payment, String session, String refund, Quote quote) {
        assertEquals(payment + ", " + session + ", " + refund, value("""
                        SELECT p.state || ', ' || s.state || coalesce(' ' || s.end_reason, '') || ', '
                            || coalesce((SELECT string_agg(state, ' ') FROM refunds WHERE payment_id = p.id), 'none')
                        FROM payments p JOIN sessions s ON s.payment_id = p.id WHERE p.id = $1""", quote.paymentId()));
    }

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
