package io.ws402.gateway.methods.evm;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vertx.core.json.JsonObject;
import io.ws402.devnet.Account;
import io.ws402.devnet.AnvilOptions;
import io.ws402.devnet.EvmDevnet;
import io.ws402.gateway.method.Finality;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A chain for a test class alone, which mines each transaction at once unless told otherwise. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OwnChain {
    static final BigInteger PRICE = BigInteger.TEN.pow(16);
    private static final BigInteger USUAL_BASE_FEE = BigInteger.TEN.pow(9);
    static final Duration STANDS = Duration.ofMinutes(5);

    final EvmDevnet devnet = EvmDevnet.start(AnvilOptions.DEFAULT.withBlockTime(Duration.ZERO));
    EvmRail rail = new EvmRail(devnet);
    PaymentMethod method = rail.method();
    Account payer = rail.funded();

    @BeforeEach
    void anotherWalletAndPayer() {
        rail.close();
        rail = new EvmRail(devnet);
        method = rail.method();
        payer = rail.funded();
    }

    @AfterEach
    void calm() {
        devnet.anvil().call("evm_setAutomine", true);
        devnet.anvil().setNextBaseFee(USUAL_BASE_FEE);
        devnet.anvil().mine(1);
    }

    @AfterAll
    void close() {
        rail.close();
        devnet.close();
    }

    static Money money(PaymentMethod method, String symbol, BigInteger units) {
        return new Money(method.describe().asset(symbol).orElseThrow(), units);
    }

    static QuotedPayment quote(PaymentMethod method, String symbol, BigInteger units) {
        return quote(method, symbol, units, Instant.now().plus(STANDS));
    }

    static QuotedPayment quote(PaymentMethod method, String symbol, BigInteger units, Instant expiresAt) {
        Money price = money(method, symbol, units);
        QuoteOrder order = new QuoteOrder("pay_1", "7".repeat(32), "ticker", price, STANDS, STANDS);
        return new QuotedPayment(
                order.paymentId(),
                order.reference(),
                price,
                method.describe().recipient(),
                Await.of(method.quote(order)).anchor(),
                expiresAt);
    }

    static PaymentProof proof(String hash) {
        return new PaymentProof(new JsonObject().put("txHash", hash).put("reference", "7".repeat(32)));
    }

    Observation observe(PaymentMethod method, QuotedPayment quote, String hash) {
        EvmRail.waitForNextPoll();
        return Await.of(method.observe(quote, proof(hash)));
    }

    ObservedDeposit paid(PaymentMethod method, QuotedPayment quote, String hash) {
        return assertInstanceOf(Observation.Paid.class, observe(method, quote, hash))
                .deposit();
    }

    static Finality finality(PaymentMethod method, ObservedDeposit deposit) {
        EvmRail.waitForNextPoll();
        return Await.of(method.finality(deposit));
    }

    static RefundOrder refund(PaymentMethod method, String to, String symbol, BigInteger units) {
        return new RefundOrder("ref_" + UUID.randomUUID(), "pay_1", to, money(method, symbol, units));
    }

    static long nextNonce(PaymentMethod method) {
        String sequencer = method.refunds()
                .sequencer(method.describe().assets().getFirst())
                .orElseThrow();
        return Await.of(method.refunds().nextSequence(sequencer));
    }

    static SignedTransfer sign(PaymentMethod method, RefundOrder order) {
        assertInstanceOf(RefundPlan.Send.class, Await.of(method.refunds().plan(order)));
        return Await.of(method.refunds().sign(order, nextNonce(method)));
    }

    static Reconciliation reconcile(PaymentMethod method, RefundOrder order, SignedTransfer... signed) {
        EvmRail.waitForNextPoll();
        return Await.of(method.refunds().reconcile(order, new ArrayList<>(List.of(signed))));
    }

    Reconciliation.Confirmed confirmed(RefundOrder order, SignedTransfer signed) {
        devnet.anvil().mine(1);
        return assertInstanceOf(Reconciliation.Confirmed.class, reconcile(method, order, signed));
    }
}
