package io.ws402.gateway.methods.solana.rpc;

/**
 * How far a chain is.
 *
 * @param slot the newest slot
 * @param height how many blocks there are; fewer than slots, for some stay empty
 */
public record ChainEnd(long slot, long height) {}
