package io.ws402.gateway.methods.evm.config;

import io.ws402.gateway.methods.evm.chain.EvmAddress;
import io.ws402.gateway.methods.signing.Signer;
import java.util.Optional;

/**
 * Where payments arrive and refunds leave.
 *
 * @param address the account
 * @param signer its key; without one payments are verified and refunds wait for an operator
 */
public record Wallet(EvmAddress address, Optional<Signer> signer) {}
