package io.ws402.gateway.methods.evm.payment;

import io.ws402.gateway.method.Observation;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.method.QuotedPayment;
import io.ws402.gateway.methods.evm.chain.Block;
import io.ws402.gateway.methods.evm.chain.EvmAddress;
import io.ws402.gateway.methods.evm.chain.Receipt;
import io.ws402.gateway.methods.evm.chain.Transaction;
import io.ws402.gateway.methods.evm.config.ChainAsset;
import io.ws402.gateway.methods.evm.config.EvmSettings;
import io.ws402.gateway.methods.evm.config.FinalityPolicy;
import io.ws402.gateway.methods.evm.rpc.ChainWatcher;
import io.ws402.gateway.methods.evm.rpc.EvmRpc;
import io.ws402.gateway.methods.evm.rpc.Tip;
import io.ws402.gateway.methods.rpc.RpcException;
import io.ws402.protocol.money.Money;
import java.util.Optional;

/** Looks for a payment on the chain and says what arrived, from whom. Calls block. */
public final class PaymentObserver {
    private final EvmSettings settings;
    private final ChainWatcher watcher;
    private final EvmRpc rpc;
    private final NativeArrivals nativeArrivals;

    /** Of payments on this network. */
    public PaymentObserver(EvmSettings settings, ChainWatcher watcher, EvmRpc rpc) {
        this.settings = settings;
        this.watcher = watcher;
        this.rpc = rpc;
        this.nativeArrivals = new NativeArrivals(rpc);
    }

    /** What the chain shows of a payment. */
    public Observation observe(QuotedPayment payment, EvmProof proof) {
        try {
            Optional<Receipt> receipt = watcher.receipt(proof.transactionHash());
            return receipt.isPresent() ? mined(payment, proof, receipt.get()) : notMined(proof);
        } catch (RpcException.TooLarge e) {
            return new Observation.Refused("malformed_proof", "The transaction is larger than any payment.");
        } catch (RpcException e) {
            return new Observation.Unavailable("The chain does not answer: " + e.getMessage());
        }
    }

    private Observation notMined(EvmProof proof) {
        long blockTimeMs = settings.pace().blockTime().toMillis();
        return rpc.transaction(proof.transactionHash()).isPresent()
                ? new Observation.Pending("payment_pending", "The transaction is waiting for a block.", blockTimeMs)
                : new Observation.Pending(
                        "transaction_not_found",
                        "The transaction is not known on " + settings.network() + " (yet).",
                        blockTimeMs);
    }

    private Observation mined(QuotedPayment payment, EvmProof proof, Receipt receipt) {
        if (receipt.blockNumber() < Anchor.of(payment.anchor()).headBlock()) {
            return new Observation.Refused("transaction_too_old", "The transaction is older than the quote.");
        }
        if (!receipt.succeeded()) {
            return new Observation.Refused("transaction_failed", "The transaction was reverted; it paid nothing.");
        }
        Optional<Block> block = watcher.block(receipt.blockHash());
        if (block.isEmpty()) {
            throw nodesDisagree();
        }
        return switch (arrival(payment, receipt)) {
            case Arrival.Nothing(String code, String reason) -> new Observation.Refused(code, reason);
            case Arrival.Money money -> arrived(payment, proof, receipt, block.get(), money);
        };
    }

    private static RpcException nodesDisagree() {
        return new RpcException.Unavailable("its nodes disagree about the transaction");
    }

    private Transaction transaction(Receipt receipt) {
        return watcher.transaction(receipt.transactionHash()).orElseThrow(PaymentObserver::nodesDisagree);
    }

    private Arrival arrival(QuotedPayment payment, Receipt receipt) {
        EvmAddress wallet = EvmAddress.parse(payment.recipient());
        ChainAsset asset = settings.asset(payment.price().asset())
                .orElseThrow(
                        () -> new IllegalStateException(payment.price().asset().id()
                                + " was quoted, but is no longer configured for " + settings.id()));
        return switch (asset) {
            case ChainAsset.Native coin -> nativeArrivals.find(wallet, receipt, transaction(receipt));
            case ChainAsset.Token token ->
                TokenArrivals.find(token, wallet, payment.price().units(), receipt, () -> transaction(receipt));
        };
    }

    private Observation arrived(
            QuotedPayment payment, EvmProof proof, Receipt receipt, Block block, Arrival.Money money) {
        if (proof.sender().filter(claimed -> !claimed.equals(money.payer())).isPresent()) {
            return new Observation.Refused("payer_mismatch", "senderAddress is not who the chain says has paid.");
        }
        Money amount = new Money(payment.price().asset(), money.units());
        FinalityPolicy.Step policy = settings.finality().of(amount);
        Tip tip = watcher.tipAtLeast(receipt.blockNumber());
        ObservedDeposit deposit = deposit(payment, receipt, money, amount, policy.isFinal(receipt.blockNumber(), tip));
        if (block.timestamp().isAfter(payment.expiresAt().plus(settings.expiryTolerance()))) {
            return new Observation.Refused(
                    "late_payment", "The payment came after the quote had expired; it is refunded.", deposit);
        }
        return policy.isEnough(receipt.blockNumber(), tip)
                ? new Observation.Paid(deposit)
                : notDeepEnough(policy.confirmations(), tip.confirmations(receipt.blockNumber()));
    }

    private Observation notDeepEnough(long needed, long confirmations) {
        long missing = needed - Math.max(0, confirmations);
        return new Observation.Pending(
                "payment_pending",
                "The payment has " + Math.max(0, confirmations) + " of " + needed + " confirmations.",
                settings.pace().blockTime().toMillis() * missing);
    }

    private ObservedDeposit deposit(
            QuotedPayment payment, Receipt receipt, Arrival.Money money, Money amount, boolean isFinal) {
        return new ObservedDeposit(
                Evidence.settlementKey(settings.chain(), receipt, money.position()),
                money.payer().checksummed(),
                payment.recipient(),
                amount,
                receipt.transactionHash(),
                Evidence.json(receipt, money.position()),
                isFinal);
    }
}
