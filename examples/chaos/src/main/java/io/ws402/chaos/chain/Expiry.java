package io.ws402.chaos.chain;

/** When it is proved that a transaction which a node does not know never did anything and never will. */
@FunctionalInterface
public interface Expiry {
    /** As the Solana rail has it: all blocks that may hold it are final, and the node has seen them. */
    Expiry FINAL = (lastHeight, finalHeight, seenHeight) -> finalHeight > lastHeight && seenHeight >= finalHeight;

    /**
     * Whether it is.
     *
     * @param lastHeight the last block that may hold it
     * @param finalHeight how far the final chain is, by one node
     * @param seenHeight how far the node is that does not know it
     */
    boolean isProved(int lastHeight, int finalHeight, int seenHeight);
}
