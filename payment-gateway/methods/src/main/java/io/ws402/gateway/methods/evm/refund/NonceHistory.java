package io.ws402.gateway.methods.evm.refund;

import io.ws402.gateway.methods.evm.chain.EvmAddress;
import io.ws402.gateway.methods.evm.chain.Transaction;
import io.ws402.gateway.methods.evm.rpc.EvmRpc;
import java.util.Optional;

/**
 * Finds the transaction that used a nonce. That a receipt is not found proves nothing, since a node's index can lag; the
 * transaction that stands in its place does. Calls block.
 */
final class NonceHistory {
    private final EvmRpc rpc;
    private final EvmAddress account;

    NonceHistory(EvmRpc rpc, EvmAddress account) {
        this.rpc = rpc;
        this.account = account;
    }

    /**
     * The transaction with this nonce.
     *
     * @param from a height at which it was not used yet, probably
     * @param to a height at which it was used
     * @return empty when the block that should hold it does not
     */
    Optional<Transaction> user(long nonce, long from, long to) {
        long unused = beforeUse(nonce, Math.min(from, to - 1));
        long used = to;
        while (used - unused > 1) {
            long middle = unused + (used - unused) / 2;
            if (rpc.nonceAt(account, middle) > nonce) {
                used = middle;
            } else {
                unused = middle;
            }
        }
        return rpc.transactionsAt(used).stream()
                .flatMap(transactions -> transactions.stream())
                .filter(transaction -> transaction.from().equals(account) && transaction.nonce() == nonce)
                .findFirst();
    }

    /** A height at which the nonce was not used yet, found by ever longer steps back; -1 is before the first block. */
    private long beforeUse(long nonce, long from) {
        long height = from;
        long step = 16;
        while (height >= 0 && rpc.nonceAt(account, height) > nonce) {
            height -= step;
            step *= 2;
        }
        return Math.max(-1, height);
    }
}
