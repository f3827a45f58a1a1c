package io.ws402.gateway.methods.solana.rpc;

import io.ws402.gateway.methods.solana.chain.SolanaAddress;

/**
 * What a transaction is signed with, so that it is good for a while and not for ever.
 *
 * @param hash 32 bytes in base58
 * @param lastValidHeight the last block that may hold such a transaction
 */
public record Blockhash(SolanaAddress hash, long lastValidHeight) {}
