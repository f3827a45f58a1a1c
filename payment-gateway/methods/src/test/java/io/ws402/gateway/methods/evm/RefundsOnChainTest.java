package io.ws402.gateway.methods.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.devnet.ContractWallet;
import io.ws402.devnet.EvmDevnet;
import io.ws402.devnet.HostileRecipient;
import io.ws402.gateway.method.Dispatch;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.method.Reconciliation;
import io.ws402.gateway.method.RefundOrder;
import io.ws402.gateway.method.RefundPlan;
import io.ws402.gateway.method.SignedRefund;
import io.ws402.gateway.storage.Await;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RefundsOnChainTest extends OwnChain {
    private static final BigInteger TOKENS = BigInteger.valueOf(1_000_000);
    private static final int MANY = 20;

    @Test
    void sendsTwentyRefundsAtOnceUnderTwentyNonces() {
        long first = nextNonce(method);
        Map<RefundOrder, SignedRefund> refunds = new LinkedHashMap<>();
        for (int number = 0; number < MANY; number++) {
            String to = devnet.account(BigInteger.ZERO).address();
            RefundOrder order = refund(method, to, number % 2 == 0 ? "ETH" : "USDC", TOKENS.shiftLeft(30));
            refunds.put(order, Await.of(method.refunds().sign(order, first + number)));
        }
        devnet.mintUsdc(rail.wallet().address(), TOKENS.shiftLeft(40));

        Await.all(refunds.values().stream().map(method.refunds()::dispatch).toList());

        Set<String> transactions = new HashSet<>();
        refunds.forEach((order, signed) -> {
            transactions.add(confirmed(order, signed).txId());
            boolean coin = order.amount().asset().symbol().equals("ETH");
            BigInteger balance = coin
                    ? devnet.anvil().balance(order.recipient())
                    : devnet.usdc().balance(order.recipient());
            assertEquals(order.amount().units(), balance);
        });
        assertEquals(MANY, transactions.size());
        assertEquals(first + MANY, nextNonce(method));
    }

    @Test
    void replacesAStuckRefundWithHigherFeesToTheSameEffect() {
        PaymentMethod impatient =
                rail.open(rail.configuration().put("gas", new JsonObject().put("replaceAfterBlocks", 3)));
        RefundOrder order = refund(impatient, payer.address(), "ETH", PRICE);
        BigInteger before = devnet.anvil().balance(payer.address());
        SignedRefund cheap = sign(impatient, order);
        // What pays too little for the blocks to come stays in the pool.
        devnet.anvil().stopMining();
        assertInstanceOf(Dispatch.Sent.class, Await.of(impatient.refunds().dispatch(cheap)));
        assertInstanceOf(Reconciliation.InFlight.class, reconcile(impatient, order, cheap));
        for (int block = 0; block < 3; block++) {
            devnet.anvil().setNextBaseFee(new BigInteger(cheap.terms().getString("maxFeePerGas")).shiftLeft(1));
            devnet.anvil().mine(1);
        }
        rail.waitForNextPoll();
        assertInstanceOf(Reconciliation.Stuck.class, reconcile(impatient, order, cheap));

        SignedRefund dear = Await.of(impatient.refunds().replace(order, cheap));
        assertEquals(cheap.sequence(), dear.sequence());
        assertNotEquals(cheap.txId(), dear.txId());
        assertInstanceOf(Dispatch.Sent.class, Await.of(impatient.refunds().dispatch(dear)));
        devnet.anvil().mine(1);
        Reconciliation.Confirmed confirmed =
                assertInstanceOf(Reconciliation.Confirmed.class, reconcile(impatient, order, cheap, dear));
        assertEquals(dear.txId(), confirmed.txId());
        assertEquals(PRICE, devnet.anvil().balance(payer.address()).subtract(before));
    }

    @Test
    void sendsTheSameBytesAgainWhenThePoolHasLostThem() {
        RefundOrder order = refund(method, payer.address(), "ETH", PRICE);
        SignedRefund signed = sign(method, order);
        devnet.anvil().stopMining();
        Await.of(method.refunds().dispatch(signed));
        devnet.anvil().dropTransaction(signed.txId());
        assertInstanceOf(Reconciliation.Missing.class, reconcile(method, order, signed));
        Await.of(method.refunds().dispatch(signed));
        devnet.anvil().mine(1);
        confirmed(order, signed);
    }

    @Test
    void provesThatItsNonceWentToAnotherTransactionBeforeItSaysSo() {
        PaymentMethod careful = rail.open(rail.configuration()
                .put(
                        "finality",
                        new JsonArray()
                                .add(new JsonObject().put("confirmations", 1).put("refundConfirmations", 3))));
        RefundOrder order = refund(careful, payer.address(), "ETH", PRICE);
        SignedRefund signed = sign(careful, order);
        String other = devnet.transactions().submit(rail.wallet(), payer.address(), BigInteger.ONE);
        devnet.anvil().mine(1);
        assertInstanceOf(Dispatch.Unknown.class, Await.of(careful.refunds().dispatch(signed)));
        assertInstanceOf(Reconciliation.InFlight.class, reconcile(careful, order, signed));
        devnet.anvil().mine(20);

        Reconciliation.WithoutEffect without =
                assertInstanceOf(Reconciliation.WithoutEffect.class, reconcile(careful, order, signed));
        assertTrue(without.reason().contains(other), without.reason());
        assertTrue(without.networkFee().isZero());
        SignedRefund anew = sign(careful, order);
        Await.of(careful.refunds().dispatch(anew));
        devnet.anvil().mine(3);
        assertInstanceOf(Reconciliation.Confirmed.class, reconcile(careful, order, signed, anew));
    }

    @Test
    void neverSaysWithoutEffectBecauseANodeDoesNotFindTheReceipt() {
        try (NodeProxy node = new NodeProxy(devnet.anvil().rpcUrl())) {
            PaymentMethod misled = rail.open(rail.configuration().put("rpcUrls", node.url()));
            RefundOrder order = refund(misled, payer.address(), "ETH", PRICE);
            SignedRefund signed = sign(misled, order);
            Await.of(misled.refunds().dispatch(signed));
            devnet.anvil().mine(5);
            node.change("eth_getTransactionReceipt", answer -> answer.putNull("result"));
            assertInstanceOf(Reconciliation.Unavailable.class, reconcile(misled, order, signed));
            node.behave();
            assertInstanceOf(Reconciliation.Confirmed.class, reconcile(misled, order, signed));
        }
    }

    @Test
    void givesAContractWalletTheGasItNeeds() {
        ContractWallet wallet = ContractWallet.deploy(devnet.transactions(), payer);
        RefundOrder order = refund(method, wallet.address(), "ETH", PRICE);
        BigInteger before = devnet.anvil().balance(payer.address());
        SignedRefund signed = sign(method, order);
        assertTrue(signed.terms().getLong("gasLimit") > 21_000);
        Await.of(method.refunds().dispatch(signed));
        confirmed(order, signed);
        assertEquals(PRICE, devnet.anvil().balance(payer.address()).subtract(before));
    }

    @Test
    void tellsARecipientThatTurnedHostileFromAMishap() {
        RefundOrder order = refund(method, payer.address(), "ETH", PRICE);
        SignedRefund signed = sign(method, order);
        HostileRecipient.takeOver(devnet.anvil(), payer.address());
        BigInteger before = devnet.anvil().balance(rail.wallet().address());
        Await.of(method.refunds().dispatch(signed));
        devnet.anvil().mine(1);
        Reconciliation.WithoutEffect without =
                assertInstanceOf(Reconciliation.WithoutEffect.class, reconcile(method, order, signed));
        assertTrue(without.recipientRefused());
        assertEquals(
                before.subtract(devnet.anvil().balance(rail.wallet().address())),
                without.networkFee().units());
    }

    @Test
    void usesANumberItWasGivenEvenWhenTheRecipientWillRevert() {
        String hostile = HostileRecipient.deploy(devnet.transactions(), payer);
        RefundOrder order = refund(method, hostile, "ETH", PRICE);
        SignedRefund signed = Await.of(method.refunds().sign(order, nextNonce(method)));
        Await.of(method.refunds().dispatch(signed));
        devnet.anvil().mine(1);
        assertEquals(signed.sequence() + 1, nextNonce(method));
        assertTrue(assertInstanceOf(Reconciliation.WithoutEffect.class, reconcile(method, order, signed))
                .recipientRefused());
    }

    @Test
    void waitsWhileATokenIsPausedAndBlamesNoRecipient() {
        RefundOrder order = refund(method, payer.address(), "USDC", TOKENS);
        SignedRefund signed = sign(method, order);
        devnet.usdc().pause();
        assertInstanceOf(RefundPlan.Later.class, Await.of(method.refunds().plan(order)));
        Await.of(method.refunds().dispatch(signed));
        devnet.anvil().mine(1);
        Reconciliation.WithoutEffect without =
                assertInstanceOf(Reconciliation.WithoutEffect.class, reconcile(method, order, signed));
        assertEquals(false, without.recipientRefused());
        devnet.usdc().unpause();
        assertInstanceOf(RefundPlan.Send.class, Await.of(method.refunds().plan(order)));
    }

    @Test
    void creditsAPayerWhomATokenBlacklists() {
        devnet.usdc().blacklist(payer.address());
        RefundOrder order = refund(method, payer.address(), "USDC", TOKENS);
        RefundPlan.RecipientRefuses refuses = assertInstanceOf(
                RefundPlan.RecipientRefuses.class, Await.of(method.refunds().plan(order)));
        assertTrue(refuses.reason().contains("blacklisted"), refuses.reason());
    }

    @Test
    void waitsWhileTheWalletIsTooLow() {
        BigInteger half = PRICE.shiftRight(1);
        devnet.anvil().setBalance(rail.wallet().address(), half);
        RefundPlan.Later later = assertInstanceOf(
                RefundPlan.Later.class, Await.of(method.refunds().plan(refund(method, payer.address(), "ETH", PRICE))));
        assertTrue(later.reason().contains("too low"), later.reason());
        BigInteger tooMuch = devnet.usdc().balance(rail.wallet().address()).add(BigInteger.ONE);
        assertInstanceOf(
                RefundPlan.Later.class,
                Await.of(method.refunds().plan(refund(method, payer.address(), "USDC", tooMuch))));
    }

    @Test
    void neverTakesALowWalletForAProofThatNothingWasSent() {
        RefundOrder order = refund(method, payer.address(), "ETH", PRICE);
        SignedRefund signed = sign(method, order);
        devnet.anvil().setBalance(rail.wallet().address(), BigInteger.ONE);
        assertInstanceOf(Dispatch.Unknown.class, Await.of(method.refunds().dispatch(signed)));
        devnet.fund(rail.wallet().address(), EvmDevnet.ETHER);
        assertInstanceOf(Dispatch.Sent.class, Await.of(method.refunds().dispatch(signed)));
        confirmed(order, signed);
    }

    @Test
    void waitsWhileGasIsDearerThanAllowed() {
        PaymentMethod thrifty = rail.open(rail.configuration()
                .put(
                        "gas",
                        new JsonObject()
                                .put("maxFeePerGasGwei", "1")
                                .put("maxTipGwei", "1")
                                .put("minTipGwei", "0")));
        devnet.anvil().setNextBaseFee(BigInteger.TEN.pow(12));
        devnet.anvil().mine(1);
        rail.waitForNextPoll();
        RefundPlan.Later later = assertInstanceOf(
                RefundPlan.Later.class,
                Await.of(thrifty.refunds().plan(refund(thrifty, payer.address(), "ETH", PRICE))));
        assertTrue(later.reason().contains("maxFeePerGasGwei"), later.reason());
    }

    @Test
    void leavesRefundsToAnOperatorWithoutAKey() {
        JsonObject keyless = rail.configuration().put("wallet", rail.wallet().address());
        keyless.remove("privateKeyEnv");
        PaymentMethod watching = rail.open(keyless);
        assertEquals(false, watching.describe().capabilities().canRefund());
        RefundOrder order = refund(watching, payer.address(), "ETH", PRICE);
        assertInstanceOf(RefundPlan.Operator.class, Await.of(watching.refunds().plan(order)));
        assertTrue(watching.refunds().sequencer(order.amount().asset()).isEmpty());
    }

    @Test
    void sendsByAnotherEndpointWhenOneIsDownAndKnowsNothingWhenAllAre() {
        try (NodeProxy node = new NodeProxy(devnet.anvil().rpcUrl())) {
            PaymentMethod alone = rail.open(rail.configuration().put("rpcUrls", node.url()));
            PaymentMethod both = rail.open(rail.configuration()
                    .put("rpcUrls", node.url() + "," + devnet.anvil().rpcUrl()));
            RefundOrder order = refund(alone, payer.address(), "ETH", PRICE);
            SignedRefund signed = sign(alone, order);
            node.goDown();
            assertInstanceOf(Dispatch.Unknown.class, Await.of(alone.refunds().dispatch(signed)));
            assertInstanceOf(Reconciliation.Unavailable.class, reconcile(alone, order, signed));
            assertInstanceOf(Dispatch.Sent.class, Await.of(both.refunds().dispatch(signed)));
            devnet.anvil().mine(1);
            assertInstanceOf(Reconciliation.Confirmed.class, reconcile(both, order, signed));
        }
    }

    private static long nextNonce(PaymentMethod method) {
        String sequencer = method.refunds()
                .sequencer(method.describe().assets().getFirst())
                .orElseThrow();
        return Await.of(method.refunds().nextSequence(sequencer));
    }

    private static SignedRefund sign(PaymentMethod method, RefundOrder order) {
        assertInstanceOf(RefundPlan.Send.class, Await.of(method.refunds().plan(order)));
        return Await.of(method.refunds().sign(order, nextNonce(method)));
    }

    private static Reconciliation reconcile(PaymentMethod method, RefundOrder order, SignedRefund... signed) {
        return Await.of(method.refunds().reconcile(order, new ArrayList<>(List.of(signed))));
    }

    private Reconciliation.Confirmed confirmed(RefundOrder order, SignedRefund signed) {
        devnet.anvil().mine(1);
        return assertInstanceOf(Reconciliation.Confirmed.class, reconcile(method, order, signed));
    }
}
