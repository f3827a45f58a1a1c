package io.ws402.bench.socket;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.AcceptedAsset;
import io.ws402.protocol.payment.CheckpointOutcome;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.PaymentProvider;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.QuoteOutcome;
import io.ws402.protocol.payment.QuoteRequest;
import io.ws402.protocol.payment.Reading;
import io.ws402.protocol.payment.ReceiptOutcome;
import io.ws402.protocol.payment.RefundStatus;
import io.ws402.protocol.payment.SessionClaim;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.SessionStatus;
import io.ws402.protocol.payment.SettleOutcome;
import io.ws402.protocol.payment.Settlement;
import io.ws402.protocol.payment.TokenOutcome;
import io.ws402.protocol.payment.TopUpOutcome;
import io.ws402.protocol.payment.Verification;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A ledger in memory, so that a server can be measured without its gateway: it grants what a proof says was paid. It
 * believes everybody and forgets what is settled; nothing but benchmarks may use it. Thread-safe.
 */
final class MemoryLedger implements PaymentProvider {
    /** What every payment is in. */
    static final Asset ASSET = new Asset(new AssetId("ws402:internal/credit:unit"), "CREDIT", 6);

    /** As long as a gateway's, which sends them with every grant. */
    static final String TOKEN = "t".repeat(420);

    static final long TOKEN_MS = 900_000;
    static final String PAYER = "ws402:internal:acc_00000000000000000000000000";

    private static final Future<CheckpointOutcome> RECORDED =
            Future.succeededFuture(new CheckpointOutcome.Recorded(List.of()));

    private final PricePlan plan;
    private final Map<String, BigInteger> balances = new ConcurrentHashMap<>();

    /** @param plan of every payment */
    MemoryLedger(PricePlan plan) {
        this.plan = plan;
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public Future<List<AcceptedAsset>> accepts() {
        return Future.succeededFuture(List.of(new AcceptedAsset("memory", "internal", ASSET, true)));
    }

    @Override
    public Future<Verification> verify(PaymentProof proof, SessionClaim session) {
        Optional<String> reference = proof.reference();
        Optional<String> amount = proof.text("amount");
        if (reference.isEmpty() || amount.isEmpty()) {
            return Future.succeededFuture(
                    new Verification.Rejected(Codes.MALFORMED_PROOF, "not a proof of this ledger"));
        }
        String paymentId = "pay_" + reference.get();
        BigInteger balance = new BigInteger(amount.get());
        if (balances.putIfAbsent(paymentId, balance) != null) {
            return Future.succeededFuture(new Verification.Rejected(Codes.ALREADY_CLAIMED, "it is another session's"));
        }
        return Future.succeededFuture(new Verification.Accepted(new SessionGrant(
                paymentId,
                session.sessionId(),
                session.resourceId(),
                PAYER,
                new Money(ASSET, balance),
                Money.zero(ASSET),
                plan,
                Reading.ZERO,
                0,
                1,
                TOKEN,
                TOKEN,
                TOKEN_MS)));
    }

    @Override
    public Future<CheckpointOutcome> checkpoint(String serverId, List<MeterReport> reports) {
        return RECORDED;
    }

    @Override
    public Future<CheckpointOutcome> release(String serverId, List<MeterReport> reports) {
        return RECORDED;
    }

    @Override
    public Future<SettleOutcome> settle(MeterReport report, String endReason) {
        BigInteger balance = balances.remove(report.paymentId());
        if (balance == null) {
            return Future.succeededFuture(new SettleOutcome.Refused(Codes.UNKNOWN_PAYMENT, "nothing is held"));
        }
        Money paid = new Money(ASSET, balance);
        Money consumed = new Money(ASSET, report.consumed());
        RefundStatus refund =
                new RefundStatus("ref_" + report.paymentId(), paid.minus(consumed), "planned", PAYER, null, null);
        return Future.succeededFuture(new SettleOutcome.Settled(
                new Settlement(report.paymentId(), paid, consumed, Money.zero(ASSET), List.of(refund))));
    }

    @Override
    public Future<QuoteOutcome> quote(QuoteRequest request) {
        return Future.succeededFuture(new QuoteOutcome.Unavailable("this ledger quotes nothing"));
    }

    @Override
    public Future<QuoteOutcome> quoteTopUp(
            String paymentId, long leaseEpoch, QuoteRequest request, @Nullable BigInteger worth) {
        return quote(request);
    }

    @Override
    public Future<TopUpOutcome> topUp(String paymentId, long leaseEpoch, PaymentProof proof) {
        return Future.succeededFuture(new TopUpOutcome.Unavailable("this ledger tops nothing up"));
    }

    @Override
    public Future<Verification> resume(String resumeToken, SessionClaim session) {
        return Future.succeededFuture(new Verification.Rejected(Codes.TOKEN_INVALID, "this ledger resumes nothing"));
    }

    @Override
    public Future<TokenOutcome> renewToken(String paymentId, long leaseEpoch) {
        return Future.succeededFuture(new TokenOutcome.Renewed(TOKEN, TOKEN_MS));
    }

    @Override
    public Future<Optional<SessionStatus>> session(String sessionId) {
        return Future.succeededFuture(Optional.empty());
    }

    @Override
    public Future<JsonObject> health() {
        return Future.succeededFuture(new JsonObject().put("status", "ok"));
    }

    @Override
    public Future<ReceiptOutcome> receipt(String sessionId) {
        return Future.succeededFuture(
                new ReceiptOutcome.Refused("receipts_not_offered", "A ledger in memory signs nothing."));
    }

    @Override
    public Future<JsonObject> receiptKeys() {
        return publicKeys();
    }

    @Override
    public Future<JsonObject> publicKeys() {
        return Future.succeededFuture(new JsonObject().put("keys", new JsonArray()));
    }
}
