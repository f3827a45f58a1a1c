package io.ws402.gateway.methods.solana.config;

import io.ws402.gateway.methods.solana.chain.Commitment;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/**
 * How sure the cluster must be of a payment before a session starts, by its amount. The first step that covers an amount
 * counts; the last one covers every amount. What nothing undoes any more is always what is finalized.
 */
public record FinalityPolicy(List<Step> steps) {
    /** @throws IllegalArgumentException when the last step does not cover every amount */
    public FinalityPolicy {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || !steps.getLast().upTo().isEmpty()) {
            throw new IllegalArgumentException("the last step of a finality policy covers every amount");
        }
    }

    /** What an amount needs. */
    public Commitment of(Money amount) {
        return steps.stream()
                .filter(step -> step.covers(amount))
                .findFirst()
                .orElse(steps.getLast())
                .commitment();
    }

    /**
     * One step.
     *
     * @param upTo the largest amount it covers, in smallest units by symbol; empty when it covers every amount
     * @param commitment what it needs
     */
    public record Step(Map<String, BigInteger> upTo, Commitment commitment) {
        /** Keeps its own copy of the limits. */
        public Step {
            upTo = Map.copyOf(upTo);
        }

        private boolean covers(Money amount) {
            BigInteger limit = upTo.get(amount.asset().symbol());
            return upTo.isEmpty() || (limit != null && amount.units().compareTo(limit) <= 0);
        }
    }
}
