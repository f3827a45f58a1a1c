package io.ws402.gateway.methods.evm.chain;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

/**
 * A block's header, as far as payments need it.
 *
 * @param number its height
 * @param hash its hash
 * @param timestamp when it was made, by its maker
 * @param baseFee what a unit of gas costs in it at least, in wei; empty on chains without EIP-1559
 */
public record Block(long number, String hash, Instant timestamp, Optional<BigInteger> baseFee) {}
