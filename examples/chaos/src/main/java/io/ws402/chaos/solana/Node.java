package io.ws402.chaos.solana;

import io.ws402.chaos.chain.SimChain;
import io.ws402.chaos.chain.SimChain.Found;
import java.util.Optional;

/**
 * A node as it is when it is asked.
 *
 * @param height the newest block that it has
 * @param oldest the oldest that it keeps
 * @param careless whether it loses what it is handed, and says too little of how long a blockhash is good
 */
record Node(SimChain chain, int height, int oldest, boolean careless) {
    private static final int TOO_LITTLE = 2;

    /** Slots and blocks are not the same: some slots stay empty. */
    static long slot(int height) {
        return 2L * height + 1;
    }

    /** It, if there were nothing behind the final chain. */
    Node whatIsFinal() {
        return new Node(chain, finalHeight(), oldest, careless);
    }

    int finalHeight() {
        return height - SimChain.FINAL_DEPTH;
    }

    /** What it knows of a transaction. */
    Optional<Found> find(String id) {
        return chain.find(id).filter(found -> found.height() <= height && found.height() >= oldest);
    }

    boolean isFinal(Found found) {
        return found.height() <= finalHeight();
    }

    /** Whether it knows the blockhash of what may be mined until then, and the next block could still hold it. */
    boolean takesUntil(int lastHeight) {
        return lastHeight - Blockhashes.LIFE_BLOCKS <= height && height < lastHeight;
    }

    /** The last block that may hold what is signed now. */
    int lastValidHeight() {
        return Blockhashes.lastHeight(Blockhashes.of(height)) - (careless ? TOO_LITTLE : 0);
    }
}
