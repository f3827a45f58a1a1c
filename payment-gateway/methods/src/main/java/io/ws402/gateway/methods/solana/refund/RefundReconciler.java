package io.ws402.gateway.methods.solana.refund;

import io.ws402.gateway.method.Reconciliation;
import io.ws402.gateway.method.RefundOrder;
import io.ws402.gateway.method.RefundPlan;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.gateway.methods.rpc.RpcException;
import io.ws402.gateway.methods.rpc.RpcPool;
import io.ws402.gateway.methods.solana.chain.ChainTransaction;
import io.ws402.gateway.methods.solana.chain.Commitment;
import io.ws402.gateway.methods.solana.config.SolanaSettings;
import io.ws402.gateway.methods.solana.rpc.BlockhashValidity;
import io.ws402.gateway.methods.solana.rpc.ChainEnd;
import io.ws402.gateway.methods.solana.rpc.SolanaRpc;
import io.ws402.gateway.methods.solana.rpc.Status;
import io.ws402.gateway.methods.solana.rpc.Statuses;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds out what became of a refund. All that one decision rests on is asked of one node, how far it is first. That a
 * transaction never had an effect is proved by time: once the final chain is past the last block that may hold it, a node
 * that has seen that block and does not know it says that nobody ever will. Every other node that answers must not know it
 * either. Calls block.
 */
final class RefundReconciler {
    private final SolanaSettings settings;
    private final RpcPool<SolanaRpc> pool;
    private final RefundPlanner planner;

    RefundReconciler(SolanaSettings settings, RpcPool<SolanaRpc> pool, RefundPlanner planner) {
        this.settings = settings;
        this.pool = pool;
        this.planner = planner;
    }

    Reconciliation reconcile(RefundOrder order, List<SignedTransfer> signed) {
        if (signed.isEmpty()) {
            return new Reconciliation.Missing();
        }
        // Earlier ones were proved to be without effect before there was a later one.
        List<SignedTransfer> recent =
                signed.subList(Math.max(0, signed.size() - SolanaRpc.MAX_STATUSES), signed.size());
        try {
            Reconciliation seen = pool.onOneEndpoint(rpc -> asSeenBy(rpc, order, recent));
            return seen instanceof Reconciliation.WithoutEffect && isKnownToAnyEndpoint(recent)
                    ? new Reconciliation.InFlight()
                    : seen;
        } catch (RpcException e) {
            return new Reconciliation.Unavailable("the chain does not answer: " + e.getMessage());
        }
    }

    /** Whether a node has one that did not fail. One that does not answer has no say. */
    private boolean isKnownToAnyEndpoint(List<SignedTransfer> signed) {
        return pool.each().stream().anyMatch(rpc -> {
            try {
                return rpc.statuses(ids(signed)).statuses().stream()
                        .flatMap(Optional::stream)
                        .anyMatch(status -> status.error().isEmpty());
            } catch (RpcException e) {
                return false;
            }
        });
    }

    private Reconciliation asSeenBy(SolanaRpc rpc, RefundOrder order, List<SignedTransfer> signed) {
        ChainEnd end = rpc.end(Commitment.FINALIZED);
        Statuses statuses = rpc.statuses(ids(signed));
        List<SignedTransfer> unknown = new ArrayList<>();
        for (int index = 0; index < signed.size(); index++) {
            Optional<Status> status = statuses.statuses().get(index);
            if (status.isEmpty()) {
                unknown.add(signed.get(index));
            } else if (status.get().commitment() != Commitment.FINALIZED) {
                return new Reconciliation.InFlight();
            } else if (status.get().error().isEmpty()) {
                return confirmed(rpc, order, signed.get(index));
            }
        }
        Optional<Status> latest = statuses.statuses().getLast();
        if (latest.isPresent()) {
            // The others had expired before this one was signed.
            return failed(rpc, order, signed.getLast(), latest.get());
        }
        return notSeen(rpc, end, statuses, signed.getLast(), unknown);
    }

    private Reconciliation confirmed(SolanaRpc rpc, RefundOrder order, SignedTransfer signed) {
        Optional<ChainTransaction> transaction = rpc.transaction(signed.txId(), Commitment.FINALIZED);
        Optional<BigInteger> gained =
                transaction.flatMap(found -> found.gain(settings.wallet().address()));
        if (gained.isEmpty()) {
            return new Reconciliation.Unavailable("the node has the refund, but does not show it");
        }
        boolean inCoin = order.amount().asset().id().equals(settings.coin().id());
        BigInteger cost = gained.get().negate().subtract(inCoin ? order.amount().units() : BigInteger.ZERO);
        return new Reconciliation.Confirmed(signed.txId(), new Money(settings.coin(), cost));
    }

    private Reconciliation failed(SolanaRpc rpc, RefundOrder order, SignedTransfer signed, Status status) {
        Optional<ChainTransaction> transaction = rpc.transaction(signed.txId(), Commitment.FINALIZED);
        if (transaction.isEmpty()) {
            return new Reconciliation.Unavailable("the node has the refund, but does not show it");
        }
        boolean recipientRefuses = planner.plan(order) instanceof RefundPlan.RecipientRefuses;
        return new Reconciliation.WithoutEffect(
                "transaction " + signed.txId() + " failed: " + status.error().orElse(""),
                new Money(settings.coin(), transaction.get().fee()),
                recipientRefuses);
    }

    private Reconciliation notSeen(
            SolanaRpc rpc, ChainEnd end, Statuses statuses, SignedTransfer latest, List<SignedTransfer> unknown) {
        List<Terms> terms = unknown.stream().map(each -> Terms.of(each.terms())).toList();
        boolean pastAll = terms.stream().allMatch(each -> end.height() > each.lastValidHeight());
        if (!pastAll || statuses.seenAt() < end.slot()) {
            return rpc.validity(Terms.of(latest.terms()).blockhash(), Commitment.PROCESSED)
                            .valid()
                    ? new Reconciliation.Missing()
                    : new Reconciliation.InFlight();
        }
        long signedAt = terms.stream().mapToLong(Terms::signedAtSlot).min().orElseThrow();
        if (rpc.firstAvailableSlot() > signedAt) {
            return new Reconciliation.Unavailable(
                    "the node keeps no history back to when the refund was signed; use one that does");
        }
        // Should whoever gave the blockhash have said too little of its life, the final chain still tells.
        for (Terms each : terms) {
            BlockhashValidity said = rpc.validity(each.blockhash(), Commitment.FINALIZED);
            if (said.valid()) {
                return new Reconciliation.Missing();
            }
            if (said.seenAt() < end.slot()) {
                // It may be too far behind to have met the blockhash.
                return new Reconciliation.InFlight();
            }
        }
        return new Reconciliation.WithoutEffect(
                "transaction " + latest.txId() + " expired before the cluster took it",
                Money.zero(settings.coin()),
                false);
    }

    private static List<String> ids(List<SignedTransfer> signed) {
        return signed.stream().map(SignedTransfer::txId).toList();
    }
}
