package io.ws402.gateway.methods.solana.rpc;

import io.ws402.gateway.methods.solana.chain.Commitment;
import java.util.Optional;

/**
 * What became of a transaction.
 *
 * @param slot where it is
 * @param commitment how sure that is
 * @param error why it did nothing but pay its fee; empty when it succeeded
 */
public record Status(long slot, Commitment commitment, Optional<String> error) {}
