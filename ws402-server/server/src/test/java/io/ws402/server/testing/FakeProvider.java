package io.ws402.server.testing;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.AcceptedAsset;
import io.ws402.protocol.payment.CheckpointOutcome;
import io.ws402.protocol.payment.CheckpointOutcome.Over;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.PaymentProvider;
import io.ws402.protocol.payment.Quote;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A gateway in memory, with the rules of one: a payment is claimed once, epochs fence, the first settle counts. Every
 * quote counts as paid the moment it is made. Can be told to be down, and to give one answer differently. Thread-safe.
 */
public final class FakeProvider implements PaymentProvider {
    /** What quotes are in by default. */
    public static final Asset CREDIT = new Asset(new AssetId("ws402:internal/credit:unit"), "CREDIT", 6);

    /** What else is accepted. */
    public static final Asset USDC =
            new Asset(new AssetId("eip155:31337/erc20:0x5fbdb2315678afecb367f032d93f642f64180aa3"), "USDC", 6);

    private final Map<String, Payment> payments = new LinkedHashMap<>();
    private final List<Supplier<Future<Verification>>> nextVerifications = new ArrayList<>();
    private final List<QuoteRequest> quoted = new ArrayList<>();
    private final List<List<MeterReport>> checkpoints = new ArrayList<>();
    private final List<MeterReport> releases = new ArrayList<>();
    private final List<MeterReport> settles = new ArrayList<>();
    private final Map<String, String> over = new LinkedHashMap<>();
    private volatile JsonObject publicKeys = new JsonObject().put("keys", new JsonArray());
    private final List<Supplier<Future<TopUpOutcome>>> nextTopUps = new ArrayList<>();
    private int topUpAnswersToLose;
    private int topUpCalls;
    private boolean down;
    private int settlesToMiss;
    private @Nullable QuoteOutcome nextQuote;
    private int sessionsAsked;
    private int receiptKeysAsked;
    private long accessTokenMs = 900_000;
    private boolean tokens = true;
    private @Nullable TokenSigner signer;

    private static final class Payment {
        final String id;
        final QuoteRequest request;
        final Asset asset;

        @Nullable String sessionId;

        @Nullable String holder;

        Reading reading = Reading.ZERO;
        BigInteger consumed = BigInteger.ZERO;
        long sequence;
        long epoch;

        boolean paused;
        int renewals;

        @Nullable Settlement settlement;

        @Nullable String endReason;

        @Nullable Payment topsUp;

        @Nullable BigInteger worth;

        BigInteger added = BigInteger.ZERO;
        boolean toppedUp;

        Payment(String id, QuoteRequest request, Asset asset) {
            this.id = id;
            this.request = request;
            this.asset = asset;
        }

        BigInteger counted() {
            return worth == null ? request.amount() : worth;
        }

        Money balance() {
            return new Money(asset, request.amount().add(added));
        }
    }

    private SessionGrant grant(Payment payment) {
        return new SessionGrant(
                payment.id,
                String.valueOf(payment.sessionId),
                payment.request.resourceId(),
                "payer-of-" + payment.id,
                payment.balance(),
                Money.zero(CREDIT),
                payment.request.plan(),
                payment.reading,
                payment.sequence,
                payment.epoch,
                tokens ? "resume:" + payment.id + ":" + payment.epoch : null,
                tokens ? accessToken(payment) : null,
                tokens ? accessTokenMs : 0);
    }

    private String accessToken(Payment payment) {
        return signer == null
                ? "access:" + payment.id + (payment.renewals == 0 ? "" : ":" + payment.renewals)
                : signer.access(String.valueOf(payment.sessionId), payment.request.resourceId());
    }

    /** From now on access tokens are real ones, and the public keys are those that fit. */
    public synchronized void signWith(TokenSigner tokenSigner) {
        signer = tokenSigner;
        publicKeys = tokenSigner.jwks();
    }

    /** How long new access tokens are said to live. */
    public synchronized void accessTokenLifetime(long millis) {
        accessTokenMs = millis;
    }

    /** From now on grants come without tokens, as a 0.1 gateway's. */
    public synchronized void withoutTokens() {
        tokens = false;
    }

    /** From now on nothing is answered, or everything again. */
    public synchronized void down(boolean isDown) {
        down = isDown;
    }

    /** The next settles are carried out, but their answers are lost. */
    public synchronized void loseSettleAnswers(int count) {
        settlesToMiss = count;
    }

    /** What the next verify or resume answers instead. */
    public synchronized void nextVerification(Supplier<Future<Verification>> answer) {
        nextVerifications.add(answer);
    }

    /** What the next top-up answers instead. */
    public synchronized void nextTopUp(Supplier<Future<TopUpOutcome>> answer) {
        nextTopUps.add(answer);
    }

