package io.ws402.gateway.methods.solana;

import io.ws402.devnet.SolanaAccount;
import io.ws402.devnet.SolanaDevnet;
import io.ws402.gateway.method.QuotedPayment;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SolanaChainExtension.class)
final class SolConformanceTest extends SolanaConformance {
    SolConformanceTest(SolanaDevnet devnet) {
        super(new Sol(devnet));
    }

    private static final class Sol extends SolanaUnderTest {
        Sol(SolanaDevnet devnet) {
            super(devnet, "SOL");
        }

        @Override
        String send(SolanaAccount from, String to, BigInteger units, String... references) {
            return by(from).transfer(from.address(), to, units, references).send();
        }

        @Override
        public BigInteger price() {
            return BigInteger.valueOf(30_000_000);
        }

        @Override
        public Set<String> quoteFields() {
            return Set.of(
                    "type", "network", "recipient", "amountSOL", "currency", "solanaPayURL", "qrCode", "instructions");
        }

        @Override
        public List<FalseProof> falseProofs(QuotedPayment quote, String payer) {
            SolanaAccount from = solana.account(payer);
            String inUsdc = by(from).transferToken(
                            devnet.usdc(), payer, quote.recipient(), payer, BigInteger.TEN, quote.reference())
                    .send();
            String besideTheTransfer = by(from).memo("hello", quote.reference())
                    .transfer(payer, quote.recipient(), price())
                    .send();
            return List.of(
                    falseProof("a payment in a token", inUsdc, quote, payer, "wrong_asset"),
                    falseProof("a reference beside the transfer", besideTheTransfer, quote, payer, "not_attributable"),
                    toSomebodyElse(quote, payer),
                    withoutReference(quote, payer),
                    withSeveralReferences(quote, payer),
                    byTheWallet(quote),
                    failed(quote, payer),
                    otherNetwork(quote, payer));
        }

        @Override
        public BigInteger balance(String account) {
            return devnet.chain().balance(account);
        }

        @Override
        public Optional<String> refusingRecipient() {
            return Optional.empty();
        }

        @Override
        public Optional<BigInteger> dust() {
            return Optional.of(BigInteger.valueOf(1_000));
        }
    }
}
