package io.ws402.gateway.methods.solana.payment;

import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import io.ws402.gateway.methods.solana.config.SolanaAsset;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * Money that a transaction brought to one of our accounts.
 *
 * @param asset what it is
 * @param position of its transfer among the instructions, or a name of its own where no transfer explains it
 * @param payer whose it was; empty where the chain does not say
 * @param units how much our account gained by it
 * @param references what its transfer names besides what it needs
 */
record Arrival(
        SolanaAsset asset,
        String position,
        Optional<SolanaAddress> payer,
        BigInteger units,
        List<SolanaAddress> references) {
    /** The quote's reference that it carries; empty when it carries none, or more than one, for it can pay one at most. */
    Optional<SolanaAddress> reference() {
        return references.size() == 1 ? Optional.of(references.getFirst()) : Optional.empty();
    }
}
