package io.ws402.gateway.methods.evm;

import io.vertx.core.json.JsonObject;
import io.ws402.devnet.Account;
import io.ws402.devnet.ContractWallet;
import io.ws402.devnet.EvmDevnet;
import io.ws402.devnet.TestToken;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.method.PaymentMethodConformance;
import io.ws402.gateway.method.QuotedPayment;
import io.ws402.gateway.method.RailUnderTest;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.payment.PaymentProof;
import java.math.BigInteger;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** What native coin and tokens have in common under the kit. */
abstract class EvmConformance extends PaymentMethodConformance {
    private final EvmUnderTest rail;

    EvmConformance(EvmUnderTest rail) {
        this.rail = rail;
    }

    @Override
    public RailUnderTest rail() {
        return rail;
    }

    @AfterEach
    void close() {
        rail.evm.close();
    }

    abstract static class EvmUnderTest implements RailUnderTest {
        final EvmRail evm;
        final EvmDevnet devnet;
        private final String symbol;

        EvmUnderTest(EvmDevnet devnet, String symbol) {
            this.evm = new EvmRail(devnet);
            this.devnet = devnet;
            this.symbol = symbol;
        }

        /** Sends some of the asset; the transaction's hash. */
        abstract String send(Account from, String to, BigInteger units);

        @Override
        public PaymentMethod method() {
            return evm.method();
        }

        @Override
        public PaymentMethod reopened() {
            return evm.reopened();
        }

        @Override
        public Asset asset() {
            return method().describe().asset(symbol).orElseThrow();
        }

        @Override
        public String newPayer() {
            return evm.funded().address();
        }

        @Override
        public Optional<PaymentProof> pay(QuotedPayment quote, String payer, BigInteger units) {
            return Optional.of(proof(send(evm.account(payer), quote.recipient(), units), quote, payer));
        }

        PaymentProof proof(String hash, QuotedPayment quote, String payer) {
            // The proof is shown when the transaction has been accepted, so that what it pays is settled.
            devnet.transactions().receipt(hash);
            return new PaymentProof(new JsonObject()
                    .put("txHash", hash)
                    .put("reference", quote.reference())
                    .put("senderAddress", payer));
        }

        @Override
        public PaymentProof proofOfNothing(QuotedPayment quote, String payer) {
            return new PaymentProof(new JsonObject()
                    .put("txHash", "0x" + "ab".repeat(32))
                    .put("reference", quote.reference())
                    .put("senderAddress", payer));
        }

        @Override
        public PaymentProof shownFor(PaymentProof proof, QuotedPayment other) {
            return new PaymentProof(proof.json().copy().put("reference", other.reference()));
        }

        @Override
        public PaymentProof claimedBy(PaymentProof proof, String other) {
            return new PaymentProof(proof.json().copy().put("senderAddress", other));
        }

        @Override
        public void settle() {
            devnet.anvil().mine(2);
            // What the method knows of the chain may be as old as its interval.
            EvmRail.waitForNextPoll();
        }

        FalseProof falseProof(String what, String hash, QuotedPayment quote, String payer, String code) {
            return new FalseProof(what, proof(hash, quote, payer), code);
        }

        FalseProof otherChain(QuotedPayment quote, String payer) {
            String hash =
                    send(evm.account(payer), quote.recipient(), quote.price().units());
            JsonObject json = proof(hash, quote, payer).json().put("chainId", 1);
            return new FalseProof("a proof that names another chain", new PaymentProof(json), "wrong_chain");
        }

        FalseProof reverted(QuotedPayment quote, String payer) {
            TestToken token = devnet.usdc();
            String data = token.transferData(quote.recipient(), BigInteger.TEN.pow(30));
            String hash = devnet.transactions()
                    .submit(evm.account(payer), token.address(), BigInteger.ZERO, data, BigInteger.valueOf(100_000));
            return falseProof("a reverted transaction", hash, quote, payer, "transaction_failed");
        }

        ContractWallet contractWallet(String owner) {
            ContractWallet wallet = ContractWallet.deploy(devnet.transactions(), evm.account(owner));
            devnet.mintUsdc(wallet.address(), BigInteger.TEN.pow(12));
            return wallet;
        }
    }
}
