package io.ws402.devnet;

import java.time.Duration;

/**
 * How a local Solana chain behaves.
 *
 * @param port 0 for any free one
 * @param slotTime the time between slots, in steps of milliseconds; zero gives each transaction a slot of its own and
 *     lets no other pass but by {@link SolanaChain#advanceSlots}; ten minutes at most
 * @param confirmedAfter how many slots later a transaction is confirmed
 * @param finalizedAfter how many slots later it is finalized; not less than {@code confirmedAfter}
 */
public record SolanaOptions(int port, Duration slotTime, int confirmedAfter, int finalizedAfter) {
    // Before the default, which is checked against it.
    private static final Duration LONGEST_SLOT = Duration.ofMinutes(10);
    private static final int MOST_SLOTS = 1_000;

    /** As the main network: a slot each 400 ms, confirmed after one, finalized after 32; on any free port. */
    public static final SolanaOptions DEFAULT = new SolanaOptions(0, Duration.ofMillis(400), 1, 32);

    public SolanaOptions {
        if (slotTime.isNegative() || slotTime.compareTo(LONGEST_SLOT) > 0) {
            throw new IllegalArgumentException("A slot takes from zero to " + LONGEST_SLOT + ", not " + slotTime);
        }
        if (confirmedAfter < 0 || finalizedAfter < confirmedAfter || finalizedAfter > MOST_SLOTS) {
            throw new IllegalArgumentException("A transaction is confirmed before it is finalized, after " + MOST_SLOTS
                    + " slots at most: " + confirmedAfter + ", " + finalizedAfter);
        }
    }

    public SolanaOptions withPort(int newPort) {
        return new SolanaOptions(newPort, slotTime, confirmedAfter, finalizedAfter);
    }

    public SolanaOptions withSlotTime(Duration newSlotTime) {
        return new SolanaOptions(port, newSlotTime, confirmedAfter, finalizedAfter);
    }

    public SolanaOptions withCommitment(int newConfirmedAfter, int newFinalizedAfter) {
        return new SolanaOptions(port, slotTime, newConfirmedAfter, newFinalizedAfter);
    }
}
