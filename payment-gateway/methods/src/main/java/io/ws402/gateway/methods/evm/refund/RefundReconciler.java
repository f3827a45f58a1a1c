package io.ws402.gateway.methods.evm.refund;

import io.ws402.gateway.method.Outbound;
import io.ws402.gateway.method.Reconciliation;
import io.ws402.gateway.method.RefundOrder;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.gateway.methods.evm.chain.EvmAddress;
import io.ws402.gateway.methods.evm.chain.Receipt;
import io.ws402.gateway.methods.evm.chain.Transaction;
import io.ws402.gateway.methods.evm.config.ChainAsset;
import io.ws402.gateway.methods.evm.config.EvmSettings;
import io.ws402.gateway.methods.evm.config.FinalityPolicy;
import io.ws402.gateway.methods.evm.rpc.EvmRpc;
import io.ws402.gateway.methods.evm.rpc.Tip;
import io.ws402.gateway.methods.rpc.RpcException;
import io.ws402.gateway.methods.rpc.RpcPool;
import io.ws402.protocol.money.Money;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds out what became of a refund. All that one decision rests on is asked of one node, its height first. Calls block.
 */
final class RefundReconciler {
    private final EvmSettings settings;
    private final RpcPool<EvmRpc> pool;
    private final RefundTools tools;
    private final OutboundHistory outbound;
    private final EvmAddress wallet;

    RefundReconciler(EvmSettings settings, RpcPool<EvmRpc> pool, RefundTools tools, OutboundHistory outbound) {
        this.settings = settings;
        this.pool = pool;
        this.tools = tools;
        this.outbound = outbound;
        this.wallet = settings.wallet().address();
    }

    Reconciliation reconcile(RefundOrder order, List<SignedTransfer> signed) {
        if (signed.isEmpty()) {
            return new Reconciliation.Missing();
        }
        try {
            return pool.onOneEndpoint(rpc -> asSeenBy(rpc, order, signed));
        } catch (RpcException e) {
            return new Reconciliation.Unavailable("the chain does not answer: " + e.getMessage());
        }
    }

    private Reconciliation asSeenBy(EvmRpc rpc, RefundOrder order, List<SignedTransfer> signed) {
        Tip tip = Tip.ask(rpc);
        FinalityPolicy.Step policy = settings.finality().of(order.amount());
        // Those under an earlier sequence number were finally without effect before there was a later one.
        long sequence =
                signed.stream().mapToLong(SignedTransfer::sequence).max().orElseThrow();
        for (SignedTransfer each : signed) {
            Optional<Receipt> receipt = rpc.receipt(each.txId());
            if (receipt.isPresent() && (receipt.get().succeeded() || each.sequence() == sequence)) {
                return mined(order, receipt.get(), policy, tip);
            }
        }
        List<SignedTransfer> current =
                signed.stream().filter(each -> each.sequence() == sequence).toList();
        return rpc.nonce(wallet) <= sequence
                ? notMined(rpc, current, sequence, tip)
                : overtaken(rpc, order, current, sequence, policy.finalHeight(tip));
    }

    private Reconciliation mined(RefundOrder order, Receipt receipt, FinalityPolicy.Step policy, Tip tip) {
        if (!policy.isFinal(receipt.blockNumber(), tip)) {
            return new Reconciliation.InFlight();
        }
        Money fee = new Money(settings.nativeCoin(), receipt.fee());
        if (!receipt.succeeded()) {
            return new Reconciliation.WithoutEffect(
                    "transaction " + receipt.transactionHash() + " was reverted", fee, isTheRecipients(order));
        }
        return moved(order, receipt)
                ? new Reconciliation.Confirmed(receipt.transactionHash(), fee)
                : new Reconciliation.WithoutEffect(
                        "transaction " + receipt.transactionHash() + " moved no token", fee, isTheRecipients(order));
    }

    /** The coin moves with the transaction itself; that a token moved is told by the event of its contract alone. */
    private boolean moved(RefundOrder order, Receipt receipt) {
        return switch (settings.asset(order.amount().asset()).orElse(null)) {
            case ChainAsset.Token token -> {
                EvmAddress recipient = EvmAddress.parse(order.recipient());
                yield receipt.transfers().stream()
                        .anyMatch(transfer -> transfer.token().equals(token.contract())
                                && transfer.from().equals(wallet)
                                && transfer.to().equals(recipient)
                                && transfer.value().signum() > 0);
            }
            case ChainAsset.Native coin -> true;
            case null ->
                throw new IllegalStateException(
                        order.amount().asset().id() + " is no longer configured for " + settings.id());
        };
    }

    /** A recipient that passed the trial and reverted all the same would only burn more gas if it were asked again. */
    private boolean isTheRecipients(RefundOrder order) {
        return settings.asset(order.amount().asset())
                .map(asset -> asset instanceof ChainAsset.Native
                        || !(tools.trial().run(Payout.of(asset, order)) instanceof Trial.NotNow))
                .orElse(false);
    }

    private Reconciliation notMined(EvmRpc rpc, List<SignedTransfer> current, long sequence, Tip tip) {
        SignedTransfer newest = current.stream()
                .max(Comparator.comparing(each -> Terms.of(each.terms()).fees().maxFeePerGas()))
                .orElseThrow();
        Terms terms = Terms.of(newest.terms());
        boolean isNext = rpc.nonce(wallet) == sequence;
        boolean isOld = tip.height() - terms.signedAtBlock() >= settings.gas().replaceAfterBlocks();
        boolean canBeRaised = tools.market().isWithinCap(terms.fees().raised().maxFeePerGas());
        boolean isKnown =
                current.stream().anyMatch(each -> rpc.transaction(each.txId()).isPresent());
        if (isNext && isOld && canBeRaised && (isKnown || isPricedOut(terms))) {
            return new Reconciliation.Stuck();
        }
        return isKnown ? new Reconciliation.InFlight() : new Reconciliation.Missing();
    }

    private boolean isPricedOut(Terms terms) {
        return terms.fees().maxFeePerGas().compareTo(tools.market().now().price()) < 0;
    }

    /** The nonce was used, by none of ours that the node can show: only the transaction that used it decides. */
    private Reconciliation overtaken(
            EvmRpc rpc, RefundOrder order, List<SignedTransfer> current, long sequence, long finalHeight) {
        if (finalHeight < 0 || rpc.nonceAt(wallet, finalHeight) <= sequence) {
            return new Reconciliation.InFlight();
        }
        long signedAt = current.stream()
                .mapToLong(each -> Terms.of(each.terms()).signedAtBlock())
                .min()
                .orElseThrow();
        Optional<Transaction> user = new NonceHistory(rpc, wallet).user(sequence, signedAt, finalHeight);
        boolean ours = user.filter(transaction ->
                        current.stream().anyMatch(each -> each.txId().equals(transaction.hash())))
                .isPresent();
        if (user.isEmpty() || ours) {
            return new Reconciliation.Unavailable(
                    "nonce " + sequence + " is used, but the node does not show what by; use one with full history");
        }
        Outbound overtaker = outbound.of(rpc, user.get());
        // Signed by us all the same, before the database was restored from a backup that does not know of it.
        return overtaker.pays(order)
                ? new Reconciliation.Confirmed(user.get().hash(), overtaker.networkFee())
                : new Reconciliation.WithoutEffect(
                        "nonce " + sequence + " went to transaction "
                                + user.get().hash(),
                        Money.zero(settings.nativeCoin()),
                        false,
                        overtaker);
    }
}
