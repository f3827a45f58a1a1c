package io.ws402.example.points;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.method.Capabilities;
import io.ws402.gateway.method.Detection;
import io.ws402.gateway.method.Finality;
import io.ws402.gateway.method.InboundFeed;
import io.ws402.gateway.method.MethodDescription;
import io.ws402.gateway.method.MethodHealth;
import io.ws402.gateway.method.Observation;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.method.QuoteOrder;
import io.ws402.gateway.method.QuoteTerms;
import io.ws402.gateway.method.QuotedPayment;
import io.ws402.gateway.method.RefundRail;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.PaymentProof;
import java.util.List;
import java.util.Optional;

/**
 * Payment in points: the payer sends them to our account at the bank, with the quote's reference as memo, and shows the
 * transfer's id. The memo binds the transfer to the quote, so whatever amount arrived counts.
 */
final class PointsMethod implements PaymentMethod {
    static final Asset POINT = new Asset(new AssetId("points:bank/point:unit"), "POINT", 0);

    private static final long RETRY_MS = 1_000;

    private final PointsBank bank;
    private final MethodDescription description;

    PointsMethod(PointsBank bank, String account) {
        this.bank = bank;
        this.description = new MethodDescription(
                PointsProof.TYPE,
                PointsProof.TYPE,
                PointsProof.TYPE,
                POINT.id().chain(),
                account,
                List.of(POINT),
                new Capabilities(Capabilities.Binding.REFERENCE, Capabilities.MoneyKind.PREPAID, true));
    }

    @Override
    public MethodDescription describe() {
        return description;
    }

    @Override
    public Detection detect(PaymentProof proof) {
        if (!PointsProof.isMeantForPoints(proof)) {
            return new Detection.Foreign();
        }
        return PointsProof.read(proof).isPresent()
                ? new Detection.Matches()
                : new Detection.Malformed("A points proof needs transfer (its id at the bank) and reference.");
    }

    @Override
    public Future<QuoteTerms> quote(QuoteOrder order) {
        JsonObject details = new JsonObject()
                .put("type", PointsProof.TYPE)
                .put("network", description.network())
                .put("recipient", description.recipient())
                .put("currency", POINT.symbol());
        String uri =
                "points:" + description.recipient() + "?amount=" + order.price().units() + "&memo=" + order.reference();
        return Future.succeededFuture(new QuoteTerms(details, uri, new JsonObject()));
    }

    @Override
    public Future<Observation> observe(QuotedPayment payment, PaymentProof shown) {
        Optional<PointsProof> proof = PointsProof.read(shown);
        if (proof.isEmpty()) {
            return refused(Codes.MALFORMED_PROOF, "This is not a points proof.");
        }
        return bank.find(proof.get().transfer())
                .map(found -> found.map(transfer -> decide(payment, proof.get(), transfer))
                        .orElseGet(() -> new Observation.Pending(
                                Codes.TRANSACTION_NOT_FOUND, "The bank does not know this transfer (yet).", RETRY_MS)))
                .otherwise(failure -> new Observation.Unavailable("the points bank does not answer"));
    }

    private Observation decide(QuotedPayment payment, PointsProof proof, Transfer transfer) {
        if (!transfer.to().equals(payment.recipient())) {
            return new Observation.Refused(Codes.WRONG_RECIPIENT, "The points went to somebody else.");
        }
        if (!transfer.memo().equals(payment.reference())) {
            return new Observation.Refused(
                    Codes.UNKNOWN_REFERENCE, "The transfer's memo is not this quote's reference.");
        }
        if (proof.account() != null && !proof.account().equals(transfer.from())) {
            return new Observation.Refused(Codes.PAYER_MISMATCH, "The bank says that somebody else has paid.");
        }
        return arrived(payment, transfer);
    }

    /** What a transfer to us for this quote comes to: its money is with us, whether it is in time or not. */
    static Observation arrived(QuotedPayment payment, Transfer transfer) {
        ObservedDeposit deposit = deposit(transfer);
        return transfer.at().isAfter(payment.expiresAt())
                ? new Observation.Refused(
                        Codes.LATE_PAYMENT, "The points came after the quote had expired; they go back.", deposit)
                : new Observation.Paid(deposit);
    }

    static ObservedDeposit deposit(Transfer transfer) {
        return new ObservedDeposit(
                POINT.id().chain() + ":" + transfer.id(),
                transfer.from(),
                transfer.to(),
                new Money(POINT, transfer.points()),
                transfer.id(),
                new JsonObject().put("number", transfer.number()),
                true);
    }

    private static Future<Observation> refused(String code, String reason) {
        return Future.succeededFuture(new Observation.Refused(code, reason));
    }

    /** The bank shows a transfer only once nothing undoes it. */
    @Override
    public Future<Finality> finality(ObservedDeposit deposit) {
        return Future.succeededFuture(new Finality.Final());
    }

    @Override
    public RefundRail refunds() {
        return new PointsRefundRail(bank, description.recipient());
    }

    @Override
    public Optional<InboundFeed> inbound() {
        return Optional.of(new PointsInboundFeed(bank, description.recipient()));
    }

    @Override
    public Future<MethodHealth> health() {
        return bank.balance(description.recipient())
                .map(ours -> ours.isPresent()
                        ? new MethodHealth(true, "the points bank answers")
                        : new MethodHealth(false, "the points bank does not know our account"))
                .otherwise(failure -> new MethodHealth(false, "the points bank does not answer"));
    }

    @Override
    public Future<Void> start() {
        return bank.balance(description.recipient())
                .compose(ours -> ours.isPresent()
                        ? Future.succeededFuture()
                        : Future.failedFuture("the bank knows no account " + description.recipient()));
    }

    @Override
    public void close() {
        bank.close();
    }
}
