package io.ws402.gateway.credits;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A transfer that happened.
 *
 * @param id {@code crt_…}, made of the memo alone, so that it is known before the transfer happens
 * @param memo what it is for; at most one transfer carries it, ever
 * @param source who gave, or null when the operator granted it
 * @param target who got it
 * @param amount what moved, in smallest units, more than 0
 */
public record CreditTransfer(
        String id, String memo, @Nullable String source, String target, BigInteger amount) {}
