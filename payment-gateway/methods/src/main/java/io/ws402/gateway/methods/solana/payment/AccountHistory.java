package io.ws402.gateway.methods.solana.payment;

import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import io.ws402.gateway.methods.solana.payment.FeedPosition.Mark;
import io.ws402.gateway.methods.solana.rpc.Listed;
import io.ws402.gateway.methods.solana.rpc.SolanaRpc;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of an account behind a mark, the oldest first, a bounded number at a time. Nodes list the newest first,
 * so that every page down to the mark is listed before the oldest are known. Blocks.
 */
final class AccountHistory {
    /** How many transactions are looked at in one go. */
    private static final int AT_ONCE = 50;
    /** How many pages are listed in one go; how far down that came is remembered. */
    private static final int PAGES = 20;

    private final SolanaRpc rpc;
    private final int pageSize;

    AccountHistory(SolanaRpc rpc) {
        this(rpc, SolanaRpc.MAX_LISTED);
    }

    AccountHistory(SolanaRpc rpc, int pageSize) {
        this.rpc = rpc;
        this.pageSize = pageSize;
    }

    /**
     * A part of it.
     *
     * @param transactions the oldest behind the mark, in their order
     * @param end the mark behind them
     * @param more whether there are more by now
     */
    record Part(List<Listed> transactions, Mark end, boolean more) {
        /** The same as far as it was looked at: only so many of its transactions behind the mark that it began from. */
        Part first(int looked, Mark from) {
            if (looked >= transactions.size()) {
                return this;
            }
            List<Listed> done = transactions.subList(0, looked);
            return new Part(done, new Mark(done.getLast().slot(), done.getLast().signature(), from.before()), true);
        }
    }

    Part after(SolanaAddress account, Mark mark) {
        Deque<Listed> oldest = new ArrayDeque<>();
        boolean dropped = false;
        @Nullable String before = mark.before();
        @Nullable String abovePage = before;
        for (int page = 0; page < PAGES; page++) {
            List<Listed> listed = rpc.signatures(account, before, mark.signature(), pageSize);
            for (Listed each : listed) {
                if (isBehind(each, mark)) {
                    oldest.addLast(each);
                    if (oldest.size() > AT_ONCE) {
                        oldest.removeFirst();
                        dropped = true;
                    }
                }
            }
            boolean reachedTheMark = listed.size() < pageSize || !isBehind(listed.getLast(), mark);
            if (reachedTheMark) {
                return part(oldest, mark, dropped);
            }
            abovePage = before;
            before = listed.getLast().signature();
        }
        // Too many to list at once: the next call goes on further down, and nothing is looked at before the oldest. It
        // lists
        // the last page again, so that it has something to begin with should that have been the end.
        return new Part(List.of(), new Mark(mark.slot(), mark.signature(), abovePage), true);
    }

    private static Part part(Deque<Listed> newestFirst, Mark mark, boolean dropped) {
        List<Listed> ordered = List.copyOf(newestFirst).reversed();
        Mark end = ordered.isEmpty()
                ? new Mark(mark.slot(), mark.signature(), null)
                : new Mark(ordered.getLast().slot(), ordered.getLast().signature(), dropped ? mark.before() : null);
        // What lies above where an earlier call began to go down is still to come.
        return new Part(ordered, end, dropped || mark.before() != null);
    }

    /** A node that does not know the mark's transaction lists older ones, too. */
    private static boolean isBehind(Listed listed, Mark mark) {
        return mark.signature() == null ? listed.slot() > mark.slot() : listed.slot() >= mark.slot();
    }
}
