package io.ws402.gateway.methods.solana.payment;

import io.ws402.gateway.method.Finality;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.methods.rpc.RpcException;
import io.ws402.gateway.methods.rpc.RpcPool;
import io.ws402.gateway.methods.solana.chain.ChainTransaction;
import io.ws402.gateway.methods.solana.chain.Commitment;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import io.ws402.gateway.methods.solana.config.SolanaAsset;
import io.ws402.gateway.methods.solana.config.SolanaSettings;
import io.ws402.gateway.methods.solana.rpc.ChainEnd;
import io.ws402.gateway.methods.solana.rpc.SolanaRpc;
import io.ws402.gateway.methods.solana.rpc.Status;
import io.ws402.gateway.methods.solana.rpc.Statuses;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says whether a deposit can still be undone. A transaction that moved to another slot is the same payment. One that is
 * gone must be unknown to every endpoint that answers, when so many blocks are final that its blockhash has expired and
 * none can take it again.
 */
public final class FinalityObserver {
    private static final Logger LOG = LoggerFactory.getLogger(FinalityObserver.class);
    /** For how many blocks a blockhash is good. */
    private static final long BLOCKHASH_LIFE = 151;

    private final SolanaSettings settings;
    private final RpcPool<SolanaRpc> pool;

    /** Of deposits on this cluster. */
    public FinalityObserver(SolanaSettings settings, RpcPool<SolanaRpc> pool) {
        this.settings = settings;
        this.pool = pool;
    }

    /** Whether a deposit can still be undone. Blocks. */
    public Finality of(ObservedDeposit deposit) {
        try {
            Finality seen = pool.onOneEndpoint(rpc -> asSeenBy(rpc, deposit));
            return seen instanceof Finality.Gone gone ? confirmGone(deposit, gone) : seen;
        } catch (RpcException e) {
            LOG.debug("finality of {} is not known: {}", deposit.settlementKey(), e.getMessage());
            return new Finality.NotYet();
        }
    }

    private Finality confirmGone(ObservedDeposit deposit, Finality.Gone gone) {
        boolean allAgree = pool.each().stream().allMatch(rpc -> asSeenBy(rpc, deposit) instanceof Finality.Gone);
        return allAgree ? gone : new Finality.NotYet();
    }

    private Finality asSeenBy(SolanaRpc rpc, ObservedDeposit deposit) {
        Evidence evidence = Evidence.of(deposit.evidence());
        // First how far the node is, then what it knows: in the other order a transaction could slip in between.
        ChainEnd end = rpc.end(Commitment.FINALIZED);
        Statuses statuses = rpc.statuses(List.of(deposit.txId()));
        Optional<Status> status = statuses.statuses().getFirst();
        if (status.isEmpty()) {
            boolean hadItsTime = end.height() > evidence.height() + BLOCKHASH_LIFE
                    && statuses.seenAt() >= end.slot()
                    && rpc.firstAvailableSlot() <= evidence.slot();
            return hadItsTime
                    ? new Finality.Gone("the final chain does not have transaction " + deposit.txId())
                    : new Finality.NotYet();
        }
        if (status.get().commitment() != Commitment.FINALIZED) {
            return new Finality.NotYet();
        }
        return rpc.transaction(deposit.txId(), Commitment.FINALIZED)
                .map(transaction -> judge(transaction, deposit, evidence))
                .orElseGet(Finality.NotYet::new);
    }

    /** Carried out again in another slot, a transaction can do something else. */
    private Finality judge(ChainTransaction transaction, ObservedDeposit deposit, Evidence evidence) {
        SolanaAddress recipient = new SolanaAddress(deposit.recipient());
        SolanaAsset asset = settings.assetOf(deposit.amount().asset()).of(recipient);
        boolean stillPays = Arrivals.of(transaction, asset, recipient).stream()
                .anyMatch(arrival -> arrival.position().equals(evidence.position())
                        && arrival.units().equals(deposit.amount().units())
                        && arrival.payer()
                                .filter(payer -> payer.text().equals(deposit.payer()))
                                .isPresent());
        return stillPays
                ? new Finality.Final()
                : new Finality.Gone("in the slot that became final, transaction " + deposit.txId() + " does not pay");
    }
}
