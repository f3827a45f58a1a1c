package io.ws402.gateway.methods.solana.rpc;

import java.util.Optional;

/**
 * What would become of a transaction.
 *
 * @param error why it would fail; empty when it would not
 * @param units how many compute units it would take
 */
public record Simulation(Optional<String> error, long units) {}
