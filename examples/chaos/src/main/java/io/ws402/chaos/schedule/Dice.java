package io.ws402.chaos.schedule;

import java.math.BigInteger;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Choices out of a seed. Each place of a history has dice of its own, named by a path, so that leaving one step out does
 * not change what the others choose.
 */
public final class Dice implements RandomGenerator {
    private final SplittableRandom random;

    private Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** The dice of one place. */
    public static Dice of(long seed, long... path) {
        long mixed = mix(seed);
        for (long part : path) {
            mixed = mix(mixed ^ (part + 0x9E3779B97F4A7C15L));
        }
        return new Dice(mixed);
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    @Override
    public long nextLong() {
        return random.nextLong();
    }

    /** True so many times in a hundred. */
    public boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** One of a list that is not empty. */
    public <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** Between two whole numbers, both included. */
    public long between(long least, long most) {
        return random.nextLong(least, most + 1);
    }

    /** An amount between two, both included. */
    public BigInteger amount(long least, long most) {
        return BigInteger.valueOf(between(least, most));
    }
}
