package io.ws402.gateway.methods.evm.payment;

import io.ws402.gateway.methods.evm.chain.EvmAddress;
import io.ws402.gateway.methods.evm.chain.Receipt;
import io.ws402.gateway.methods.evm.chain.Transaction;
import io.ws402.gateway.methods.evm.rpc.EvmRpc;
import io.ws402.gateway.methods.rpc.RpcException;
import java.math.BigInteger;

/**
 * Finds what a transaction brought in the chain's own coin. Only a transaction sent to our wallet says who paid; what
 * reached it inside another call leaves no trace that names a payer.
 */
final class NativeArrivals {
    private final EvmRpc rpc;

    NativeArrivals(EvmRpc rpc) {
        this.rpc = rpc;
    }

    /** What it brought. Blocks when the transaction was sent to a contract. */
    Arrival find(EvmAddress wallet, Receipt receipt, Transaction transaction) {
        if (transaction.to().filter(wallet::equals).isEmpty()) {
            return elsewhere(wallet, receipt, transaction);
        }
        if (transaction.from().equals(wallet)) {
            return new Arrival.Nothing("not_attributable", "The wallet can not pay itself.");
        }
        if (transaction.isBridged()) {
            return new Arrival.Nothing(
                    "not_attributable",
                    "The payment came over the bridge, so its sender may not be able to take a refund.");
        }
        if (transaction.value().signum() == 0) {
            return broughtToken(wallet, receipt)
                    ? new Arrival.Nothing(
                            "wrong_asset", "The transaction pays in a token; the quote asks for the coin.")
                    : new Arrival.Nothing("amount_mismatch", "The transaction carries nothing.");
        }
        return new Arrival.Money(transaction.from(), transaction.value(), Evidence.NATIVE);
    }

    private Arrival elsewhere(EvmAddress wallet, Receipt receipt, Transaction transaction) {
        if (broughtToken(wallet, receipt)) {
            return new Arrival.Nothing("wrong_asset", "The transaction pays in a token; the quote asks for the coin.");
        }
        if (mayHavePaidInside(wallet, receipt, transaction)) {
            return new Arrival.Nothing(
                    "not_attributable",
                    "The payment reached the wallet inside another call, which does not show whose it is. An operator"
                            + " can refund it; pay by a plain transfer.");
        }
        return new Arrival.Nothing("wrong_recipient", "The transaction was sent to somebody else.");
    }

    private static boolean broughtToken(EvmAddress wallet, Receipt receipt) {
        return receipt.transfers().stream()
                .anyMatch(transfer ->
                        transfer.to().equals(wallet) && transfer.value().signum() > 0);
    }

    /** Whether the wallet had more after the transaction's block than before, and a contract was called. */
    private boolean mayHavePaidInside(EvmAddress wallet, Receipt receipt, Transaction transaction) {
        boolean contract = transaction.to().map(rpc::isContract).orElse(true);
        return contract && gained(wallet, receipt.blockNumber());
    }

    private boolean gained(EvmAddress wallet, long block) {
        try {
            BigInteger before = rpc.balanceAt(wallet, Math.max(0, block - 1));
            return rpc.balanceAt(wallet, block).compareTo(before) > 0;
        } catch (RpcException.Refused e) {
            return true; // The node has forgotten that state; an operator finds out.
        }
    }
}
