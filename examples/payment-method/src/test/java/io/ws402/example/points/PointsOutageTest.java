package io.ws402.example.points;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.ws402.gateway.method.Dispatch;
import io.ws402.gateway.method.Observation;
import io.ws402.gateway.method.QuotedPayment;
import io.ws402.gateway.method.Reconciliation;
import io.ws402.gateway.method.RefundOrder;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.gateway.storage.Await;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.PaymentProof;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Without an answer nothing is known, and nothing is decided. */
@ExtendWith(VertxExtension.class)
final class PointsOutageTest {
    private static final Money PRICE = new Money(PointsMethod.POINT, BigInteger.valueOf(100));
    private static final RefundOrder REFUND = new RefundOrder("ref_1", "pay_1", "payer", PRICE);

    private FakePointsBank bank;
    private PointsMethod method;

    @BeforeEach
    void open(Vertx vertx) {
        bank = new FakePointsBank(vertx);
        method = new PointsMethod(new PointsBank(bank.url(), bank.open("ws402", BigInteger.TEN.pow(6))), "ws402");
        bank.open("payer", BigInteger.ZERO);
    }

    @Test
    void saysThatNothingIsKnownOfAPayment() {
        bank.stop();
        QuotedPayment quote = new QuotedPayment(
                "pay_1", "reference", PRICE, "ws402", new JsonObject(), Instant.parse("2100-01-01T00:00:00Z"));
        PaymentProof proof = new PaymentProof(
                new JsonObject().put("type", "points").put("transfer", "t").put("reference", "reference"));
        assertInstanceOf(Observation.Unavailable.class, Await.of(method.observe(quote, proof)));
    }

    @Test
    void doesNotTakeSilenceForARefusalOfARefund() {
        SignedTransfer signed = Await.of(method.refunds().sign(REFUND, 0));
        bank.stop();
        assertInstanceOf(Dispatch.Unknown.class, Await.of(method.refunds().dispatch(signed)));
        assertInstanceOf(
                Reconciliation.Unavailable.class, Await.of(method.refunds().reconcile(REFUND, List.of(signed))));
    }

    @Test
    void refundsOnceWhenTheAnswerToTheFirstAttemptWasLost() {
        SignedTransfer signed = Await.of(method.refunds().sign(REFUND, 0));
        Await.of(method.refunds().dispatch(signed));
        assertInstanceOf(Dispatch.Sent.class, Await.of(method.refunds().dispatch(signed)));
        assertEquals(PRICE.units(), bank.balance("payer"));
    }

    @Test
    void isUnhealthyWhileTheBankIsAway() {
        bank.stop();
        assertFalse(Await.of(method.health()).healthy());
    }
}