    /** The next top-ups are carried out, but their answers are lost. */
    public synchronized void loseTopUpAnswers(int count) {
        topUpAnswersToLose = count;
    }

    /** How often a top-up was presented. */
    public synchronized int topUpCalls() {
        return topUpCalls;
    }

    /** What the next quote answers instead. */
    public synchronized void nextQuote(QuoteOutcome outcome) {
        nextQuote = outcome;
    }

    /** The next checkpoint says that the session is no longer this server's. */
    public synchronized void takeAway(String paymentId, String code) {
        over.put(paymentId, code);
    }

    /** Another server has the session from now on. */
    public synchronized void takenUpElsewhere(String paymentId) {
        Payment payment = payments.get(paymentId);
        if (payment != null) {
            payment.holder = "another server";
            payment.epoch++;
        }
    }

    /** The JWK set it shows from now on. */
    public void publicKeys(JsonObject keySet) {
        publicKeys = keySet;
    }

    /** The requests for quotes, in order. */
    public synchronized List<QuoteRequest> quoted() {
        return List.copyOf(quoted);
    }

    /** The checkpoints that were recorded, in order. */
    public synchronized List<List<MeterReport>> checkpoints() {
        return List.copyOf(checkpoints);
    }

    /** The reports that gave leases back, in order. */
    public synchronized List<MeterReport> releases() {
        return List.copyOf(releases);
    }

    /** Every settle that arrived, repeated ones too. */
    public synchronized List<MeterReport> settles() {
        return List.copyOf(settles);
    }

    /** How a payment was divided, once it was. */
    public synchronized Optional<Settlement> settlement(String paymentId) {
        Payment payment = payments.get(paymentId);
        return payment == null ? Optional.empty() : Optional.ofNullable(payment.settlement);
    }

    /** The name of a payment's session, once it was claimed. */
    public synchronized String sessionId(String paymentId) {
        Payment payment = payments.get(paymentId);
        return payment == null ? "" : String.valueOf(payment.sessionId);
    }

    /** How often it was asked for the keys of receipts. */
    public synchronized int receiptKeysAsked() {
        return receiptKeysAsked;
    }

    /** How often it was asked for a session. */
    public synchronized int sessionsAsked() {
        return sessionsAsked;
    }

    /** Why a session ended, once it has. */
    public synchronized Optional<String> endReason(String paymentId) {
        Payment payment = payments.get(paymentId);
        return payment == null ? Optional.empty() : Optional.ofNullable(payment.endReason);
    }

    /** A paid quote, as if the schema had been asked for; its proof is {@link #proof}. */
    public synchronized String paid(QuoteRequest request) {
        return add(request).id;
    }

