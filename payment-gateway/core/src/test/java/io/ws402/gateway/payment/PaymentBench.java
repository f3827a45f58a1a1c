package io.ws402.gateway.payment;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.access.Role;
import io.ws402.gateway.access.SessionTokens;
import io.ws402.gateway.access.TokenKey;
import io.ws402.gateway.method.Capabilities.Binding;
import io.ws402.gateway.method.MethodRegistry;
import io.ws402.gateway.session.LeasePolicy;
import io.ws402.gateway.session.SessionGrants;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.Identifiers;
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
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A payment service on a real database and fake rails, with a merchant and keys of its own. */
final class PaymentBench {
    static final String RESOURCE = "ticker";

    final Identifiers identifiers = Identifiers.system();
    final FakeRail byAmount = new FakeRail("byamount", Binding.AMOUNT);
    final FakeRail byReference = new FakeRail("byreference", Binding.REFERENCE);
    final MethodRegistry methods;
    final SessionTokens tokens;
    final SessionGrants grants;
    final Caller caller;
    final PaymentService service;
    private final Vertx vertx;
    private final Database database;

    PaymentBench(Vertx vertx, Database database) {
        this(vertx, database, QuotePolicy.DEFAULT);
    }

    PaymentBench(Vertx vertx, Database database, QuotePolicy policy) {
        this.vertx = vertx;
        this.database = database;
        this.methods = new MethodRegistry(vertx, List.of(byAmount, byReference), null);
        this.tokens = new SessionTokens(vertx, TokenKey.ephemeral(), InstantSource.system());
        this.grants = new SessionGrants(tokens);
        this.caller = newCaller();
        this.service = service(database, policy);
        Await.of(methods.start());
    }

    /** Another gateway's service, on its own connections. */
    PaymentService service(Database connections, QuotePolicy policy) {
        return new PaymentService(
                policy,
                LeasePolicy.DEFAULT,
                connections,
                methods,
                grants,
                identifiers,
                new SecureRandom(),
                new VerifyCounters(new SimpleMeterRegistry()));
    }

    Vertx vertx() {
        return vertx;
    }

    /** A server key of a merchant of its own. */
    Caller newCaller() {
        String merchant = identifiers.next("mch");
        sql("INSERT INTO merchants (id, name) VALUES ($1, 'a merchant')", merchant);
        return newKey(merchant);
    }

    Caller newKey(String merchant) {
        String key = identifiers.next("key");
        sql(
                "INSERT INTO api_keys (id, merchant_id, role, label, secret_hash) "
                        + "VALUES ($1, $2, 'server', 'a key', sha256($1::text::bytea))",
                key,
                merchant);
        return new Caller(key, merchant, Role.SERVER);
    }

    Quote quote(FakeRail rail, long amount) {
        return quote(caller, request(rail, BigInteger.valueOf(amount), null));
    }

    Quote quote(Caller by, QuoteRequest request) {
        QuoteOutcome outcome = Await.of(service.quote(by, request));
        return ((QuoteOutcome.Quoted) outcome).quote();
    }

    static QuoteRequest request(FakeRail rail, BigInteger amount, @Nullable String payerAddress) {
        PricePlan plan = PricePlan.perSecond(BigInteger.valueOf(100), 3600);
        return new QuoteRequest(RESOURCE, amount, 60, plan, rail.describe().id(), null, payerAddress);
    }

    /** Pays a quote exactly, and returns the proof of it. */
    PaymentProof paid(FakeRail rail, Quote quote) {
        String txHash = "0x" + UUID.randomUUID();
        rail.pay(txHash, quote.price());
        return proof(rail, quote, txHash);
    }

    static PaymentProof proof(FakeRail rail, Quote quote, String txHash) {
        return new PaymentProof(new JsonObject()
                .put("type", rail.describe().id())
                .put("txHash", txHash)
                .put("reference", quote.reference()));
    }

    SessionClaim session() {
        return new SessionClaim(identifiers.next("ses"), UUID.randomUUID().toString(), RESOURCE);
    }

    Verification verify(PaymentProof proof, SessionClaim session) {
        return Await.of(service.verify(caller, proof, session));
    }

    SessionGrant accepted(PaymentProof proof, SessionClaim session) {
        return ((Verification.Accepted) verify(proof, session)).grant();
    }

    /** The code of a refusal. */
    String rejected(PaymentProof proof, SessionClaim session) {
        return ((Verification.Rejected) verify(proof, session)).code();
    }

    /** Runs a statement; answers how many rows it touched. */
    int sql(String statement, Object... parameters) {
        return Await.of(database.pool().preparedQuery(statement).execute(Tuple.from(parameters)))
                .rowCount();
    }

    /** The first column of the only row, as text. */
    String value(String query, Object... parameters) {
        return String.valueOf(Await.of(database.pool().preparedQuery(query).execute(Tuple.from(parameters)))
                .iterator()
                .next()
                .getValue(0));
    }
}
