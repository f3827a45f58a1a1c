package io.ws402.gateway.methods.evm.payment;

import io.ws402.gateway.methods.evm.chain.EvmAddress;
import java.util.Optional;

/**
 * What a payer shows: {@code {txHash, reference, senderAddress?, type?, network?, chainId?}}.
 *
 * @param transactionHash the transaction that is said to have paid
 * @param sender who is said to have paid; believed only when the chain says the same
 */
public record EvmProof(String transactionHash, Optional<EvmAddress> sender) {}
