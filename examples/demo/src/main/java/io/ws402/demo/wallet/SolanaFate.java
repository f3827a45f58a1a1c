package io.ws402.demo.wallet;

import io.ws402.gateway.methods.rpc.MalformedAnswer;
import io.ws402.gateway.methods.rpc.RpcException;
import io.ws402.gateway.methods.solana.chain.Commitment;
import io.ws402.gateway.methods.solana.rpc.ChainEnd;
import io.ws402.gateway.methods.solana.rpc.SolanaRpc;
import io.ws402.gateway.methods.solana.rpc.Status;
import io.ws402.gateway.methods.solana.rpc.Statuses;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What became of a transaction that was handed to a node. */
sealed interface SolanaFate {
    /** A transaction is good for a minute or so; after that it was taken up, or never will be. */
    Duration LIMIT = Duration.ofMinutes(2);

    /** How often the node is asked. */
    Duration POLL = Duration.ofMillis(200);

    /** It paid, and cost this fee. */
    record Succeeded(BigInteger fee) implements SolanaFate {}

    /** It cost its fee and did nothing else. */
    record Failed(String reason) implements SolanaFate {}

    /** No block has it, and none will. */
    record Expired() implements SolanaFate {}

    /** The node did not say in time. */
    record Unknown() implements SolanaFate {}

    /**
     * Waits until the cluster has confirmed the transaction, or its block hash has expired without that.
     *
     * @param lastValidHeight the last block that may hold it
     */
    static SolanaFate await(SolanaRpc rpc, String signature, long lastValidHeight) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        do {
            try {
                Optional<SolanaFate> fate = look(rpc, signature, lastValidHeight);
                if (fate.isPresent()) {
                    return fate.get();
                }
            } catch (RpcException | MalformedAnswer nodeIsAway) {
                // It may come back; the transaction is out in any case.
            }
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Unknown();
            }
        } while (System.nanoTime() < deadline);
        return new Unknown();
    }

    private static Optional<SolanaFate> look(SolanaRpc rpc, String signature, long lastValidHeight) {
        // The end first: what should have come before it, and is not there afterwards, never comes.
        ChainEnd end = rpc.end(Commitment.FINALIZED);
        Statuses statuses = rpc.statuses(List.of(signature));
        Optional<Status> status = statuses.statuses().getFirst();
        if (status.isEmpty()) {
            // The block after the last valid one may still take it up.
            boolean expired = end.height() > lastValidHeight + 1 && statuses.seenAt() >= end.slot();
            return expired ? Optional.of(new Expired()) : Optional.empty();
        }
        if (!status.get().commitment().isAtLeast(Commitment.CONFIRMED)) {
            return Optional.empty();
        }
        if (status.get().error().isPresent()) {
            return Optional.of(new Failed(status.get().error().get()));
        }
        return rpc.transaction(signature, Commitment.CONFIRMED).map(found -> new Succeeded(found.fee()));
    }
}
