package io.ws402.demo.wallet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.json.JsonObject;
import io.ws402.devnet.SolanaAccount;
import io.ws402.devnet.SolanaDevnet;
import io.ws402.devnet.SolanaExtension;
import io.ws402.devnet.SolanaOptions;
import io.ws402.devnet.SplToken;
import io.ws402.gateway.methods.signing.LocalEd25519Key;
import io.ws402.protocol.json.Fields;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.payment.AcceptedAsset;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SolanaExtension.class)
class SolanaWalletTest {
    private static final BigInteger FEE = BigInteger.valueOf(5_000);
    private static final String OTHER_CLUSTER = "solana:" + "1".repeat(32);

    private final SolanaDevnet devnet;
    private final SolanaAccount payer;
    private final SolanaAccount merchant;
    private final String reference;

    SolanaWalletTest(SolanaDevnet devnet, SolanaAccount payer, SolanaAccount merchant) {
        this.devnet = devnet;
        this.payer = payer;
        this.merchant = merchant;
        this.reference = devnet.account(BigInteger.ZERO).address();
    }

    private static SolanaWallet open(SolanaDevnet devnet, SolanaAccount account) throws IOException {
        return SolanaWallet.open(devnet.chain().rpcUrl(), LocalEd25519Key.of(account.secretKey(), "the payer"));
    }

    private static Asset token(SolanaWallet wallet, SplToken token) {
        return new Asset(new AssetId(wallet.coin().id().chain() + "/token:" + token.mint()), "USDC", token.decimals());
    }

    private PaymentTerms terms(Asset asset, long units, String recipient, String named) {
        return PaymentTerms.read(
                new AcceptedAsset("solana", "localnet", asset, true),
                Fields.of(new JsonObject()
                        .put("amount", units)
                        .put("recipient", recipient)
                        .put("reference", named)
                        .put("paymentUri", "solana:" + recipient + "?amount=1&memo=pay_7%20x")));
    }

    @Test
    void paysSolWithMemoAndReferenceToTheLastLamport() throws IOException {
        try (SolanaWallet wallet = open(devnet, payer)) {
            BigInteger before = wallet.balance(wallet.coin());

            PayOutcome outcome = wallet.pay(terms(wallet.coin(), 123_456_789, merchant.address(), reference));

            Payment paid = assertInstanceOf(PayOutcome.Paid.class, outcome).payment();
            assertEquals(
                    BigInteger.valueOf(123_456_789).add(paid.networkFee()),
                    before.subtract(wallet.balance(wallet.coin())));
            JsonObject proof = paid.proof().json();
            assertEquals(paid.txId(), proof.getString("signature"));
            assertEquals(payer.address(), proof.getString("senderWallet"));
            JsonNode found = devnet.chain()
                    .call("getSignaturesForAddress", reference, Map.of("commitment", "confirmed"))
                    .get(0);
            assertEquals(paid.txId(), found.required("signature").asText());
            assertEquals("[7] pay_7 x", found.required("memo").asText());
        }
    }

    @Test
    void paysTokensToTheLastUnit() throws IOException {
        try (SolanaWallet wallet = open(devnet, payer)) {
            Asset usdc = token(wallet, devnet.usdc());
            BigInteger before = wallet.balance(usdc);

            PayOutcome outcome = wallet.pay(terms(usdc, 1_000_001, merchant.address(), reference));

            assertInstanceOf(PayOutcome.Paid.class, outcome);
            assertEquals(BigInteger.valueOf(1_000_001), before.subtract(wallet.balance(usdc)));
        }
    }

    @Test
    void paysNothingOnAnotherClusterThanItsNodes() throws IOException {
        try (SolanaWallet wallet = open(devnet, payer)) {
            Asset elsewhere = new Asset(new AssetId(OTHER_CLUSTER + "/slip44:501"), "SOL", 9);

            assertFalse(wallet.canPay(new AcceptedAsset("solana", "localnet", elsewhere, true)));
            assertInstanceOf(
                    PayOutcome.NotPaid.class, wallet.pay(terms(elsewhere, 1_000_000, merchant.address(), reference)));
        }
    }

