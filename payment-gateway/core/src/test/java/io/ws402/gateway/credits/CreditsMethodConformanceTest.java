package io.ws402.gateway.credits;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.method.MethodContext;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.method.PaymentMethodConformance;
import io.ws402.gateway.method.QuotedPayment;
import io.ws402.gateway.method.RailUnderTest;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.payment.PaymentProof;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(DatabaseExtension.class)
final class CreditsMethodConformanceTest extends PaymentMethodConformance {
    private final RailUnderTest rail;

    CreditsMethodConformanceTest(Database database, Vertx vertx) {
        this.rail = new InternalRail(new MethodContext(vertx, database.pool(), InstantSource.system(), false));
    }

    @Override
    public RailUnderTest rail() {
        return rail;
    }

    private static final class InternalRail implements RailUnderTest {
        private static final BigInteger GRANT = BigInteger.TEN.pow(12);

        private final MethodContext context;
        private final CreditsRepository credits;
        private final Map<String, CreditAccount> accounts = new HashMap<>();
        private final PaymentMethod method;

        InternalRail(MethodContext context) {
            this.context = context;
            this.credits = new CreditsRepository(context.database());
            this.method = reopened();
        }

        @Override
        public PaymentMethod method() {
            return method;
        }

        @Override
        public PaymentMethod reopened() {
            PaymentMethod made =
                    new CreditsMethodFactory().create(new JsonObject(), context).getFirst();
            Await.of(made.start());
            return made;
        }

        @Override
        public Asset asset() {
            return CreditsMethod.CREDIT;
        }

        @Override
        public BigInteger price() {
            return BigInteger.valueOf(300_000_000);
        }

        @Override
        public Set<String> quoteFields() {
            return Set.of("type", "network", "recipient", "currency", "instructions");
        }

        @Override
        public String newPayer() {
            CreditAccount account = Await.of(credits.openAccount());
            Await.of(credits.grant(UUID.randomUUID().toString(), account.id(), GRANT));
            accounts.put(account.id(), account);
            return account.id();
        }

        /** Here the credit moves when the proof is observed, and by the quoted price alone. */
        @Override
        public Optional<PaymentProof> pay(QuotedPayment quote, String payer, BigInteger units) {
            return units.equals(quote.price().units())
                    ? Optional.of(proof(payer, quote.reference(), units))
                    : Optional.empty();
        }

        @Override
        public PaymentProof proofOfNothing(QuotedPayment quote, String payer) {
            return proof(payer, quote.reference(), BigInteger.ONE);
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
            BigInteger price = quote.price().units();
            return List.of(
                    new FalseProof(
                            "a MAC over less", proof(payer, quote.reference(), BigInteger.ONE), "payer_mismatch"),
                    new FalseProof("a MAC over another reference", proof(payer, "another", price), "unknown_reference"),
                    new FalseProof(
                            "an account with too little",
                            proof(poorAccount(), quote.reference(), price),
                            "transaction_failed"));
        }

        private String poorAccount() {
            CreditAccount account = Await.of(credits.openAccount());
            accounts.put(account.id(), account);
            return account.id();
        }

        private PaymentProof proof(String account, String reference, BigInteger amount) {
            byte[] secret = accounts.getOrDefault(account, new CreditAccount(account, "00"))
                    .secret();
            return CreditsProof.sign(account, secret, reference, amount).toPaymentProof();
        }

        @Override
        public BigInteger balance(String account) {
            return Await.of(credits.balance(account)).orElseThrow();
        }

        @Override
        public void settle() {
            // A transfer is final when it has happened.
        }

        @Override
        public Optional<String> refusingRecipient() {
            return Optional.of("acc_nobody");
        }

        @Override
        public Optional<BigInteger> dust() {
            return Optional.empty();
        }
    }
}
