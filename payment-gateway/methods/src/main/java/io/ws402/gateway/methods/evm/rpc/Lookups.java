package io.ws402.gateway.methods.evm.rpc;

import io.ws402.gateway.methods.evm.chain.Block;
import io.ws402.gateway.methods.evm.chain.Receipt;
import io.ws402.gateway.methods.evm.chain.Transaction;
import io.ws402.gateway.methods.rpc.RecentlyUsed;
import io.ws402.gateway.methods.rpc.SingleFlight;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers answers for as long as they hold: a receipt, or that there is none, until the chain grows; a block and a
 * transaction, which their hash determines, until others push them out. Thread-safe; calls block.
 */
final class Lookups {
    private static final int MAX_RECEIPTS = 2048;
    private static final int MAX_OTHERS = 1024;
    /** Receipts with more transfers than any honest payment has are not worth their memory. */
    private static final int MAX_TRANSFERS = 64;

    private final EvmRpc rpc;
    private final Map<String, AsOf> receipts = new RecentlyUsed<>(MAX_RECEIPTS);
    private final Map<String, SingleFlight<Optional<Receipt>>> asked = new RecentlyUsed<>(MAX_RECEIPTS);
    private final Map<String, Block> blocks = new RecentlyUsed<>(MAX_OTHERS);
    private final Map<String, Transaction> transactions = new RecentlyUsed<>(MAX_OTHERS);

    private record AsOf(String tipHash, Optional<Receipt> receipt) {}

    Lookups(EvmRpc rpc) {
        this.rpc = rpc;
    }

    Optional<Receipt> receipt(String hash, Tip tip) {
        String tipHash = tip.latest().hash();
        SingleFlight<Optional<Receipt>> question;
        synchronized (this) {
            AsOf remembered = receipts.get(hash);
            if (remembered != null && remembered.tipHash().equals(tipHash)) {
                return remembered.receipt();
            }
            // One that was asked before the chain grew may be answered by what was true then.
            question = asked.computeIfAbsent(hash + tipHash, asking -> new SingleFlight<>(() -> rpc.receipt(hash)));
        }
        Optional<Receipt> receipt = question.ask();
        synchronized (this) {
            asked.remove(hash + tipHash);
            if (receipt.isEmpty() || receipt.get().transfers().size() <= MAX_TRANSFERS) {
                receipts.put(hash, new AsOf(tipHash, receipt));
            }
        }
        return receipt;
    }

    /** What was last seen of a transaction's receipt; a reorganisation may have undone it since. */
    synchronized Optional<Receipt> remembered(String hash) {
        return Optional.ofNullable(receipts.get(hash)).flatMap(AsOf::receipt);
    }

    Optional<Transaction> transaction(String hash) {
        synchronized (this) {
            Transaction remembered = transactions.get(hash);
            if (remembered != null) {
                return Optional.of(remembered);
            }
        }
        Optional<Transaction> found = rpc.transaction(hash);
        // Which block holds it may change; what it says can not, and only that is asked of what is remembered.
        found.filter(transaction -> transaction.block().isPresent()).ifPresent(transaction -> {
            synchronized (this) {
                transactions.put(hash, transaction);
            }
        });
        return found;
    }

    Optional<Block> block(String hash) {
        synchronized (this) {
            Block remembered = blocks.get(hash);
            if (remembered != null) {
                return Optional.of(remembered);
            }
        }
        Optional<Block> found = rpc.blockOf(hash);
        found.ifPresent(block -> {
            synchronized (this) {
                blocks.put(hash, block);
            }
        });
        return found;
    }
}
