package io.ws402.gateway.voucher;

import io.ws402.gateway.method.AuthorisedMethodConformance;
import io.ws402.gateway.method.AuthorisedRailUnderTest;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.method.QuotedPayment;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.payment.PaymentProof;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(DatabaseExtension.class)
final class VoucherMethodConformanceTest extends AuthorisedMethodConformance {
    private final AuthorisedRailUnderTest rail;

    VoucherMethodConformanceTest(Database database) {
        this.rail = new Vouchers(new VoucherPayers(new VoucherChain(database)));
    }

    @Override
    public AuthorisedRailUnderTest rail() {
        return rail;
    }

    private record Vouchers(VoucherPayers payers) implements AuthorisedRailUnderTest {
        @Override
        public PaymentMethod method() {
            return new VoucherMethod(payers.chain());
        }

        @Override
        public PaymentMethod reopened() {
            return method();
        }

        @Override
        public Asset asset() {
            return VoucherMethod.COIN;
        }

        @Override
        public BigInteger price() {
            return BigInteger.valueOf(300_000);
        }

        @Override
        public Set<String> quoteFields() {
            return Set.of("type", "network", "recipient");
        }

        @Override
        public String newPayer() {
            return payers.open(price().multiply(BigInteger.valueOf(100)));
        }

        @Override
        public Optional<PaymentProof> pay(QuotedPayment quote, String payer, BigInteger units) {
            return Optional.of(payers.authorise(
                    payer, quote.reference(), units, quote.anchor().getLong("lapsesAt")));
        }

        @Override
        public PaymentProof proofOfNothing(QuotedPayment quote, String payer) {
            return claimedBy(pay(quote, payer, price()).orElseThrow(), newPayer());
        }

        @Override
        public PaymentProof shownFor(PaymentProof proof, QuotedPayment other) {
            return new PaymentProof(proof.json().copy().put("reference", other.reference()));
        }

        @Override
        public PaymentProof claimedBy(PaymentProof proof, String other) {
            return new PaymentProof(proof.json().copy().put("payer", other));
        }

        @Override
        public List<FalseProof> falseProofs(QuotedPayment quote, String payer) {
            PaymentProof own = pay(quote, payer, price()).orElseThrow();
            return List.of(
                    new FalseProof(
                            "more than was signed",
                            new PaymentProof(own.json().copy().put("most", "300001")),
                            "payer_mismatch"),
                    new FalseProof(
                            "longer than was signed",
                            new PaymentProof(own.json().copy().put("lapsesAt", Long.MAX_VALUE)),
                            "payer_mismatch"),
                    new FalseProof(
                            "for another quote",
                            payers.authorise(
                                    payer, "another", price(), quote.anchor().getLong("lapsesAt")),
                            "unknown_reference"),
                    new FalseProof(
                            "more than the payer has",
                            pay(quote, payers.open(BigInteger.ONE), price()).orElseThrow(),
                            "transaction_failed"));
        }

        @Override
        public BigInteger balance(String account) {
            return payers.balance(account);
        }

        @Override
        public void settle() {
            payers.mine();
        }

        @Override
        public Optional<String> refusingRecipient() {
            return Optional.empty();
        }

        @Override
        public Optional<BigInteger> dust() {
            return Optional.of(VoucherChain.FEE);
        }

        @Override
        public void revoke(ObservedDeposit authorised) {
            payers.revoke(authorised.txId());
        }

        @Override
        public void passUntil(Instant moment) {
            payers.pass(Duration.between(Instant.now(), moment));
        }

        @Override
        public void lapse(ObservedDeposit authorised) {
            payers.pass(VoucherMethod.MARGIN.plus(Duration.ofDays(1)));
        }

        @Override
        public void impoverish(String payer) {
            payers.give(payer, payers.balance(payer).negate());
        }
    }
}
