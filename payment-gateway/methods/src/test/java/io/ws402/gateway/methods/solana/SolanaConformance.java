package io.ws402.gateway.methods.solana;

import io.vertx.core.json.JsonObject;
import io.ws402.devnet.SolanaAccount;
import io.ws402.devnet.SolanaDevnet;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.method.PaymentMethodConformance;
import io.ws402.gateway.method.QuotedPayment;
import io.ws402.gateway.method.RailUnderTest;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.payment.PaymentProof;
import java.math.BigInteger;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** What SOL and tokens have in common under the kit. */
abstract class SolanaConformance extends PaymentMethodConformance {
    private final SolanaUnderTest rail;

    SolanaConformance(SolanaUnderTest rail) {
        this.rail = rail;
    }

    @Override
    public RailUnderTest rail() {
        return rail;
    }

    @AfterEach
    void close() {
        rail.solana.close();
    }

    abstract static class SolanaUnderTest implements RailUnderTest {
        final SolanaRail solana;
        final SolanaDevnet devnet;
        private final String symbol;

        SolanaUnderTest(SolanaDevnet devnet, String symbol) {
            this.solana = new SolanaRail(devnet);
            this.devnet = devnet;
            this.symbol = symbol;
        }

        /** Sends so much of the asset that these units arrive; the transaction's signature. */
        abstract String send(SolanaAccount from, String to, BigInteger units, String... references);

        PayerTransaction by(SolanaAccount... signers) {
            return new PayerTransaction(devnet.chain(), signers);
        }

        @Override
        public PaymentMethod method() {
            return solana.method();
        }

        @Override
        public PaymentMethod reopened() {
            return solana.reopened();
        }

        @Override
        public Asset asset() {
            return method().describe().asset(symbol).orElseThrow();
        }

        @Override
        public String newPayer() {
            return solana.funded().address();
        }

        @Override
        public Optional<PaymentProof> pay(QuotedPayment quote, String payer, BigInteger units) {
            String signature = send(solana.account(payer), quote.recipient(), units, quote.reference());
            return Optional.of(proof(signature, quote, payer));
        }

        PaymentProof proof(String signature, QuotedPayment quote, String payer) {
            solana.waitForNextPoll();
            return new PaymentProof(new JsonObject()
                    .put("signature", signature)
                    .put("reference", quote.reference())
                    .put("senderWallet", payer));
        }

        FalseProof falseProof(String what, String signature, QuotedPayment quote, String payer, String code) {
            return new FalseProof(what, proof(signature, quote, payer), code);
        }

        @Override
        public PaymentProof proofOfNothing(QuotedPayment quote, String payer) {
            return proof("5".repeat(87), quote, payer);
        }

        @Override
        public PaymentProof shownFor(PaymentProof proof, QuotedPayment other) {
            return new PaymentProof(proof.json().copy().put("reference", other.reference()));
        }

        @Override
        public PaymentProof claimedBy(PaymentProof proof, String other) {
            return new PaymentProof(proof.json().copy().put("senderWallet", other));
        }

        @Override
        public void settle() {
            devnet.chain().finalizeAll();
            // What the method knows of the chain may be as old as its interval.
            solana.waitForNextPoll();
        }

        FalseProof otherNetwork(QuotedPayment quote, String payer) {
            String signature =
                    send(solana.account(payer), quote.recipient(), quote.price().units(), quote.reference());
            JsonObject json = proof(signature, quote, payer).json().put("network", "devnet");
            return new FalseProof("a proof that names another network", new PaymentProof(json), "wrong_chain");
        }

        FalseProof failed(QuotedPayment quote, String payer) {
            String signature = by(solana.account(payer))
                    .transfer(
                            payer,
                            quote.recipient(),
                            SolanaDevnet.SOL.multiply(BigInteger.TEN.pow(4)),
                            quote.reference())
                    .sendUntried();
            return falseProof("a transaction that failed", signature, quote, payer, "transaction_failed");
        }

        FalseProof byTheWallet(QuotedPayment quote) {
            String wallet = quote.recipient();
            String signature = send(solana.wallet(), wallet, quote.price().units(), quote.reference());
            return falseProof("the wallet paying itself", signature, quote, wallet, "not_attributable");
        }

        FalseProof withoutReference(QuotedPayment quote, String payer) {
            String signature =
                    send(solana.account(payer), quote.recipient(), quote.price().units());
            return falseProof("a payment that names no reference", signature, quote, payer, "not_attributable");
        }

        FalseProof withSeveralReferences(QuotedPayment quote, String payer) {
            String signature = send(
                    solana.account(payer),
                    quote.recipient(),
                    quote.price().units(),
                    solana.funded().address(),
                    quote.reference());
            return falseProof("a payment that names several references", signature, quote, payer, "not_attributable");
        }

        FalseProof toSomebodyElse(QuotedPayment quote, String payer) {
            String signature =
                    send(solana.account(payer), newPayer(), quote.price().units(), quote.reference());
            return falseProof("a payment to somebody else", signature, quote, payer, "wrong_recipient");
        }
    }
}
