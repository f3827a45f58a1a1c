package io.ws402.chaos.solana;

import io.ws402.chaos.chain.SimChain;
import io.ws402.chaos.chain.StableHash;
import io.ws402.chaos.schedule.Dice;
import java.util.List;
import java.util.stream.Stream;

/**
 * The simulated chain as a cluster with two endpoints. Behind each are many nodes, some of which lag; which of them answers
 * a question is a matter of luck. How much history they keep is the endpoint's, and for some blocks all of them may lose what
 * they are handed. How bad it is differs from history to history.
 */
public final class Cluster {
    static final int ENDPOINTS = 2;

    private static final int STRETCH_BLOCKS = 4;
    private static final int FORGETFUL_PERCENT = 50;
    private static final int BOTH_PERCENT = 70;
    private static final int FEWEST_KEPT = 3;
    private static final int MOST_KEPT = 6;

    private final SimChain chain;
    private final long luck;
    private final int lagsPercent;
    private final int mostBehind;
    private final int carelessPercent;
    private final List<Integer> blocksKept;
    private boolean healed;

    /** @param dice decide how bad it is */
    public Cluster(SimChain chain, Dice dice) {
        this.chain = chain;
        this.luck = dice.nextLong();
        this.lagsPercent = dice.pick(List.of(0, 50, 75, 75));
        this.mostBehind = dice.pick(List.of(4, 16, 16));
        this.carelessPercent = dice.pick(List.of(0, 40, 80));
        boolean forgets = dice.chance(FORGETFUL_PERCENT);
        this.blocksKept = Stream.of(forgets, forgets && dice.chance(BOTH_PERCENT))
                .map(few -> few ? (int) dice.between(FEWEST_KEPT, MOST_KEPT) : Integer.MAX_VALUE)
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
        int behind = dice.chance(lagsPercent) ? (int) dice.between(1, mostBehind) : 0;
        int height = Math.max(SimChain.FINAL_DEPTH, chain.height() - behind);
        boolean careless =
                Dice.of(luck, endpoint, chain.height() / STRETCH_BLOCKS).chance(carelessPercent);
        return new Node(chain, height, Math.max(0, chain.height() - blocksKept.get(endpoint)), careless);
    }
}
