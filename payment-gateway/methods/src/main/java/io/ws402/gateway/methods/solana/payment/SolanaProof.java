package io.ws402.gateway.methods.solana.payment;

import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import java.util.Optional;

/**
 * What a payer shows: {@code {signature, reference, senderWallet?, type?, network?}}.
 *
 * @param signature the transaction that is said to have paid
 * @param sender who is said to have paid; believed only when the chain says the same
 */
public record SolanaProof(String signature, Optional<SolanaAddress> sender) {}
