package io.ws402.gateway.methods.signing;

import java.math.BigInteger;

/**
 * An ECDSA signature from which the signer's key can be recovered; {@code s} is in the lower half of the curve's order.
 *
 * @param r the first half
 * @param s the second half
 * @param recoveryId which of the candidate points is the key's, 0 or 1
 */
public record RecoverableSignature(BigInteger r, BigInteger s, int recoveryId) {}
