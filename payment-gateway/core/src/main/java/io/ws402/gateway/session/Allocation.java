package io.ws402.gateway.session;

import io.ws402.gateway.method.Capabilities.MoneyKind;
import io.ws402.protocol.money.Rounding;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * How what a session consumed is divided over its deposits: first in, first out. What a prepaid deposit did not give is
 * refunded; of an authorised one it is never taken. Pure.
 *
 * @param shares one for each deposit, in the order in which they were paid in
 * @param captured what is taken in all: what was consumed, at most what the deposits hold
 * @param fee the platform's part of {@code captured}, rounded down
 */
public record Allocation(List<Share> shares, BigInteger captured, BigInteger fee) {
    private static final BigInteger BASIS_POINTS = BigInteger.valueOf(10_000);

    /**
     * A deposit that a session draws on.
     *
     * @param id its id
     * @param kind whether we hold it, or may only take of it
     * @param amount what there is of it, in smallest units
     */
    public record Source(String id, MoneyKind kind, BigInteger amount) {}

    /**
     * What becomes of one deposit.
     *
     * @param source the deposit
     * @param captured taken of it; {@code captured + refunded} is its amount if it is prepaid
     * @param refunded given back
     */
    public record Share(Source source, BigInteger captured, BigInteger refunded) {}

    /** Divides. @throws IllegalArgumentException when consumed is negative or the fee is not 0 … 10000 basis points */
    public static Allocation of(List<Source> deposits, BigInteger consumed, int feeBasisPoints) {
        if (consumed.signum() < 0) {
            throw new IllegalArgumentException("consumption can not be negative: " + consumed);
        }
        if (feeBasisPoints < 0 || BigInteger.valueOf(feeBasisPoints).compareTo(BASIS_POINTS) > 0) {
            throw new IllegalArgumentException("a fee is 0 … 10000 basis points, not " + feeBasisPoints);
        }
        List<Share> shares = new ArrayList<>(deposits.size());
        BigInteger open = consumed;
        for (Source deposit : deposits) {
            BigInteger captured = open.min(deposit.amount());
            shares.add(new Share(deposit, captured, refundOf(deposit, captured)));
            open = open.subtract(captured);
        }
        BigInteger captured = consumed.subtract(open);
        return new Allocation(List.copyOf(shares), captured, fee(captured, feeBasisPoints));
    }

    /** The platform's part of what was captured, rounded down. */
    static BigInteger fee(BigInteger captured, int feeBasisPoints) {
        return Rounding.floor(captured, BigInteger.valueOf(feeBasisPoints), BASIS_POINTS);
    }

    private static BigInteger refundOf(Source deposit, BigInteger captured) {
        return switch (deposit.kind()) {
            case PREPAID -> deposit.amount().subtract(captured);
            case AUTHORISED -> BigInteger.ZERO;
        };
    }
}
