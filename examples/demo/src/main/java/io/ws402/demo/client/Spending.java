package io.ws402.demo.client;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What was spent of a budget so far. Confined to one thread. */
final class Spending {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Budget budget;
    private final LongSupplier nanoClock;
    private final Deque<Spent> lately = new ArrayDeque<>();
    private BigInteger total = BigInteger.ZERO;

    private record Spent(BigInteger amount, long atNanos) {}

    Spending(Budget budget, LongSupplier nanoClock) {
        this.budget = budget;
        this.nanoClock = nanoClock;
    }

    /**
     * Why an amount may not be spent now.
     *
     * @param reason a clause
     * @param passesAfter after this it may; zero when waiting does not help
     */
    record Excess(String reason, Duration passesAfter) {}

    /** Why this much more may not be spent now; empty when it may. */
    Optional<Excess> excess(BigInteger amount) {
        BigInteger most = budget.total();
        if (most != null && total.add(amount).compareTo(most) > 0) {
            return Optional.of(new Excess(
                    amount + " units more than the " + total + " that are spent would be more than the " + most
                            + " that were allowed in all",
                    Duration.ZERO));
        }
        BigInteger perMinute = budget.perMinute();
        if (perMinute == null) {
            return Optional.empty();
        }
        if (amount.compareTo(perMinute) > 0) {
            return Optional.of(new Excess(
                    amount + " units are more than the " + perMinute + " that were allowed within a minute",
                    Duration.ZERO));
        }
        return overTheMinute(amount, perMinute);
    }

    private Optional<Excess> overTheMinute(BigInteger amount, BigInteger perMinute) {
        long now = nanoClock.getAsLong();
        lately.removeIf(spent -> now - spent.atNanos() >= MINUTE.toNanos());
        BigInteger over = lately.stream()
                .map(Spent::amount)
                .reduce(amount, BigInteger::add)
                .subtract(perMinute);
        for (Spent spent : lately) {
            if (over.signum() <= 0) {
                break;
            }
            over = over.subtract(spent.amount());
            if (over.signum() <= 0) {
                return Optional.of(new Excess(
                        amount + " units more would be more than the " + perMinute
                                + " that were allowed within a minute",
                        Duration.ofNanos(spent.atNanos() + MINUTE.toNanos() - now)));
            }
        }
        return Optional.empty();
    }

    /** Counts it as spent. */
    void take(BigInteger amount) {
        total = total.add(amount);
        lately.addLast(new Spent(amount, nanoClock.getAsLong()));
    }
}
