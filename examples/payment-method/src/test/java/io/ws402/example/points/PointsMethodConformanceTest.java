package io.ws402.example.points;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.method.PaymentMethodConformance;
import io.ws402.gateway.method.QuotedPayment;
import io.ws402.gateway.method.RailUnderTest;
import io.ws402.gateway.storage.Await;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.payment.PaymentProof;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
final class PointsMethodConformanceTest extends PaymentMethodConformance {
    private final RailUnderTest rail;

    PointsMethodConformanceTest(Vertx vertx) {
        this.rail = new PointsRail(vertx);
    }

    @Override
    public RailUnderTest rail() {
        return rail;
    }

    private static final class PointsRail implements RailUnderTest {
        private static final BigInteger ENOUGH = BigInteger.valueOf(1_000_000);

        private final FakePointsBank bank;
        private final Map<String, PointsBank> wallets = new HashMap<>();
        private final String ourKey;
        private final PaymentMethod method;

        PointsRail(Vertx vertx) {
            this.bank = new FakePointsBank(vertx);
            this.ourKey = bank.open("ws402", BigInteger.ZERO);
            this.method = reopened();
        }

        @Override
        public PaymentMethod method() {
            return method;
        }

        @Override
        public PaymentMethod reopened() {
            PaymentMethod made = new PointsMethod(new PointsBank(bank.url(), ourKey), "ws402");
            Await.of(made.start());
            return made;
        }

        @Override
        public Asset asset() {
            return PointsMethod.POINT;
        }

        @Override
        public BigInteger price() {
            return BigInteger.valueOf(3_000);
        }

        @Override
        public Set<String> quoteFields() {
            return Set.of("type", "network", "recipient", "currency");
        }

        @Override
        public String newPayer() {
            String name = "payer-" + UUID.randomUUID();
            wallets.put(name, new PointsBank(bank.url(), bank.open(name, ENOUGH)));
            return name;
        }

        @Override
        public Optional<PaymentProof> pay(QuotedPayment quote, String payer, BigInteger units) {
            return units.signum() == 0
                    ? Optional.empty()
                    : Optional.of(send(payer, quote.recipient(), units, quote.reference(), quote));
        }

        private PaymentProof send(String payer, String to, BigInteger units, String memo, QuotedPayment shownFor) {
            String id = UUID.randomUUID().toString();
            JsonObject order = new JsonObject()
                    .put("to", to)
                    .put("points", units.toString())
                    .put("memo", memo);
            Await.of(requireNonNull(wallets.get(payer)).send(id, order));
            return proof(id, shownFor, payer);
        }

        private static PaymentProof proof(String transfer, QuotedPayment quote, String payer) {
            return new PaymentProof(new JsonObject()
                    .put("type", "points")
                    .put("transfer", transfer)
                    .put("reference", quote.reference())
                    .put("account", payer));
        }

        @Override
        public PaymentProof proofOfNothing(QuotedPayment quote, String payer) {
            return proof(UUID.randomUUID().toString(), quote, payer);
        }

        @Override
        public PaymentProof shownFor(PaymentProof proof, QuotedPayment other) {
            return new PaymentProof(proof.json().copy().put("reference", other.reference()));
        }

        @Override
        public PaymentProof claimedBy(PaymentProof proof, String other) {
            return new PaymentProof(proof.json().copy().put("account", other));
        }

        @Override
        public List<FalseProof> falseProofs(QuotedPayment quote, String payer) {
            return List.of(
                    new FalseProof(
                            "points sent to somebody else",
                            send(payer, newPayer(), quote.price().units(), quote.reference(), quote),
                            "wrong_recipient"),
                    new FalseProof(
                            "points sent to us for another quote",
                            send(payer, quote.recipient(), quote.price().units(), "another", quote),
                            "unknown_reference"));
        }

        @Override
        public BigInteger balance(String account) {
            return bank.balance(account);
        }

        @Override
        public void settle() {
            // A transfer is final when it has happened.
        }

        @Override
        public Optional<String> refusingRecipient() {
            return Optional.of("closed-account");
        }

        @Override
        public Optional<BigInteger> dust() {
            return Optional.empty();
        }
    }
}
