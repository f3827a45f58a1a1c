package io.ws402.chaos.solana;

import io.ws402.chaos.chain.SimChain;
import io.ws402.chaos.chain.StableHash;
import io.ws402.chaos.schedule.Dice;
import java.util.List;

/**
 * The simulated chain as a cluster with two endpoints. Behind each are many nodes, half of which lag; which of them answers
 * a question is a matter of luck. How much history they keep is the endpoint's.
 */
public final class Cluster {
    static final int ENDPOINTS = 2;

    private static final int LAGS_PERCENT = 50;
    private static final int MOST_BEHIND = 8;
    private static final int FORGETS_PERCENT = 35;
    private static final int FEWEST_KEPT = 3;
    private static final int MOST_KEPT = 8;

    private final SimChain chain;
    private final List<Integer> blocksKept;
    private boolean healed;

    /** @param dice decide how much history its endpoints keep */
    public Cluster(SimChain chain, Dice dice) {
        this.chain = chain;
        this.blocksKept = dice.ints(ENDPOINTS, 0, 100)
                .mapToObj(drawn -> drawn < FORGETS_PERCENT ? (int) dice.between(FEWEST_KEPT, MOST_KEPT) : Integer.MAX_VALUE)
                .toList();
    }

    /** From now on no node lags, loses anything, or has forgotten anything. */
    public void heal() {
        healed = true;
    }

    /** Whichever node happens to answer a question. */
    Node asked(int endpoint, String question) {
        if (healed) {
            return new Node(chain, chain.height(), 0, false);
        }
        Dice dice = Dice.of(StableHash.hash(question), endpoint, chain.height());
        int behind = dice.chance(LAGS_PERCENT) ? (int) dice.between(1, MOST_BEHIND) : 0;
        int height = Math.max(SimChain.FINAL_DEPTH, chain.height() - behind);
        return new Node(chain, height, Math.max(0, height - blocksKept.get(endpoint)), dice.chance(25));
    }
}
