package io.ws402.gateway.methods.solana;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.devnet.SolanaAccount;
import io.ws402.devnet.SolanaDevnet;
import io.ws402.gateway.method.Dispatch;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.method.Reconciliation;
import io.ws402.gateway.method.RefundOrder;
import io.ws402.gateway.method.RefundPlan;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.gateway.methods.rpc.NodeProxy;
import io.ws402.gateway.storage.Await;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SolanaRefundsTest extends OwnCluster {
    private static final BigInteger RENT = BigInteger.valueOf(2_039_280);

    private Dispatch send(SignedTransfer signed) {
        return Await.of(method.refunds().dispatch(signed));
    }

    private String aNewWallet() {
        return devnet.account(SolanaDevnet.SOL).address();
    }

    @Test
    void isSignedAnewOnlyOnceWhatWasSignedHasProvablyExpired() {
        RefundOrder order = refund(payer.address(), "SOL", PRICE);
        BigInteger before = devnet.chain().balance(payer.address());
        SignedTransfer lost = sign(order);
        devnet.chain().dropNextTransactions(1);
        assertInstanceOf(Dispatch.Sent.class, send(lost));
        devnet.chain().finalizeAll();
        assertInstanceOf(Reconciliation.Missing.class, reconcile(method, order, lost));

        devnet.chain().expireBlockhashes();
        Reconciliation.WithoutEffect expired =
                assertInstanceOf(Reconciliation.WithoutEffect.class, reconcile(method, order, lost));
        assertEquals(BigInteger.ZERO, expired.networkFee().units());
        assertEquals(before, devnet.chain().balance(payer.address()));

        SignedTransfer again = sign(order);
        assertNotEquals(lost.txId(), again.txId());
        send(again);
        send(lost);
        assertEquals(again.txId(), confirmed(order, lost, again).txId());
        assertEquals(PRICE, devnet.chain().balance(payer.address()).subtract(before));
    }

    @Test
    void isNotCalledExpiredWhileTheClusterMayStillTakeIt() {
        RefundOrder order = refund(payer.address(), "USDC", MILLION);
        SignedTransfer signed = sign(order);
        devnet.chain().holdTransactions();
        send(signed);
        devnet.chain().advanceSlots(20);
        assertInstanceOf(Reconciliation.Missing.class, reconcile(method, order, signed));
        devnet.chain().releaseTransactions();
        assertEquals(signed.txId(), confirmed(order, signed).txId());
    }

    @Test
    void isNotCalledExpiredOnTheWordOfANodeThatDoesNotKnowWhatAnotherKnows() {
        RefundOrder order = refund(payer.address(), "SOL", PRICE);
        SignedTransfer signed = sign(order);
        send(signed);
        devnet.chain().expireBlockhashes();
        try (NodeProxy forgetful = new NodeProxy(devnet.chain().rpcUrl())) {
            forgetful.change("getSignatureStatuses", answer -> {
                answer.getJsonObject("result").put("value", new JsonArray().addNull());
                return answer;
            });
            PaymentMethod alone = through(forgetful.url());
            assertInstanceOf(Reconciliation.WithoutEffect.class, reconcile(alone, order, signed));
            PaymentMethod both = through(forgetful.url(), devnet.chain().rpcUrl());
            assertInstanceOf(Reconciliation.InFlight.class, reconcile(both, order, signed));
        }
    }

    @Test
    void isNotCalledExpiredByANodeThatLagsBehindWhatItSaysIsFinal() {
        RefundOrder order = refund(payer.address(), "SOL", PRICE);
        SignedTransfer lost = sign(order);
        devnet.chain().expireBlockhashes();
        try (NodeProxy lagging = new NodeProxy(devnet.chain().rpcUrl())) {
            lagging.change("getSignatureStatuses", answer -> {
                answer.getJsonObject("result").getJsonObject("context").put("slot", 1);
                return answer;
            });
            assertInstanceOf(Reconciliation.InFlight.class, reconcile(through(lagging.url()), order, lost));
        }
        assertInstanceOf(Reconciliation.WithoutEffect.class, reconcile(method, order, lost));
    }

    @Test
    void isNotCalledExpiredByANodeThatKeepsNoHistoryOfIt() {
        RefundOrder order = refund(payer.address(), "SOL", PRICE);
        SignedTransfer lost = sign(order);
        devnet.chain().expireBlockhashes();
        try (NodeProxy young = new NodeProxy(devnet.chain().rpcUrl())) {
            young.change(
                    "getFirstAvailableBlock",
                    answer -> answer.put("result", devnet.chain().slot()));
            assertInstanceOf(Reconciliation.Unavailable.class, reconcile(through(young.url()), order, lost));
        }
    }

    @Test
    void isNotCalledExpiredWhenTheNodeThatGaveItsBlockhashSaidTooLittleOfItsLife() {
        RefundOrder order = refund(payer.address(), "SOL", PRICE);
        SignedTransfer signed;
        try (NodeProxy wrong = new NodeProxy(devnet.chain().rpcUrl())) {
            wrong.change("getLatestBlockhash", answer -> {
                JsonObject value = answer.getJsonObject("result").getJsonObject("value");
                value.put("lastValidBlockHeight", value.getLong("lastValidBlockHeight") - 149);
                return answer;
            });
            signed = Await.of(through(wrong.url()).refunds().sign(order, 0));
        }
        devnet.chain().advanceSlots(20);
        assertInstanceOf(Reconciliation.Missing.class, reconcile(method, order, signed));
        try (NodeProxy lagging = new NodeProxy(devnet.chain().rpcUrl())) {
            lagging.change("isBlockhashValid", answer -> {
                JsonObject result = answer.getJsonObject("result").put("value", false);
                result.getJsonObject("context").put("slot", 1);
                return answer;
            });
            assertInstanceOf(Reconciliation.InFlight.class, reconcile(through(lagging.url()), order, signed));
        }
    }

    @Test
    void namesThePaymentAndCostsWhatTheChainSays() {
        RefundOrder order = refund(payer.address(), "USDC", MILLION);
        BigInteger before = devnet.chain().balance(wallet);
        SignedTransfer signed = sign(order);
        send(signed);
        Reconciliation.Confirmed confirmed = confirmed(order, signed);
        assertEquals(
                before.subtract(devnet.chain().balance(wallet)),
                confirmed.networkFee().units());
        String logs = devnet.chain()
                .call("getTransaction", signed.txId(), Map.of("commitment", "confirmed"))
                .at("/meta/logMessages")
                .toString();
        assertTrue(logs.contains(order.refundId()) && logs.contains("pay_1"), logs);
        assertTrue(new String(signed.raw().getBytes(), StandardCharsets.ISO_8859_1).contains(order.refundId()));
    }

    @Test
    void makesTheRecipientsTokenAccountAndReportsItsRentAsAFee() {
        String recipient = aNewWallet();
        RefundOrder order = refund(recipient, "USDC", MILLION);
        SignedTransfer signed = sign(order);
        send(signed);
        Reconciliation.Confirmed confirmed = confirmed(order, signed);
        assertEquals(MILLION, devnet.usdc().balance(recipient));
        assertTrue(confirmed.networkFee().units().compareTo(RENT) > 0, confirmed.toString());
        assertTrue(confirmed.networkFee().units().compareTo(RENT.add(BigInteger.valueOf(100_000))) < 0);
    }

    @Test
    void paysForNoMoreTokenAccountsInAnHourThanAllowedAndForNoneThatIsTooDear() {
        method = rail.open(rail.configuration().put("fees", new JsonObject("{\"newAccountsPerHour\":1}")));
        sign(refund(aNewWallet(), "USDC", MILLION));
        assertInstanceOf(RefundPlan.Later.class, plan(refund(aNewWallet(), "USDC", MILLION)));
        assertInstanceOf(RefundPlan.Send.class, plan(refund(payer.address(), "USDC", MILLION)));

        method = rail.open(rail.configuration().put("fees", new JsonObject("{\"maxAccountRentSol\":\"0.002\"}")));
        assertInstanceOf(RefundPlan.Dust.class, plan(refund(aNewWallet(), "USDC", MILLION)));
    }

    @Test
    void sendsNoSolThatWouldNotKeepItsAccountAlive() {
        String emptied = "4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T";
        assertInstanceOf(RefundPlan.Dust.class, plan(refund(emptied, "SOL", BigInteger.valueOf(800_000))));
        assertInstanceOf(RefundPlan.Send.class, plan(refund(emptied, "SOL", BigInteger.valueOf(900_000))));
    }

    @Test
    void sendsNothingToATokenAccountThatWasGivenAway() {
        SolanaAccount thief = rail.funded();
        by(payer).giveAway(devnet.usdc(), payer.address(), thief.address()).send();
        assertInstanceOf(RefundPlan.RecipientRefuses.class, plan(refund(payer.address(), "USDC", MILLION)));
    }

    @Test
    void waitsWhileTheWalletIsTooLow() {
        RefundPlan coin = plan(refund(payer.address(), "SOL", SolanaDevnet.SOL.multiply(BigInteger.valueOf(100))));
        assertTrue(assertInstanceOf(RefundPlan.Later.class, coin).reason().contains("too low"), coin.toString());
        RefundPlan token = plan(refund(payer.address(), "USDC", SolanaRail.TOKENS.add(BigInteger.ONE)));
        assertTrue(assertInstanceOf(RefundPlan.Later.class, token).reason().contains("too low"), token.toString());
    }

    @Test
    void offersWhatOthersPayButNeverMoreThanTheCap() {
        SignedTransfer plain = sign(refund(payer.address(), "SOL", PRICE));
        try (NodeProxy dear = new NodeProxy(devnet.chain().rpcUrl())) {
            dear.change(
                    "getRecentPrioritizationFees",
                    answer -> answer.put(
                            "result",
                            new JsonArray("[{\"slot\":1,\"prioritizationFee\":9007199254740993},"
                                    + "{\"slot\":2,\"prioritizationFee\":9007199254740993}]")));
            SignedTransfer raised =
                    Await.of(through(dear.url()).refunds().sign(refund(payer.address(), "SOL", PRICE), 0));
            assertEquals(1, fee(raised).compareTo(fee(plain)));
            assertTrue(
                    fee(raised).compareTo(BigInteger.valueOf(1_000_000)) < 0,
                    fee(raised).toString());
        }
    }

    private static BigInteger fee(SignedTransfer signed) {
        return new BigInteger(signed.terms().getString("maxFee"));
    }

    @Test
    void waitsForAnOperatorWithoutAKey() {
        JsonObject keyless = rail.configuration().put("wallet", wallet);
        keyless.remove("privateKeyEnv");
        method = rail.open(keyless);
        assertInstanceOf(RefundPlan.Operator.class, plan(refund(payer.address(), "SOL", PRICE)));
    }

    @Test
    void isWithoutEffectWhenItFailedOnTheChainAndSaysWhatThatCost() {
        RefundOrder order = refund(payer.address(), "USDC", MILLION);
        SignedTransfer signed = sign(order);
        String account =
                PayerTransaction.tokenAccount(devnet.usdc(), payer.address()).toBase58();
        devnet.usdc().freeze(account);
        devnet.chain()
                .call(
                        "sendTransaction",
                        Base64.getEncoder().encodeToString(signed.raw().getBytes()),
                        Map.of("encoding", "base64", "skipPreflight", true));
        devnet.chain().finalizeAll();
        Reconciliation.WithoutEffect failed =
                assertInstanceOf(Reconciliation.WithoutEffect.class, reconcile(method, order, signed));
        assertTrue(failed.recipientRefused());
        assertTrue(failed.networkFee().units().signum() > 0);
    }

    @Test
    void isNotSentWhenEveryNodeRefusesItAfterATrial() {
        RefundOrder order = refund(payer.address(), "USDC", MILLION);
        SignedTransfer signed = sign(order);
        devnet.usdc()
                .freeze(PayerTransaction.tokenAccount(devnet.usdc(), payer.address())
                        .toBase58());
        assertInstanceOf(Dispatch.NotSent.class, send(signed));
        assertInstanceOf(Reconciliation.Missing.class, reconcile(method, order, signed));
    }
}
