package io.ws402.gateway.methods.solana.rpc;

/**
 * What one node says of a blockhash.
 *
 * @param seenAt the newest slot of that commitment that the node had carried out when it answered
 * @param valid whether a transaction signed with it could still be taken; a node that is behind does not know a new one yet
 */
public record BlockhashValidity(long seenAt, boolean valid) {}
