package io.ws402.chaos.chain;

import io.ws402.chaos.chain.SimChain.Found;
import io.ws402.chaos.schedule.Dice;
import java.util.Optional;

/** One of the nodes behind an endpoint, which is as many blocks behind the chain. */
record SimNode(SimChain chain, int behind) {
    private static final int LAGS_PERCENT = 50;
    private static final int MOST_BEHIND = 8;

    /** Whichever happens to answer a question: each may be asked of another one. */
    static SimNode asked(SimChain chain, String question) {
        Dice dice = Dice.of(StableHash.hash(question), chain.height());
        return new SimNode(chain, dice.chance(LAGS_PERCENT) ? (int) dice.between(1, MOST_BEHIND) : 0);
    }

    int height() {
        return Math.max(0, chain.height() - behind);
    }

    int finalHeight() {
        return Math.max(0, chain.finalHeight() - behind);
    }

    /** What it knows of a transaction. */
    Optional<Found> find(String id) {
        return chain.find(id).filter(found -> found.height() <= height());
    }

    /** Whether it takes a transaction and loses it; so many in a hundred. */
    boolean isCareless(String id, int percent) {
        return Dice.of(StableHash.hash(id), chain.height(), behind).chance(percent);
    }

    boolean isFinal(Found found) {
        return found.height() <= finalHeight();
    }
}
