package io.ws402.gateway.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.method.Detection;
import io.ws402.gateway.method.Dispatch;
import io.ws402.gateway.method.MethodConfigurationException;
import io.ws402.gateway.method.MethodContext;
import io.ws402.gateway.method.Observation;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.method.PaymentMethodFactory;
import io.ws402.gateway.method.QuotedPayment;
import io.ws402.gateway.method.Reconciliation;
import io.ws402.gateway.method.RefundOrder;
import io.ws402.gateway.method.RefundPlan;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.PaymentProof;
import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.ServiceLoader;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(DatabaseExtension.class)
final class CreditsMethodTest {
    private static final Instant FAR = Instant.parse("9000-01-01T00:00:00Z");
    private static final Instant PAST = Instant.parse("2020-01-01T00:00:00Z");
    private static final Money PRICE = new Money(CreditsMethod.CREDIT, BigInteger.valueOf(300));

    private final MethodContext context;
    private final CreditsRepository credits;
    private final PaymentMethod method;
    private final String reference = UUID.randomUUID().toString();

    CreditsMethodTest(Database database, Vertx vertx) {
        this.context = new MethodContext(vertx, database.pool(), InstantSource.system(), false);
        this.credits = new CreditsRepository(database.pool());
        this.method = create("{}").getFirst();
    }

    @BeforeEach
    void start() {
        Await.of(method.start());
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertTrue(ServiceLoader.load(PaymentMethodFactory.class).stream()
                .anyMatch(provider -> provider.type() == CreditsMethodFactory.class));
    }

    @Test
    void isOnByDefaultAndCanBeTurnedOff() {
        assertEquals("gateway", method.describe().recipient());
        assertEquals(List.of(), create("{\"credits\":{\"enabled\":false}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"credits\":{\"enable\":true}}",
                "{\"credits\":{\"enabled\":\"yes\"}}",
                "{\"credits\":{\"account\":\"No Blanks\"}}",
                "{\"credits\":[]}"
            })
    void refusesConfigurationThatItDoesNotUnderstand(String methods) {
        MethodConfigurationException refusal = assertThrows(MethodConfigurationException.class, () -> create(methods));
        assertTrue(refusal.toString().contains("credits"));
    }

    @Test
    void detectsItsProofsByTypeAndNeverGuesses() {
        assertInstanceOf(Detection.Foreign.class, method.detect(new PaymentProof(new JsonObject())));
        assertInstanceOf(
                Detection.Malformed.class, method.detect(new PaymentProof(new JsonObject().put("type", "credits"))));
        CreditsProof proof = CreditsProof.sign("acc_1", new byte[32], reference, BigInteger.ONE);
        assertInstanceOf(Detection.Matches.class, method.detect(proof.toPaymentProof()));
    }

    @Test
    void takesThePriceOnceForAReferenceAndAnswersTheSameAgain() {
        CreditAccount payer = payerWith(1000);
        PaymentProof proof = proof(payer, PRICE.units());
        Observation first = Await.of(method.observe(quoted(FAR), proof));
        Observation.Paid paid = assertInstanceOf(Observation.Paid.class, first);
        assertEquals(PRICE, paid.deposit().amount());
        assertEquals(payer.id(), paid.deposit().payer());
        assertTrue(paid.deposit().isFinal());
        assertEquals(first, Await.of(method.observe(quoted(PAST), proof)));
        assertEquals(BigInteger.valueOf(700), balance(payer.id()));
    }

    @Test
    void takesNothingWithoutTheAccountsMac() {
        CreditAccount payer = payerWith(1000);
        assertRefused("payer_mismatch", method.observe(quoted(FAR), proof(payer, BigInteger.ONE)));
        CreditAccount nobody = new CreditAccount("acc_nobody", "00".repeat(32));
        assertRefused("payer_mismatch", method.observe(quoted(FAR), proof(nobody, PRICE.units())));
        CreditAccount gateway = new CreditAccount("gateway", "00".repeat(32));
        assertRefused("payer_mismatch", method.observe(quoted(FAR), proof(gateway, PRICE.units())));
        assertEquals(BigInteger.valueOf(1000), balance(payer.id()));
    }

    @Test
    void takesNothingForAnExpiredQuoteOrFromAnEmptyAccount() {
        CreditAccount payer = payerWith(299);
        assertRefused("quote_expired", method.observe(quoted(PAST), proof(payer, PRICE.units())));
        assertRefused("transaction_failed", method.observe(quoted(FAR), proof(payer, PRICE.units())));
        assertEquals(BigInteger.valueOf(299), balance(payer.id()));
    }

    @Test
    void refusesAReferenceThatAnotherAccountHasPaid() {
        Await.of(method.observe(quoted(FAR), proof(payerWith(1000), PRICE.units())));
        assertRefused("already_claimed", method.observe(quoted(FAR), proof(payerWith(1000), PRICE.units())));
    }

    @Test
    void refundsOnceHoweverOftenTheSameBytesAreSent() {
        CreditAccount payer = payerWith(1000);
        Await.of(method.observe(quoted(FAR), proof(payer, PRICE.units())));
        RefundOrder order = new RefundOrder(
                "ref_" + reference, "pay_1", payer.id(), new Money(CreditsMethod.CREDIT, BigInteger.valueOf(120)));

        assertEquals(
                new RefundPlan.Send(Money.zero(CreditsMethod.CREDIT)),
                Await.of(method.refunds().plan(order)));
        SignedTransfer signed = Await.of(method.refunds().sign(order, 0));
        assertEquals(signed, Await.of(method.refunds().sign(order, 0)));
        assertInstanceOf(Reconciliation.Missing.class, Await.of(method.refunds().reconcile(order, List.of(signed))));
        assertInstanceOf(Dispatch.Sent.class, Await.of(method.refunds().dispatch(signed)));
        assertInstanceOf(Dispatch.Sent.class, Await.of(method.refunds().dispatch(signed)));
        assertEquals(
                new Reconciliation.Confirmed(signed.txId(), Money.zero(CreditsMethod.CREDIT)),
                Await.of(method.refunds().reconcile(order, List.of(signed))));
        assertEquals(BigInteger.valueOf(820), balance(payer.id()));
    }

    @Test
    void plansNoRefundToAnAccountThatIsNotThere() {
        RefundOrder order = new RefundOrder("ref_" + reference, "pay_1", "acc_nobody", PRICE);
        assertInstanceOf(
                RefundPlan.RecipientRefuses.class, Await.of(method.refunds().plan(order)));
    }

    private List<PaymentMethod> create(String methods) {
        return new CreditsMethodFactory().create(new JsonObject(methods), context);
    }

    private QuotedPayment quoted(Instant expiresAt) {
        return new QuotedPayment("pay_1", reference, PRICE, "gateway", new JsonObject(), expiresAt);
    }

    private PaymentProof proof(CreditAccount payer, BigInteger amount) {
        return CreditsProof.sign(payer.id(), payer.secret(), reference, amount).toPaymentProof();
    }

    private CreditAccount payerWith(long amount) {
        CreditAccount account = Await.of(credits.openAccount());
        Await.of(credits.grant(UUID.randomUUID().toString(), account.id(), BigInteger.valueOf(amount)));
        return account;
    }

    private BigInteger balance(String account) {
        return Await.of(credits.balance(account)).orElseThrow();
    }

    private static void assertRefused(String code, Future<Observation> observed) {
        assertEquals(
                code,
                assertInstanceOf(Observation.Refused.class, Await.of(observed)).code());
    }
}
