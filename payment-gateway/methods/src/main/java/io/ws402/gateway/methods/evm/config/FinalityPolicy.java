package io.ws402.gateway.methods.evm.config;

import io.ws402.gateway.methods.evm.rpc.Tip;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/**
 * How deep in the chain a transaction must be, by its amount. The first step that covers an amount counts; the last one
 * covers every amount.
 */
public record FinalityPolicy(List<Step> steps) {
    /** @throws IllegalArgumentException when the last step does not cover every amount */
    public FinalityPolicy {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || !steps.getLast().upTo().isEmpty()) {
            throw new IllegalArgumentException("the last step of a finality policy covers every amount");
        }
    }

    /** The step that covers an amount. */
    public Step of(Money amount) {
        return steps.stream().filter(step -> step.covers(amount)).findFirst().orElse(steps.getLast());
    }

    /** The highest block that no step takes for one that can still be undone, below 0 when there is none. */
    public long strictestFinalHeight(Tip tip) {
        return steps.stream().mapToLong(step -> step.finalHeight(tip)).min().orElseThrow();
    }

    /**
     * One step.
     *
     * @param upTo the largest amount it covers, in smallest units by symbol; empty when it covers every amount
     * @param confirmations how many blocks, the transaction's own included, before a session may start
     * @param depth when nothing is undone any more
     */
    public record Step(Map<String, BigInteger> upTo, long confirmations, Depth depth) {
        /** Keeps its own copy of the limits. */
        public Step {
            upTo = Map.copyOf(upTo);
        }

        private boolean covers(Money amount) {
            BigInteger limit = upTo.get(amount.asset().symbol());
            return upTo.isEmpty() || (limit != null && amount.units().compareTo(limit) <= 0);
        }

        /** Whether a session may start on a transaction in the block at this height. */
        public boolean isEnough(long block, Tip tip) {
            return tip.confirmations(block) >= confirmations;
        }

        /** Whether a transaction in the block at this height can no longer be undone. */
        public boolean isFinal(long block, Tip tip) {
            return block <= finalHeight(tip);
        }

        /** The highest block that can no longer be undone, below 0 when there is none. */
        public long finalHeight(Tip tip) {
            return switch (depth) {
                case Depth.Confirmations(long number) -> tip.height() - number + 1;
                case Depth.Finalized() -> tip.finalizedHeight();
            };
        }
    }

    /** When nothing is undone any more. */
    public sealed interface Depth {
        /** Under this many blocks, its own included. */
        record Confirmations(long number) implements Depth {}

        /** When the chain's consensus says so. */
        record Finalized() implements Depth {}
    }
}
