package io.ws402.gateway.methods.evm.payment;

import io.ws402.gateway.methods.evm.chain.EvmAddress;
import io.ws402.gateway.methods.evm.chain.Transaction;
import io.ws402.gateway.methods.evm.rpc.EvmRpc;
import io.ws402.gateway.methods.rpc.RpcException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the transactions that were sent to a wallet with coin. The chain keeps no index of them, and reading every block
 * whole would cost more than most payments: where an account signed nothing and its balance is what it was, nothing
 * reached it. Calls block.
 */
final class NativeScan {
    private final EvmRpc rpc;
    private final EvmAddress wallet;
    private final List<Transaction> found = new ArrayList<>();

    /** What an account had and had signed after a block. */
    private record State(BigInteger balance, long nonce) {}

    NativeScan(EvmRpc rpc, EvmAddress wallet) {
        this.rpc = rpc;
        this.wallet = wallet;
    }

    /**
     * In blocks from one height to another.
     *
     * @param byState whether to look only into blocks that changed the wallet; needs a node that keeps their state
     */
    List<Transaction> transactions(long from, long to, boolean byState) {
        // A contract's balance can go down and up again without a nonce that tells.
        if (byState && !rpc.isContract(wallet)) {
            search(from, stateAfter(from - 1), to, stateAfter(to));
        } else {
            for (long block = from; block <= to; block++) {
                read(block);
            }
        }
        return found;
    }

    private void search(long from, State before, long to, State after) {
        if (before.equals(after)) {
            return;
        }
        if (from == to) {
            read(from);
            return;
        }
        long middle = from + (to - from) / 2;
        State between = stateAfter(middle);
        search(from, before, middle, between);
        search(middle + 1, between, to, after);
    }

    private State stateAfter(long block) {
        return block < 0
                ? new State(BigInteger.ZERO, 0)
                : new State(rpc.balanceAt(wallet, block), rpc.nonceAt(wallet, block));
    }

    private void read(long block) {
        List<Transaction> transactions = rpc.transactionsAt(block)
                .orElseThrow(() -> new RpcException.Unavailable("the node does not have the final block " + block));
        transactions.stream()
                .filter(transaction -> transaction.to().filter(wallet::equals).isPresent()
                        && !transaction.from().equals(wallet)
                        && transaction.value().signum() > 0)
                .forEach(found::add);
    }
}
