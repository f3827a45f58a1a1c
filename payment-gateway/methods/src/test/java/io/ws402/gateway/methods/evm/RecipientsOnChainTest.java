package io.ws402.gateway.methods.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.ws402.devnet.ContractWallet;
import io.ws402.devnet.HostileRecipient;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.method.Reconciliation;
import io.ws402.gateway.method.RefundOrder;
import io.ws402.gateway.method.RefundPlan;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.gateway.storage.Await;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

final class RecipientsOnChainTest extends OwnChain {
    private static final BigInteger TOKENS = BigInteger.valueOf(1_000_000);

    @Test
    void givesAContractWalletTheGasItNeeds() {
        ContractWallet wallet = ContractWallet.deploy(devnet.transactions(), payer);
        RefundOrder order = refund(method, wallet.address(), "ETH", PRICE);
        BigInteger before = devnet.anvil().balance(payer.address());
        SignedTransfer signed = sign(method, order);
        assertTrue(signed.terms().getLong("gasLimit") > 21_000);
        Await.of(method.refunds().dispatch(signed));
        confirmed(order, signed);
        assertEquals(PRICE, devnet.anvil().balance(payer.address()).subtract(before));
    }

    @Test
    void tellsARecipientThatTurnedHostileFromAMishap() {
        RefundOrder order = refund(method, payer.address(), "ETH", PRICE);
        SignedTransfer signed = sign(method, order);
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
        SignedTransfer signed = Await.of(method.refunds().sign(order, nextNonce(method)));
        Await.of(method.refunds().dispatch(signed));
        devnet.anvil().mine(1);
        assertEquals(signed.sequence() + 1, nextNonce(method));
        assertTrue(assertInstanceOf(Reconciliation.WithoutEffect.class, reconcile(method, order, signed))
                .recipientRefused());
    }

    @Test
    void waitsWhileATokenIsPausedAndBlamesNoRecipient() {
        RefundOrder order = refund(method, payer.address(), "USDC", TOKENS);
        SignedTransfer signed = sign(method, order);
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
        EvmRail.waitForNextPoll();
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
}
