package io.ws402.gateway.methods.solana.config;

import java.math.BigInteger;

/**
 * What refunds may cost.
 *
 * @param minUnitPrice offered at least for a compute unit, in millionths of a lamport
 * @param maxUnitPrice offered at most
 * @param maxAccountRent the most lamports that making a token account for a recipient may cost; above it the refund
 *     becomes credit
 * @param newAccountsPerHour how many such accounts are made in an hour, since their owners can close them and keep what
 *     they cost; other refunds that need one wait
 */
public record FeePolicy(long minUnitPrice, long maxUnitPrice, BigInteger maxAccountRent, int newAccountsPerHour) {
    /** How many compute units a refund may take. */
    public static final int MAX_UNITS = 400_000;
}
