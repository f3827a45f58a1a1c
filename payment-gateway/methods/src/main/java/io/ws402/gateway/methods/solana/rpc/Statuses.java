package io.ws402.gateway.methods.solana.rpc;

import java.util.List;
import java.util.Optional;

/**
 * What one node knows of transactions.
 *
 * @param seenAt the newest slot that the node had carried out when it answered
 * @param statuses one for each signature that was asked for; empty for one that the node does not know
 */
public record Statuses(long seenAt, List<Optional<Status>> statuses) {
    /** Keeps its own copy. */
    public Statuses {
        statuses = List.copyOf(statuses);
    }
}
