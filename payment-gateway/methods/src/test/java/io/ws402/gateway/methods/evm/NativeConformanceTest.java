package io.ws402.gateway.methods.evm;

import io.ws402.devnet.Account;
import io.ws402.devnet.AnvilExtension;
import io.ws402.devnet.EvmDevnet;
import io.ws402.devnet.HostileRecipient;
import io.ws402.gateway.method.QuotedPayment;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AnvilExtension.class)
final class NativeConformanceTest extends EvmConformance {
    NativeConformanceTest(EvmDevnet devnet) {
        super(new NativeCoin(devnet));
    }

    private static final class NativeCoin extends EvmUnderTest {
        NativeCoin(EvmDevnet devnet) {
            super(devnet, "ETH");
        }

        @Override
        String send(Account from, String to, BigInteger units) {
            return devnet.transactions().submit(from, to, units);
        }

        @Override
        public BigInteger price() {
            return BigInteger.TEN.pow(16);
        }

        @Override
        public Set<String> quoteFields() {
            return Set.of(
                    "type", "network", "chainId", "recipient", "amountWei", "amountETH", "currency", "instructions");
        }

        @Override
        public List<FalseProof> falseProofs(QuotedPayment quote, String payer) {
            Account from = evm.account(payer);
            BigInteger price = price();
            return List.of(
                    falseProof(
                            "a payment to somebody else",
                            send(from, evm.funded().address(), price),
                            quote,
                            payer,
                            "wrong_recipient"),
                    falseProof(
                            "a payment in a token",
                            devnet.usdc().transfer(from, quote.recipient(), BigInteger.TEN),
                            quote,
                            payer,
                            "wrong_asset"),
                    falseProof(
                            "a payment inside another call",
                            contractWallet(payer).pay(quote.recipient(), price),
                            quote,
                            payer,
                            "not_attributable"),
                    falseProof(
                            "the wallet paying itself",
                            send(evm.wallet(), quote.recipient(), price),
                            quote,
                            quote.recipient(),
                            "not_attributable"),
                    reverted(quote, payer),
                    otherChain(quote, payer));
        }

        @Override
        public BigInteger balance(String account) {
            return devnet.anvil().balance(account);
        }

        @Override
        public Optional<String> refusingRecipient() {
            return Optional.of(HostileRecipient.deploy(devnet.transactions(), evm.funded()));
        }

        @Override
        public Optional<BigInteger> dust() {
            return Optional.of(BigInteger.valueOf(1000));
        }
    }
}
