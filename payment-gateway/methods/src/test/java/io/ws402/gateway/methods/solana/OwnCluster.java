package io.ws402.gateway.methods.solana;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.devnet.SolanaAccount;
import io.ws402.devnet.SolanaDevnet;
import io.ws402.devnet.SolanaOptions;
import io.ws402.gateway.method.Observation;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.method.QuoteOrder;
import io.ws402.gateway.method.QuotedPayment;
import io.ws402.gateway.method.Reconciliation;
import io.ws402.gateway.method.RefundOrder;
import io.ws402.gateway.method.RefundPlan;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.gateway.storage.Await;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.PaymentProof;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A chain for a test class alone, on which no slot passes but by a transaction or on demand. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OwnCluster {
    static final BigInteger PRICE = BigInteger.valueOf(30_000_000);
    static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
    static final Duration STANDS = Duration.ofMinutes(5);

    private static final SecureRandom RANDOM = new SecureRandom();

    final SolanaDevnet devnet =
            SolanaDevnet.start(SolanaOptions.DEFAULT.withSlotTime(Duration.ZERO).withCommitment(1, 4));
    SolanaRail rail = new SolanaRail(devnet);
    PaymentMethod method = rail.method();
    SolanaAccount payer = rail.funded();
    String wallet = method.describe().recipient();

    @BeforeEach
    void anotherWalletAndPayer() {
        rail.close();
        rail = new SolanaRail(devnet);
        method = rail.method();
        payer = rail.funded();
        wallet = method.describe().recipient();
    }

    @AfterAll
    void close() {
        rail.close();
        devnet.close();
    }

    PayerTransaction by(SolanaAccount... signers) {
        return new PayerTransaction(devnet.chain(), signers);
    }

    /** A method of the same wallet that asks these endpoints. */
    PaymentMethod through(String... urls) {
        return rail.open(rail.configuration().put("rpcUrls", new JsonArray(List.of(urls))));
    }

    Money money(String symbol, BigInteger units) {
        return new Money(method.describe().asset(symbol).orElseThrow(), units);
    }

    QuotedPayment quote(String symbol, BigInteger units) {
        return quote(symbol, units, Instant.now().plus(STANDS));
    }

    QuotedPayment quote(String symbol, BigInteger units, Instant expiresAt) {
        Money price = money(symbol, units);
        QuoteOrder order = new QuoteOrder("pay_1", method.newReference(RANDOM), "ticker", price, STANDS, STANDS);
        return new QuotedPayment(
                order.paymentId(),
                order.reference(),
                price,
                wallet,
                Await.of(method.quote(order)).anchor(),
                expiresAt);
    }

    static PaymentProof proof(String signature) {
        return new PaymentProof(new JsonObject().put("signature", signature));
    }

    Observation observe(QuotedPayment quote, String signature) {
        rail.waitForNextPoll();
        return Await.of(method.observe(quote, proof(signature)));
    }

    /** What a node answers that has a transaction, but not the time of its block. */
    static JsonObject withoutBlockTime(JsonObject answer) {
        if (answer.getValue("result") instanceof JsonObject transaction) {
            transaction.putNull("blockTime");
        }
        return answer;
    }

    ObservedDeposit paid(QuotedPayment quote, String signature) {
        return assertInstanceOf(Observation.Paid.class, observe(quote, signature))
                .deposit();
    }

    RefundOrder refund(String to, String symbol, BigInteger units) {
        return new RefundOrder("ref_" + UUID.randomUUID(), "pay_1", to, money(symbol, units));
    }

    RefundPlan plan(RefundOrder order) {
        return Await.of(method.refunds().plan(order));
    }

    SignedTransfer sign(RefundOrder order) {
        assertInstanceOf(RefundPlan.Send.class, plan(order));
        return Await.of(method.refunds().sign(order, 0));
    }

    static Reconciliation reconcile(PaymentMethod method, RefundOrder order, SignedTransfer... signed) {
        return Await.of(method.refunds().reconcile(order, List.of(signed)));
    }

    Reconciliation.Confirmed confirmed(RefundOrder order, SignedTransfer... signed) {
        devnet.chain().finalizeAll();
        return assertInstanceOf(Reconciliation.Confirmed.class, reconcile(method, order, signed));
    }
}
