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
import io.ws402.gateway.methods.evm.rpc.View;
import io.ws402.gateway.methods.evm.rpc.Views;
import io.ws402.gateway.methods.rpc.RpcException;
import io.ws402.protocol.money.Money;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds out what became of a refund. All that one decision rests on is asked of one node, its height first; what is not the
 * refund's alone, once for all that are looked after meanwhile. Calls block.
 */
final class RefundReconciler {
    private final EvmSettings settings;
    private final Views views;
    private final RefundTools tools;
    private final RefundDispatcher dispatcher;
    private final OutboundHistory outbound;
    private final EvmAddress wallet;

    RefundReconciler(
            EvmSettings settings,
            Views views,
            RefundTools tools,
            RefundDispatcher dispatcher,
            OutboundHistory outbound) {
        this.settings = settings;
        this.views = views;
        this.tools = tools;
        this.dispatcher = dispatcher;
        this.outbound = outbound;
        this.wallet = settings.wallet().address();
    }

    Reconciliation reconcile(RefundOrder order, List<SignedTransfer> signed) {
        if (signed.isEmpty()) {
            return new Reconciliation.Missing();
        }
        try {
            return views.look(view -> asSeen(view, order, signed));
        } catch (RpcException e) {
            return new Reconciliation.Unavailable("the chain does not answer: " + e.getMessage());
        }
    }

    private Reconciliation asSeen(View view, RefundOrder order, List<SignedTransfer> signed) {
        if (signed.stream().anyMatch(each -> isTakenSince(view, each))) {
            return new Reconciliation.InFlight();
        }
        // Those under an earlier sequence number were finally without effect before there was a later one.
        long sequence =
                signed.stream().mapToLong(SignedTransfer::sequence).max().orElseThrow();
        FinalityPolicy.Step policy = settings.finality().of(order.amount());
        long finalHeight = policy.finalHeight(view.tip());
        boolean isUsed = view.nonce(wallet) > sequence;
        boolean isFinal = isUsed && isUsedAt(finalHeight, sequence, view);
        for (SignedTransfer each : signed) {
            // A number that is not used, or not finally, tells as much of all that have it as their receipts would.
            Optional<Receipt> receipt =
                    isFinal || each.sequence() < sequence ? view.rpc().receipt(each.txId()) : Optional.empty();
            if (receipt.isPresent() && (receipt.get().succeeded() || each.sequence() == sequence)) {
                return mined(order, receipt.get(), policy, view.tip());
            }
        }
        List<SignedTransfer> current =
                signed.stream().filter(each -> each.sequence() == sequence).toList();
        if (!isUsed) {
            return notMined(view, current, sequence);
        }
        return isFinal ? overtaken(view.rpc(), order, current, sequence, finalHeight) : new Reconciliation.InFlight();
    }

    /** A node has it, and nothing that is known of the chain is newer than that. */
    private boolean isTakenSince(View view, SignedTransfer signed) {
        return dispatcher
                .takenAt(signed.txId())
                .filter(taken -> !view.isSince(taken))
                .isPresent();
    }

    /** A node that keeps no state that old leaves it to the receipts. */
    private boolean isUsedAt(long height, long sequence, View view) {
        return height >= 0
                && view.nonceAt(wallet, height).map(nonce -> nonce > sequence).orElse(true);
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

    private Reconciliation notMined(View view, List<SignedTransfer> current, long sequence) {
        SignedTransfer newest = current.stream()
                .max(Comparator.comparing(each -> Terms.of(each.terms()).fees().maxFeePerGas()))
                .orElseThrow();
        Terms terms = Terms.of(newest.terms());
        boolean isNext = view.nonce(wallet) == sequence;
        boolean isOld =
                view.tip().height() - terms.signedAtBlock() >= settings.gas().replaceAfterBlocks();
        boolean canBeRaised = tools.market().isWithinCap(terms.fees().raised().maxFeePerGas());
        if (isNext && isOld && canBeRaised && (isPricedOut(terms) || isKnown(view, current))) {
            return new Reconciliation.Stuck();
        }
        // Where the pool's next number is a later one, what has this one waits there.
        return view.nonceWithPending(wallet) > sequence || isKnown(view, current)
                ? new Reconciliation.InFlight()
                : new Reconciliation.Missing();
    }

    private static boolean isKnown(View view, List<SignedTransfer> current) {
        return current.stream()
                .anyMatch(each -> view.rpc().transaction(each.txId()).isPresent());
    }

    private boolean isPricedOut(Terms terms) {
        return terms.fees().maxFeePerGas().compareTo(tools.market().now().price()) < 0;
    }

    /** The nonce was used, by none of ours that the node can show: only the transaction that used it decides. */
    private Reconciliation overtaken(
            EvmRpc rpc, RefundOrder order, List<SignedTransfer> current, long sequence, long finalHeight) {
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
