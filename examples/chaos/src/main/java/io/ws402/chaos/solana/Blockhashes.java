package io.ws402.chaos.solana;

import io.ws402.gateway.methods.solana.chain.SolanaAddress;

/** What transactions are signed with: the name of a block, so that they are good for so many blocks after it. */
public final class Blockhashes {
    static final int LIFE_BLOCKS = 3;

    private static final String BLOCK = "B";

    private Blockhashes() {}

    /** No 0 is written in base58. */
    static SolanaAddress of(int height) {
        return Addresses.address(BLOCK + Integer.toString(height).replace('0', 'o'));
    }

    /** The last block that may hold what was signed with it. */
    public static int lastHeight(SolanaAddress blockhash) {
        String height = Addresses.name(blockhash).substring(BLOCK.length());
        return Integer.parseInt(height.replace('o', '0')) + LIFE_BLOCKS;
    }
}
