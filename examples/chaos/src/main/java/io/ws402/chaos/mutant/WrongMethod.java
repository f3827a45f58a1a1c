package io.ws402.chaos.mutant;

import io.vertx.core.Future;
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
import io.ws402.gateway.method.Reconciliation;
import io.ws402.gateway.method.RefundRail;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.gateway.method.WalletBalances;
import io.ws402.protocol.payment.PaymentProof;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** A payment method some of whose answers are changed. */
record WrongMethod(
        PaymentMethod method,
        UnaryOperator<Observation> observation,
        UnaryOperator<Finality> finality,
        BiFunction<Reconciliation, List<SignedTransfer>, Reconciliation> reconciliation)
        implements PaymentMethod {
    static WrongMethod observing(PaymentMethod method, UnaryOperator<Observation> observation) {
        return new WrongMethod(method, observation, UnaryOperator.identity(), (answer, signed) -> answer);
    }

    static WrongMethod judging(PaymentMethod method, UnaryOperator<Finality> finality) {
        return new WrongMethod(method, UnaryOperator.identity(), finality, (answer, signed) -> answer);
    }

    static WrongMethod reconciling(
            PaymentMethod method, BiFunction<Reconciliation, List<SignedTransfer>, Reconciliation> reconciliation) {
        return new WrongMethod(method, UnaryOperator.identity(), UnaryOperator.identity(), reconciliation);
    }

    static Observation calledFinal(Observation.Paid paid) {
        ObservedDeposit seen = paid.deposit();
        return new Observation.Paid(new ObservedDeposit(
                seen.settlementKey(),
                seen.payer(),
                seen.recipient(),
                seen.amount(),
                seen.txId(),
                seen.evidence(),
                true));
    }

    @Override
    public MethodDescription describe() {
        return method.describe();
    }

    @Override
    public Detection detect(PaymentProof proof) {
        return method.detect(proof);
    }

    @Override
    public String newReference(SecureRandom random) {
        return method.newReference(random);
    }

    @Override
    public Future<QuoteTerms> quote(QuoteOrder order) {
        return method.quote(order);
    }

    @Override
    public Future<Observation> observe(QuotedPayment payment, PaymentProof proof) {
        return method.observe(payment, proof).map(observation);
    }

    @Override
    public Future<Void> news(Observation.Pending pending) {
        return method.news(pending);
    }

    @Override
    public Future<Finality> finality(ObservedDeposit deposit) {
        return method.finality(deposit).map(finality);
    }

    @Override
    public RefundRail refunds() {
        return new WrongRail(method.refunds(), reconciliation);
    }

    @Override
    public Optional<InboundFeed> inbound() {
        return method.inbound();
    }

    @Override
    public Optional<WalletBalances> balances() {
        return method.balances();
    }

    @Override
    public Future<MethodHealth> health() {
        return method.health();
    }

    @Override
    public Future<Void> start() {
        return method.start();
    }

    @Override
    public void close() {
        method.close();
    }
}