    /** The proof of a payment. */
    public static JsonObject proof(String paymentId) {
        return new JsonObject().put("type", "credits").put("reference", "ref-" + paymentId);
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public synchronized Future<List<AcceptedAsset>> accepts() {
        if (down) {
            return Future.failedFuture("down");
        }
        return Future.succeededFuture(List.of(
                new AcceptedAsset("credits", "internal", CREDIT, true),
                new AcceptedAsset("local", "local", USDC, false)));
    }

    @Override
    public synchronized Future<QuoteOutcome> quote(QuoteRequest request) {
        quoted.add(request);
        QuoteOutcome scripted = nextQuote;
        if (scripted != null || down) {
            nextQuote = null;
            return Future.succeededFuture(scripted != null ? scripted : new QuoteOutcome.Unavailable("down"));
        }
        Payment payment = add(request);
        String reference = "ref-" + payment.id;
        JsonObject details = new JsonObject()
                .put("type", "credits")
                .put("reference", reference)
                .put("paymentUri", "ws402-fake:" + reference);
        return Future.succeededFuture(
                new QuoteOutcome.Quoted(new Quote(payment.id, reference, payment.balance(), 60_000, details)));
    }

    @Override
    public synchronized Future<QuoteOutcome> quoteTopUp(
            String paymentId, long leaseEpoch, QuoteRequest request, @Nullable BigInteger worth) {
        Payment session = payments.get(paymentId);
        if (session == null || session.epoch != leaseEpoch) {
            return Future.succeededFuture(new QuoteOutcome.Refused(Codes.LEASE_LOST, "not yours"));
        }
        return quote(request).map(outcome -> {
            if (!(outcome instanceof QuoteOutcome.Quoted(Quote quote))) {
                return outcome;
            }
            Payment topUp = payments.get(quote.paymentId());
            if (topUp != null) {
                topUp.topsUp = session;
                topUp.worth = worth;
            }
            return new QuoteOutcome.Quoted(
                    new Quote(quote.paymentId(), quote.reference(), quote.price(), 60_000, quote.details(), worth));
        });
    }

    @Override
    public synchronized Future<TopUpOutcome> topUp(String paymentId, long leaseEpoch, PaymentProof proof) {
        topUpCalls++;
        if (!nextTopUps.isEmpty()) {
            return nextTopUps.removeFirst().get();
        }
        if (down) {
            return Future.succeededFuture(new TopUpOutcome.Unavailable("down"));
        }
        Payment quote = payments.get(proof.reference().orElse("").replace("ref-", ""));
        Payment session = payments.get(paymentId);
        if (quote == null || session == null || quote.topsUp != session) {
            return Future.succeededFuture(
                    new TopUpOutcome.Rejected(Codes.TOP_UP_MISMATCH, "no top-up of this session"));
        }
        if (!quote.toppedUp && session.settlement != null) {
            return Future.succeededFuture(new TopUpOutcome.Rejected(Codes.SESSION_OVER, "it goes back"));
        }
        if (!quote.toppedUp) {
            quote.toppedUp = true;
            session.added = session.added.add(quote.counted());
        }
        if (topUpAnswersToLose > 0) {
            topUpAnswersToLose--;
            return Future.succeededFuture(new TopUpOutcome.Unavailable("the answer was lost"));
        }
        return Future.succeededFuture(
                new TopUpOutcome.Added(quote.balance(), new Money(session.asset, quote.counted()), session.balance()));
    }

    private Payment add(QuoteRequest request) {
        Asset asset = USDC.id().value().equals(request.asset()) ? USDC : CREDIT;
        Payment payment = new Payment("pay_" + (payments.size() + 1), request, asset);
        payments.put(payment.id, payment);
        return payment;
    }

    @Override
    public synchronized Future<Verification> verify(PaymentProof proof, SessionClaim claim) {
        if (!nextVerifications.isEmpty()) {
            return nextVerifications.removeFirst().get();
        }
        if (down) {
            return Future.succeededFuture(new Verification.Unavailable("down"));
        }
        String reference = proof.reference().orElse("");
        Payment payment = reference.startsWith("ref-") ? payments.get(reference.substring(4)) : null;
        if (payment == null) {
            return rejected(Codes.UNKNOWN_REFERENCE);
        }
        if (payment.sessionId == null) {
            payment.sessionId = claim.sessionId();
            payment.holder = claim.serverId();
            payment.epoch = 1;
        }
        return payment.sessionId.equals(claim.sessionId())
                ? Future.succeededFuture(new Verification.Accepted(grant(payment)))
                : rejected(Codes.ALREADY_CLAIMED);
    }

    @Override
    public synchronized Future<Verification> resume(String resumeToken, SessionClaim claim) {
        if (!nextVerifications.isEmpty()) {
            return nextVerifications.removeFirst().get();
        }
        String[] parts = resumeToken.split(":", -1);
        Payment payment = parts.length == 3 ? payments.get(parts[1]) : null;
        if (payment == null) {
            return rejected(Codes.TOKEN_INVALID);
        }
        if (payment.settlement != null) {
            return rejected(Codes.SESSION_OVER);
        }
        if (!parts[2].equals(Long.toString(payment.epoch))) {
            return rejected(Codes.TOKEN_USED);
        }
        if (payment.holder != null) {
            return Future.succeededFuture(new Verification.Pending(Codes.LEASE_HELD, "another server holds it", 1_000));
        }
        payment.holder = claim.serverId();
        payment.paused = false;
        payment.epoch++;
        return Future.succeededFuture(new Verification.Accepted(grant(payment)));
    }

    private static Future<Verification> rejected(String code) {
        return Future.succeededFuture(new Verification.Rejected(code, "refused: " + code));
    }

    @Override
    public synchronized Future<CheckpointOutcome> checkpoint(String serverId, List<MeterReport> reports) {
        if (down) {
            return Future.succeededFuture(new CheckpointOutcome.Unavailable("down"));
        }
        checkpoints.add(reports);
        return Future.succeededFuture(record(serverId, reports));
    }

    @Override
    public synchronized Future<CheckpointOutcome> release(String serverId, List<MeterReport> reports) {
        if (down) {
            return Future.succeededFuture(new CheckpointOutcome.Unavailable("down"));
        }
        releases.addAll(reports);
        CheckpointOutcome outcome = record(serverId, reports);
        reports.forEach(report -> {
            Payment payment = payments.get(report.paymentId());
            if (payment != null && payment.epoch == report.leaseEpoch()) {
                payment.holder = null;
            }
        });
        return Future.succeededFuture(outcome);
    }

    private CheckpointOutcome record(String serverId, List<MeterReport> reports) {
        List<Over> answers = new ArrayList<>();
        for (MeterReport report : reports) {
            Payment payment = payments.get(report.paymentId());
            String code = over.remove(report.paymentId());
            if (code != null) {
                answers.add(new Over(report.paymentId(), code));
            } else if (payment == null || payment.settlement != null) {
                answers.add(new Over(report.paymentId(), Codes.SESSION_OVER));
            } else if (payment.epoch != report.leaseEpoch() || !serverId.equals(payment.holder)) {
                answers.add(new Over(report.paymentId(), Codes.LEASE_LOST));
            } else if (report.sequence() > payment.sequence) {
                if (report.consumed().compareTo(payment.consumed) < 0) {
                    throw new AssertionError("a checkpoint took back what an earlier one said: " + report);
                }
                payment.sequence = report.sequence();
                payment.reading = report.reading();
                payment.consumed = report.consumed();
                payment.paused = report.paused();
            }
        }
        List<CheckpointOutcome.ToppedUp> toppedUp = reports.stream()
                .map(report -> payments.get(report.paymentId()))
                .filter(payment -> payment != null && payment.added.signum() > 0)
                .map(payment -> new CheckpointOutcome.ToppedUp(
                        payment.id, payment.balance().units()))
                .toList();
        return new CheckpointOutcome.Recorded(answers, toppedUp);
    }

    @Override
    public synchronized Future<SettleOutcome> settle(MeterReport report, String endReason) {
        settles.add(report);
        if (down) {
            return Future.succeededFuture(new SettleOutcome.Unavailable("down"));
        }
        Payment payment = payments.get(report.paymentId());
        if (payment == null || payment.epoch != report.leaseEpoch()) {
            return Future.succeededFuture(new SettleOutcome.Refused(Codes.LEASE_LOST, "not yours"));
        }
        if (payment.settlement == null) {
            if (report.consumed().compareTo(payment.consumed) < 0) {
                throw new AssertionError("a settle took back what a checkpoint said: " + report);
            }
            Money consumed = new Money(payment.asset, report.consumed());
            Money rest = payment.balance().minus(consumed);
            List<RefundStatus> refunds = rest.isZero()
                    ? List.of()
                    : List.of(new RefundStatus(
                            "rfd_" + payment.id, rest, "planned", "payer-of-" + payment.id, null, null));
            payment.settlement =
                    new Settlement(payment.id, payment.balance(), consumed, Money.zero(payment.asset), refunds);
            payment.reading = report.reading();
            payment.endReason = endReason;
        }
        if (settlesToMiss > 0) {
            settlesToMiss--;
            return Future.succeededFuture(new SettleOutcome.Unavailable("the answer was lost"));
        }
        return Future.succeededFuture(new SettleOutcome.Settled(payment.settlement));
    }

    @Override
    public synchronized Future<TokenOutcome> renewToken(String paymentId, long leaseEpoch) {
        if (down) {
            return Future.succeededFuture(new TokenOutcome.Unavailable("down"));
        }
        Payment payment = payments.get(paymentId);
        if (payment == null || payment.epoch != leaseEpoch) {
            return Future.succeededFuture(new TokenOutcome.Refused(Codes.LEASE_LOST, "not yours"));
        }
        payment.renewals++;
        return Future.succeededFuture(new TokenOutcome.Renewed(accessToken(payment), 900_000));
    }

    @Override
    public synchronized Future<Optional<SessionStatus>> session(String sessionId) {
        sessionsAsked++;
        if (down) {
            return Future.failedFuture("down");
        }
        return Future.succeededFuture(payments.values().stream()
                .filter(payment -> sessionId.equals(payment.sessionId))
                .findFirst()
                .map(payment -> new SessionStatus(
                        sessionId,
                        payment.id,
                        payment.request.resourceId(),
                        payment.settlement == null ? "held" : "settled",
                        payment.paused,
                        payment.holder == null || payment.settlement != null ? 0 : 6_000,
                        payment.balance(),
                        new Money(payment.asset, payment.consumed),
                        payment.reading,
                        payment.endReason,
                        payment.settlement == null ? List.of() : payment.settlement.refunds())));
    }

    @Override
    public synchronized Future<ReceiptOutcome> receipt(String sessionId) {
        return session(sessionId)
                .map(found -> found.isPresent()
                        ? new ReceiptOutcome.Issued("signed." + sessionId + ".receipt")
                        : new ReceiptOutcome.Refused(ReceiptOutcome.UNKNOWN_SESSION, "no such session"));
    }

    @Override
    public synchronized Future<JsonObject> receiptKeys() {
        receiptKeysAsked++;
        return down ? Future.failedFuture("down") : Future.succeededFuture(publicKeys);
    }

    @Override
    public synchronized Future<JsonObject> health() {
        return down ? Future.failedFuture("down") : Future.succeededFuture(new JsonObject().put("status", "ok"));
    }

    @Override
    public Future<JsonObject> publicKeys() {
        return Future.succeededFuture(publicKeys);
    }
}
