package io.ws402.server.resource;

import java.util.Random;

/** A made-up price in cents that moves by at most half a percent a step and stays above 1.00. The seed decides it all. */
final class RandomWalk {
    private static final long LOWEST_CENTS = 100;
    private static final int STEP_PARTS = 200;

    private final Random random;
    private long cents;

    RandomWalk(long seed, long startCents) {
        this.random = new Random(seed);
        this.cents = startCents;
    }

    /** The next price, in cents. */
    long next() {
        long stepMax = Math.max(1, cents / STEP_PARTS);
        cents = Math.max(LOWEST_CENTS, cents + random.nextLong(-stepMax, stepMax + 1));
        return cents;
    }
}
