package io.ws402.chaos.chain;

/** When a chain takes a transaction, and when it no longer does. */
public sealed interface Turn {
    /** In its turn: its number among its sender's. Of two with the same one at most one is ever mined. */
    record Numbered(long number) implements Turn {}

    /** At any time until it expires: the last block that may hold it. Any number of a sender's may be mined. */
    record Until(int lastHeight) implements Turn {}
}
