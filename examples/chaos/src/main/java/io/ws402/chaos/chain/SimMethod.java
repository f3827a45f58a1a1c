package io.ws402.chaos.chain;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.ws402.chaos.chain.SimChain.Found;
import io.ws402.gateway.method.Capabilities;
import io.ws402.gateway.method.Capabilities.Binding;
import io.ws402.gateway.method.Capabilities.MoneyKind;
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
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.PaymentProof;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** A payment method on the simulated chain, with a wallet of its own. */
public final class SimMethod implements PaymentMethod {
    /** What is sold for so much must be paid for good before it starts a session; what is cheaper may still be undone. */
    private static final BigInteger FINAL_FROM = BigInteger.valueOf(5_000);

    private static final int RETRY_MS = 50;

    private final MethodDescription description;
    private final ChainPort port;
    private final RefundRail rail;

    /** @param rail sends from the same wallet */
    public SimMethod(String id, String wallet, Binding binding, ChainPort port, RefundRail rail) {
        this.description = new MethodDescription(
                id,
                "sim",
                id,
                "sim:1",
                wallet,
                List.of(SimChain.COIN, SimChain.TOKEN),
                new Capabilities(binding, MoneyKind.PREPAID, true));
        this.port = port;
        this.rail = rail;
    }

    /** How the chain names a transfer once and for all. */
    public static String settlementKey(ChainTransaction transaction) {
        return "sim:1:" + transaction.id();
    }

    /** The transaction that a settlement key names. */
    public static String transactionOf(String settlementKey) {
        return settlementKey.substring("sim:1:".length());
    }

    @Override
    public MethodDescription describe() {
        return description;
    }

    @Override
    public Detection detect(PaymentProof proof) {
        if (!description.id().equals(proof.text("type").orElse(""))) {
            return new Detection.Foreign();
        }
        return proof.text("txHash").isPresent()
                ? new Detection.Matches()
                : new Detection.Malformed("A proof needs a txHash.");
    }

    @Override
    public Future<QuoteTerms> quote(QuoteOrder order) {
        return port.call(
                "head for " + order.paymentId(),
                () -> new QuoteTerms(
                        new JsonObject()
                                .put("type", description.id())
                                .put("recipient", description.recipient())
                                .put("asset", order.price().asset().symbol()),
                        "sim:" + order.reference(),
                        new JsonObject().put("head", port.chain().height())));
    }

    @Override
    public Future<Observation> observe(QuotedPayment payment, PaymentProof proof) {
        String transaction = proof.text("txHash").orElse("");
        return port.call(
                "observe " + transaction + " for " + payment.paymentId(), () -> observed(payment, proof, transaction));
    }

    private Observation observed(QuotedPayment payment, PaymentProof proof, String id) {
        Optional<Found> mined = port.chain().find(id);
        if (mined.isEmpty()) {
            return port.chain().waiting(id).isPresent()
                    ? new Observation.Pending(Codes.PAYMENT_PENDING, "It is not in a block yet.", RETRY_MS)
                    : new Observation.Pending(Codes.TRANSACTION_NOT_FOUND, "Nobody knows it.", RETRY_MS);
        }
        Found found = mined.get();
        ChainTransaction transaction = found.transaction();
        boolean isFinal = port.chain().isFinal(found.height());
        if (!found.succeeded()) {
            return new Observation.Refused(Codes.TRANSACTION_FAILED, "It was reverted.");
        }
        if (!transaction.to().equals(description.recipient())) {
            return new Observation.Refused(Codes.WRONG_RECIPIENT, "It pays somebody else.");
        }
        if (!transaction.from().equals(proof.text("payer").orElse(transaction.from()))) {
            return new Observation.Refused(Codes.PAYER_MISMATCH, "Somebody else paid it.");
        }
        Money value = transaction.value();
        if (value.units().compareTo(SimChain.units(value.asset(), FINAL_FROM)) >= 0 && !isFinal) {
            return new Observation.Pending(Codes.PAYMENT_PENDING, "It is not final yet.", RETRY_MS);
        }
        return judged(payment, found, deposit(transaction, found.height(), isFinal));
    }

    private Observation judged(QuotedPayment payment, Found found, ObservedDeposit deposit) {
        if (description.capabilities().binding() == Binding.REFERENCE) {
            return found.transaction().memo().equals(payment.reference())
                    ? new Observation.Paid(deposit)
                    : new Observation.Refused(Codes.MALFORMED_PROOF, "It carries another reference.");
        }
        boolean late = port.chain().timeOf(found.height()).isAfter(payment.expiresAt());
        return late
                ? new Observation.Refused(Codes.LATE_PAYMENT, "It was paid too late.", deposit)
                : new Observation.Paid(deposit);
    }

    /** What the payer of a transfer would be told who presented it for this quote. */
    Observation presented(QuotedPayment payment, String id) {
        PaymentProof proof =
                new PaymentProof(new JsonObject().put("type", description.id()).put("txHash", id));
        return observed(payment, proof, id);
    }

    static ObservedDeposit deposit(ChainTransaction transaction, int height, boolean isFinal) {
        return new ObservedDeposit(
                settlementKey(transaction),
                transaction.from(),
                transaction.to(),
                transaction.value(),
                transaction.id(),
                new JsonObject().put("height", height).put("slot", transaction.slot()),
                isFinal);
    }

    @Override
    public Future<Void> news(Observation.Pending pending) {
        int seen = port.chain().height();
        return port.call("news after " + seen, () -> port.chain().height() > seen, () -> null);
    }

    @Override
    public Future<Finality> finality(ObservedDeposit deposit) {
        return port.call("finality " + deposit.settlementKey(), () -> {
            if (port.chain().isFinal(deposit.txId())) {
                return new Finality.Final();
            }
            return port.chain().isSlotTaken(deposit.evidence().getString("slot"), deposit.txId())
                    ? new Finality.Gone("another transaction has taken its place")
                    : new Finality.NotYet();
        });
    }

    @Override
    public RefundRail refunds() {
        return rail;
    }

    @Override
    public Optional<InboundFeed> inbound() {
        return Optional.of(new SimFeed(port, this));
    }

    @Override
    public Future<MethodHealth> health() {
        return Future.succeededFuture(new MethodHealth(true, "simulated"));
    }

    @Override
    public Future<Void> start() {
        return Future.succeededFuture();
    }

    @Override
    public void close() {}
}
