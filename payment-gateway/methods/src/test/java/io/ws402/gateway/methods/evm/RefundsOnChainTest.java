package io.ws402.gateway.methods.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.devnet.EvmDevnet;
import io.ws402.gateway.method.Dispatch;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.method.Reconciliation;
import io.ws402.gateway.method.RefundOrder;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.gateway.methods.rpc.NodeProxy;
import io.ws402.gateway.storage.Await;
import java.math.BigInteger;
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
        Map<RefundOrder, SignedTransfer> refunds = new LinkedHashMap<>();
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
        SignedTransfer cheap = sign(impatient, order);
        // What pays too little for the blocks to come stays in the pool.
        devnet.anvil().stopMining();
        assertInstanceOf(Dispatch.Sent.class, Await.of(impatient.refunds().dispatch(cheap)));
        assertInstanceOf(Reconciliation.InFlight.class, reconcile(impatient, order, cheap));
        for (int block = 0; block < 3; block++) {
            devnet.anvil().setNextBaseFee(new BigInteger(cheap.terms().getString("maxFeePerGas")).shiftLeft(1));
            devnet.anvil().mine(1);
        }
        assertInstanceOf(Reconciliation.Stuck.class, reconcile(impatient, order, cheap));

        SignedTransfer dear = Await.of(impatient.refunds().replace(order, cheap));
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
        SignedTransfer signed = sign(method, order);
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
        SignedTransfer signed = sign(careful, order);
        String other = devnet.transactions().submit(rail.wallet(), payer.address(), BigInteger.ONE);
        devnet.anvil().mine(1);
        assertInstanceOf(Dispatch.Unknown.class, Await.of(careful.refunds().dispatch(signed)));
        assertInstanceOf(Reconciliation.InFlight.class, reconcile(careful, order, signed));
        devnet.anvil().mine(20);

        Reconciliation.WithoutEffect without =
                assertInstanceOf(Reconciliation.WithoutEffect.class, reconcile(careful, order, signed));
        assertTrue(without.reason().contains(other), without.reason());
        assertTrue(without.networkFee().isZero());
        SignedTransfer anew = sign(careful, order);
        Await.of(careful.refunds().dispatch(anew));
        devnet.anvil().mine(3);
        assertInstanceOf(Reconciliation.Confirmed.class, reconcile(careful, order, signed, anew));
    }

    @Test
    void neverSaysWithoutEffectBecauseANodeDoesNotFindTheReceipt() {
        try (NodeProxy node = new NodeProxy(devnet.anvil().rpcUrl())) {
            PaymentMethod misled = rail.open(rail.configuration().put("rpcUrls", node.url()));
            RefundOrder order = refund(misled, payer.address(), "ETH", PRICE);
            SignedTransfer signed = sign(misled, order);
            Await.of(misled.refunds().dispatch(signed));
            devnet.anvil().mine(5);
            node.change("eth_getTransactionReceipt", answer -> answer.putNull("result"));
            assertInstanceOf(Reconciliation.Unavailable.class, reconcile(misled, order, signed));
            node.behave();
            assertInstanceOf(Reconciliation.Confirmed.class, reconcile(misled, order, signed));
        }
    }

    @Test
    void neverTakesALowWalletForAProofThatNothingWasSent() {
        RefundOrder order = refund(method, payer.address(), "ETH", PRICE);
        SignedTransfer signed = sign(method, order);
        devnet.anvil().setBalance(rail.wallet().address(), BigInteger.ONE);
        assertInstanceOf(Dispatch.Unknown.class, Await.of(method.refunds().dispatch(signed)));
        devnet.fund(rail.wallet().address(), EvmDevnet.ETHER);
        assertInstanceOf(Dispatch.Sent.class, Await.of(method.refunds().dispatch(signed)));
        confirmed(order, signed);
    }

    @Test
    void sendsByAnotherEndpointWhenOneIsDownAndKnowsNothingWhenAllAre() {
        try (NodeProxy node = new NodeProxy(devnet.anvil().rpcUrl())) {
            PaymentMethod alone = rail.open(rail.configuration().put("rpcUrls", node.url()));
            PaymentMethod both = rail.open(rail.configuration()
                    .put("rpcUrls", node.url() + "," + devnet.anvil().rpcUrl()));
            RefundOrder order = refund(alone, payer.address(), "ETH", PRICE);
            SignedTransfer signed = sign(alone, order);
            node.goDown();
            assertInstanceOf(Dispatch.Unknown.class, Await.of(alone.refunds().dispatch(signed)));
            assertInstanceOf(Reconciliation.Unavailable.class, reconcile(alone, order, signed));
            assertInstanceOf(Dispatch.Sent.class, Await.of(both.refunds().dispatch(signed)));
            devnet.anvil().mine(1);
            assertInstanceOf(Reconciliation.Confirmed.class, reconcile(both, order, signed));
        }
    }

    @Test
    void asksForTheHeadAndTheNoncesOnceForAllRefundsThatAreLookedAfterMeanwhile() {
        try (NodeProxy node = new NodeProxy(devnet.anvil().rpcUrl())) {
            PaymentMethod counted =
                    rail.open(rail.configuration().put("rpcUrls", node.url()).put("pollIntervalMs", 60_000));
            long first = nextNonce(counted);
            Map<RefundOrder, SignedTransfer> refunds = new LinkedHashMap<>();
            for (int number = 0; number < MANY; number++) {
                RefundOrder order = refund(counted, payer.address(), "ETH", PRICE);
                refunds.put(order, Await.of(counted.refunds().sign(order, first + number)));
            }
            Await.all(refunds.values().stream().map(method.refunds()::dispatch).toList());
            devnet.anvil().mine(2);
            int heads = node.calls("eth_getBlockByNumber");
            int nonces = node.calls("eth_getTransactionCount");
            Await.all(refunds.entrySet().stream()
                    .map(each -> counted.refunds().reconcile(each.getKey(), List.of(each.getValue())))
                    .toList());
            assertEquals(heads + 1, node.calls("eth_getBlockByNumber"));
            // After the newest block, and after the last final one.
            assertEquals(nonces + 2, node.calls("eth_getTransactionCount"));
            assertEquals(MANY, node.calls("eth_getTransactionReceipt"));
        }
    }

    @Test
    void asksNothingAboutARefundThatANodeHasTakenSinceTheChainWasLookedAt() {
        try (NodeProxy node = new NodeProxy(devnet.anvil().rpcUrl())) {
            PaymentMethod counted =
                    rail.open(rail.configuration().put("rpcUrls", node.url()).put("pollIntervalMs", 60_000));
            RefundOrder order = refund(counted, payer.address(), "ETH", PRICE);
            List<SignedTransfer> signed = List.of(sign(counted, order));
            assertInstanceOf(
                    Reconciliation.Missing.class, Await.of(counted.refunds().reconcile(order, signed)));
            Await.of(counted.refunds().dispatch(signed.getFirst()));
            devnet.anvil().mine(2);
            int asked = node.calls("eth_getTransactionCount") + node.calls("eth_getTransactionByHash");
            assertInstanceOf(
                    Reconciliation.InFlight.class, Await.of(counted.refunds().reconcile(order, signed)));
            assertEquals(asked, node.calls("eth_getTransactionCount") + node.calls("eth_getTransactionByHash"));
            assertEquals(0, node.calls("eth_getTransactionReceipt"));
        }
    }
}
