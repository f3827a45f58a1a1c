package io.ws402.protocol.rate;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketListener;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.MathType;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.LockFreeBucket;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Holds everybody to a {@link Rate}, each by a token bucket of its own. Bounded in memory, and in such a way that nobody
 * gains by filling it: a bucket is forgotten only when it is full again, so that forgetting it changes nothing, and those
 * who come when there is room for no more share one bucket until there is. Thread-safe; the only lock is held for
 * the moment in which the memory turns over.
 */
public final class RateLimiter {
    private final BucketConfiguration configuration;
    private final TimeMeter clock;
    private final long fillNanos;
    private final int keysMax;
    private final Bucket strangers;
    private volatile Generations generations;

    /**
     * The buckets used since {@code sinceNanos}, and those last used in the time before, which take over from each other
     * after the time that an empty bucket needs to fill. So what is still in the older one at a change is full.
     */
    private record Generations(
            ConcurrentHashMap<String, Bucket> young, ConcurrentHashMap<String, Bucket> old, long sinceNanos) {
        boolean knows(String key) {
            return young.containsKey(key) || old.containsKey(key);
        }

        int size() {
            return young.size() + old.size();
        }
    }

    /**
     * @param keysMax how many buckets are kept at most, a few more when threads race
     * @param nanoClock monotonic nanoseconds
     */
    public RateLimiter(Rate rate, int keysMax, LongSupplier nanoClock) {
        this.configuration = new BucketConfiguration(List.of(Bandwidth.builder()
                .capacity(rate.burst())
                .refillGreedy(rate.count(), rate.per())
                .build()));
        this.clock = new NanoMeter(nanoClock);
        this.fillNanos = rate.fillTime().toNanos();
        this.keysMax = keysMax;
        this.strangers = newBucket();
        this.generations = new Generations(new ConcurrentHashMap<>(), new ConcurrentHashMap<>(), nanoClock.getAsLong());
    }

    /**
     * Takes one turn.
     *
     * @return 0 when there was one, else how many milliseconds to wait for the next; then nothing was taken
     */
    public long take(String key) {
        ConsumptionProbe probe = bucket(key).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? 0 : probe.getNanosToWaitForRefill() / 1_000_000 + 1;
    }

    /** Gives a turn back that turned out not to count. */
    public void giveBack(String key) {
        bucket(key).addTokens(1);
    }

    private Bucket bucket(String key) {
        Generations now = generations();
        Bucket known = now.young.get(key);
        if (known != null) {
            return known;
        }
        if (now.size() >= keysMax && !now.knows(key)) {
            return strangers;
        }
        return now.young.computeIfAbsent(key, absent -> {
            Bucket used = now.old.remove(absent);
            return used == null ? newBucket() : used;
        });
    }

    private Generations generations() {
        Generations now = generations;
        return clock.currentTimeNanos() - now.sinceNanos < fillNanos ? now : turnOver();
    }

    private synchronized Generations turnOver() {
        Generations now = generations;
        long nanos = clock.currentTimeNanos();
        if (nanos - now.sinceNanos >= fillNanos) {
            generations = new Generations(new ConcurrentHashMap<>(), now.young, nanos);
        }
        return generations;
    }

    private Bucket newBucket() {
        return new LockFreeBucket(configuration, MathType.INTEGER_64_BITS, clock, BucketListener.NOPE);
    }

    private record NanoMeter(LongSupplier nanoClock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return nanoClock.getAsLong();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