    @ParameterizedTest
    @CsvSource({"0xabc,", "11111,", ",0xabc", ",not base58 0OIl"})
    void paysNothingWhereTheTermsNameNoAccountOfTheChain(String recipient, String named) throws IOException {
        try (SolanaWallet wallet = open(devnet, payer)) {
            BigInteger before = wallet.balance(wallet.coin());

            PayOutcome outcome = wallet.pay(terms(
                    wallet.coin(),
                    1_000_000,
                    recipient == null ? merchant.address() : recipient,
                    named == null ? reference : named));

            assertInstanceOf(PayOutcome.NotPaid.class, outcome);
            assertEquals(before, wallet.balance(wallet.coin()));
        }
    }

    @Test
    void paysNothingToWhomHasNoAccountForTheToken() throws IOException {
        SolanaAccount stranger = devnet.account(SolanaDevnet.SOL);
        try (SolanaWallet wallet = open(devnet, payer)) {
            Asset usdc = token(wallet, devnet.usdc());
            BigInteger before = wallet.balance(usdc);

            assertInstanceOf(PayOutcome.NotPaid.class, wallet.pay(terms(usdc, 1, stranger.address(), reference)));
            assertEquals(before, wallet.balance(usdc));
        }
    }

    @Test
    void knowsNoBalanceOfWhatIsNoToken() throws IOException {
        try (SolanaWallet wallet = open(devnet, payer)) {
            Asset none = new Asset(new AssetId(wallet.coin().id().chain() + "/token:" + merchant.address()), "NONE", 6);
            assertThrows(IOException.class, () -> wallet.balance(none));
        }
    }

    @Test
    void keepsTheRentOfItsOwnAccount() throws IOException {
        BigInteger units = BigInteger.valueOf(1_000_000);
        try (SolanaWallet wallet = open(devnet, devnet.account(units.add(FEE).add(BigInteger.ONE)))) {
            PayOutcome.InsufficientFunds outcome = assertInstanceOf(
                    PayOutcome.InsufficientFunds.class,
                    wallet.pay(terms(wallet.coin(), units.longValueExact(), merchant.address(), reference)));

            assertTrue(outcome.needed().units().compareTo(outcome.available().units()) > 0);
        }
    }

    @Test
    void saysOfATransactionThatWasLostAndHasExpiredThatItPaidNothing() throws Exception {
        try (SolanaDevnet own = SolanaDevnet.start(
                SolanaOptions.DEFAULT.withSlotTime(Duration.ofMillis(20)).withCommitment(1, 4))) {
            SolanaAccount account = own.account(SolanaDevnet.SOL);
            try (SolanaWallet wallet = open(own, account)) {
                own.chain().advanceSlots(2);
                own.chain().dropNextTransactions(1);

                PayOutcome outcome = wallet.pay(terms(wallet.coin(), 1_000_000, merchant.address(), reference));

                PayOutcome.NotPaid lost = assertInstanceOf(PayOutcome.NotPaid.class, outcome);
                assertTrue(lost.reason().contains("expired"), lost::reason);
                assertEquals(SolanaDevnet.SOL, wallet.balance(wallet.coin()));
            }
        }
    }

    @Test
    void waitsForATransactionThatTakesItsTime() throws Exception {
        try (SolanaDevnet own = SolanaDevnet.start(SolanaOptions.DEFAULT.withCommitment(1, 4))) {
            SolanaAccount account = own.account(SolanaDevnet.SOL);
            try (SolanaWallet wallet = open(own, account)) {
                own.chain().advanceSlots(2);
                own.chain().holdTransactions();
                FutureTask<PayOutcome> paying = new FutureTask<>(
                        () -> wallet.pay(terms(wallet.coin(), 1_000_000, merchant.address(), reference)));
                Thread.startVirtualThread(paying);
                while (!paying.isDone() && isUnpaid(own, account)) {
                    own.chain().releaseTransactions();
                    own.chain().holdTransactions();
                }

                assertInstanceOf(PayOutcome.Paid.class, paying.get());
            }
        }
    }

    private static boolean isUnpaid(SolanaDevnet own, SolanaAccount account) throws InterruptedException {
        Thread.sleep(50);
        return SolanaDevnet.SOL.equals(own.chain().balance(account.address()));
    }
}
