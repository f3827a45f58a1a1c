package io.ws402.chaos.chain;

import java.time.Instant;
import java.util.List;

/**
 * A block.
 *
 * @param time when it was mined
 * @param mined its transactions, in order
 */
record Block(Instant time, List<Mined> mined) {
    /** A transaction in a block; one that was reverted moved nothing and cost its sender the fee all the same. */
    record Mined(ChainTransaction transaction, boolean succeeded) {}
}
