package io.ws402.gateway.methods.solana;

import io.ws402.devnet.SolanaAccount;
import io.ws402.devnet.SolanaDevnet;
import io.ws402.devnet.SplToken;
import io.ws402.gateway.method.QuotedPayment;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A token under the kit. */
class SplUnderTest extends SolanaConformance.SolanaUnderTest {
    private final SplToken token;
    private final SplToken otherToken;

    SplUnderTest(SolanaDevnet devnet, String symbol, SplToken token, SplToken otherToken) {
        super(devnet, symbol);
        this.token = token;
        this.otherToken = otherToken;
    }

    /** What must be sent so that so much arrives. */
    BigInteger sentFor(BigInteger units) {
        return units;
    }

    @Override
    String send(SolanaAccount from, String to, BigInteger units, String... references) {
        return by(from).transferToken(token, from.address(), to, from.address(), sentFor(units), references)
                .send();
    }

    @Override
    public BigInteger price() {
        return BigInteger.valueOf(3_000_000);
    }

    @Override
    public Set<String> quoteFields() {
        return Set.of("type", "network", "recipient", "splToken", "currency", "solanaPayURL", "qrCode", "instructions");
    }

    @Override
    public List<FalseProof> falseProofs(QuotedPayment quote, String payer) {
        SolanaAccount from = solana.account(payer);
        SplToken lookAlike = SplToken.deployUsdc(devnet.chain());
        lookAlike.mint(payer, price());
        lookAlike.mint(quote.recipient(), BigInteger.ONE);
        String byLookAlike = by(from).transferToken(
                        lookAlike, payer, quote.recipient(), payer, price(), quote.reference())
                .send();
        String inAnother = by(from).transferToken(
                        otherToken, payer, quote.recipient(), payer, price(), quote.reference())
                .send();
        String inSol = by(from).transfer(payer, quote.recipient(), price(), quote.reference())
                .send();
        return List.of(
                falseProof("a payment in a token of the same name", byLookAlike, quote, payer, "wrong_asset"),
                falseProof("a payment in another token", inAnother, quote, payer, "wrong_asset"),
                falseProof("a payment in SOL", inSol, quote, payer, "wrong_asset"),
                toSomebodyElse(quote, payer),
                withoutReference(quote, payer),
                withSeveralReferences(quote, payer),
                byTheWallet(quote),
                failed(quote, payer),
                otherNetwork(quote, payer));
    }

    @Override
    public BigInteger balance(String account) {
        return token.balance(account);
    }

    @Override
    public Optional<String> refusingRecipient() {
        String frozen = newPayer();
        token.freeze(PayerTransaction.tokenAccount(token, frozen).toBase58());
        return Optional.of(frozen);
    }

    @Override
    public Optional<BigInteger> dust() {
        return Optional.of(BigInteger.valueOf(9_999));
    }
}
