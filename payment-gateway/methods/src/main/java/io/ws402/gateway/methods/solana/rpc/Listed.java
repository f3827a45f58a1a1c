package io.ws402.gateway.methods.solana.rpc;

/** A transaction in the list of those that name an account. */
public record Listed(String signature, long slot, boolean succeeded) {}
