package io.ws402.gateway.methods.evm;

import io.ws402.devnet.Account;
import io.ws402.devnet.EvmDevnet;
import io.ws402.devnet.TestToken;
import io.ws402.gateway.method.QuotedPayment;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A token under the kit. */
class TokenUnderTest extends EvmConformance.EvmUnderTest {
    private final TestToken token;
    private final TestToken otherToken;

    TokenUnderTest(EvmDevnet devnet, String symbol, TestToken token, TestToken otherToken) {
        super(devnet, symbol);
        this.token = token;
        this.otherToken = otherToken;
    }

    @Override
    String send(Account from, String to, BigInteger units) {
        return token.transfer(from, to, units);
    }

    @Override
    public BigInteger price() {
        return BigInteger.valueOf(3_000_000);
    }

    @Override
    public Set<String> quoteFields() {
        return Set.of(
                "type", "network", "chainId", "recipient", "amountWei", "currency", "tokenAddress", "instructions");
    }

    @Override
    public List<FalseProof> falseProofs(QuotedPayment quote, String payer) {
        Account from = evm.account(payer);
        String to = quote.recipient();
        TestToken lookAlike = TestToken.deployUsdc(devnet.transactions(), from);
        lookAlike.mint(payer, price());
        return List.of(
                falseProof("a payment to somebody else", send(from, payer(), price()), quote, payer, "wrong_recipient"),
                falseProof(
                        "a payment in a token of the same name",
                        lookAlike.transfer(from, to, price()),
                        quote,
                        payer,
                        "wrong_asset"),
                falseProof(
                        "a payment in another token",
                        otherToken.transfer(from, to, price()),
                        quote,
                        payer,
                        "wrong_asset"),
                falseProof(
                        "a payment in the coin",
                        devnet.transactions().submit(from, to, price()),
                        quote,
                        payer,
                        "wrong_asset"),
                falseProof("the wallet paying itself", send(evm.wallet(), to, price()), quote, to, "not_attributable"),
                reverted(quote, payer),
                otherChain(quote, payer));
    }

    private String payer() {
        return evm.funded().address();
    }

    @Override
    public BigInteger balance(String account) {
        return token.balance(account);
    }

    @Override
    public Optional<String> refusingRecipient() {
        return Optional.empty();
    }

    @Override
    public Optional<BigInteger> dust() {
        return Optional.of(BigInteger.valueOf(9_999));
    }
}
