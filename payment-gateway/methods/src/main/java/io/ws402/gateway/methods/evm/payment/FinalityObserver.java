package io.ws402.gateway.methods.evm.payment;

import io.ws402.gateway.method.Finality;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.methods.evm.chain.Receipt;
import io.ws402.gateway.methods.evm.chain.Transfer;
import io.ws402.gateway.methods.evm.config.EvmSettings;
import io.ws402.gateway.methods.evm.config.FinalityPolicy;
import io.ws402.gateway.methods.evm.rpc.EvmRpc;
import io.ws402.gateway.methods.evm.rpc.Tip;
import io.ws402.gateway.methods.evm.rpc.View;
import io.ws402.gateway.methods.evm.rpc.Views;
import io.ws402.gateway.methods.rpc.RpcException;
import io.ws402.gateway.methods.rpc.RpcPool;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says whether a deposit can still be undone. A transaction that a reorganisation moved to another block is the same
 * payment. One that is gone must be unknown to every endpoint, when what once held it is deeper than anything is undone.
 */
public final class FinalityObserver {
    private static final Logger LOG = LoggerFactory.getLogger(FinalityObserver.class);

    private final EvmSettings settings;
    private final RpcPool<EvmRpc> pool;
    private final Views views;

    /** Of deposits on this network. */
    public FinalityObserver(EvmSettings settings, RpcPool<EvmRpc> pool, Views views) {
        this.settings = settings;
        this.pool = pool;
        this.views = views;
    }

    /** Whether a deposit can still be undone. Blocks. */
    public Finality of(ObservedDeposit deposit) {
        try {
            Finality seen = views.look(view -> asSeen(view, deposit));
            return seen instanceof Finality.Gone gone ? confirmGone(deposit, gone) : seen;
        } catch (RpcException e) {
            LOG.debug("finality of {} is not known: {}", deposit.settlementKey(), e.getMessage());
            return new Finality.NotYet();
        }
    }

    private Finality confirmGone(ObservedDeposit deposit, Finality.Gone gone) {
        boolean allAgree =
                pool.each().stream().allMatch(rpc -> asSeen(View.now(rpc), deposit) instanceof Finality.Gone);
        return allAgree ? gone : new Finality.NotYet();
    }

    private Finality asSeen(View view, ObservedDeposit deposit) {
        FinalityPolicy.Step policy = settings.finality().of(deposit.amount());
        Evidence evidence = Evidence.of(deposit.evidence());
        if (!policy.isFinal(evidence.blockNumber(), view.tip())) {
            return new Finality.NotYet();
        }
        if (evidence.blockHash()
                .filter(hash -> view.stands(evidence.blockNumber(), hash))
                .isPresent()) {
            return new Finality.Final();
        }
        Optional<Receipt> receipt = view.rpc().receipt(deposit.txId());
        if (receipt.isPresent()) {
            return judge(receipt.get(), deposit, evidence, policy, view.tip());
        }
        return view.rpc().transaction(deposit.txId()).isEmpty()
                ? new Finality.Gone("the chain was reorganised and no longer has transaction " + deposit.txId())
                : new Finality.NotYet();
    }

    private static Finality judge(
            Receipt receipt, ObservedDeposit deposit, Evidence evidence, FinalityPolicy.Step policy, Tip tip) {
        if (!policy.isFinal(receipt.blockNumber(), tip)) {
            return new Finality.NotYet();
        }
        return stillPays(receipt, deposit, evidence)
                ? new Finality.Final()
                : new Finality.Gone("in the block that became final, transaction " + deposit.txId() + " does not pay");
    }

    /** Executed again in another block, a transaction can do something else. */
    private static boolean stillPays(Receipt receipt, ObservedDeposit deposit, Evidence evidence) {
        return receipt.succeeded()
                && (evidence.position() == Evidence.NATIVE
                        || receipt.transfers().stream()
                                .filter(transfer -> transfer.position() == evidence.position())
                                .anyMatch(transfer -> isOf(deposit, transfer)));
    }

    private static boolean isOf(ObservedDeposit deposit, Transfer transfer) {
        return transfer.from().checksummed().equals(deposit.payer())
                && transfer.to().checksummed().equals(deposit.recipient())
                && deposit.amount()
                        .asset()
                        .id()
                        .local()
                        .equals("erc20:" + transfer.token().lower())
                && transfer.value().equals(deposit.amount().units());
    }
}
