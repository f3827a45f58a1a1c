package io.ws402.gateway.methods.solana.config;

import io.ws402.gateway.methods.signing.Ed25519Signer;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import java.util.Optional;

/**
 * Where payments arrive and refunds leave.
 *
 * @param address the account
 * @param signer its key; without one payments are verified and refunds wait for an operator
 */
public record Wallet(SolanaAddress address, Optional<Ed25519Signer> signer) {}
