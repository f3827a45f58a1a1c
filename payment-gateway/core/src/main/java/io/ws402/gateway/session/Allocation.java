package io.ws402.gateway.session;

import io.ws402.gateway.method.Capabilities.MoneyKind;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.money.Rounding;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How what a session consumed is divided over its deposits: first in, first out, by what each is worth in the session's
 * asset. What is taken of a deposit in another asset is its share, in its own units and rounded down, so that the payer keeps
 * what does not divide; one that is used up is taken whole. What a prepaid deposit did not give is refunded; of an authorised
 * one it is never taken. Pure.
 *
 * @param shares one for each deposit, in the order in which they were paid in
 * @param consumed what is used in all, in the session's asset: what was consumed, at most what the deposits are worth
 * @param takings what is taken, for each asset
 */
public record Allocation(List<Share> shares, BigInteger consumed, List<Taking> takings) {
    private static final BigInteger BASIS_POINTS = BigInteger.valueOf(10_000);

    /**
     * A deposit that a session draws on.
     *
     * @param id its id
     * @param kind whether we hold it, or may only take of it
     * @param asset what it was paid in
     * @param amount what there is of it, in its asset's smallest units
     * @param worth what that counts for, in the session's asset; {@code amount} where that is its own
     */
    public record Source(String id, MoneyKind kind, AssetId asset, BigInteger amount, BigInteger worth) {}

    /**
     * What becomes of one deposit.
     *
     * @param source the deposit
     * @param used of its worth, in the session's asset
     * @param captured taken of it, in its own; {@code captured + refunded} is its amount if it is prepaid
     * @param fee the platform's part of {@code captured}: the fees of an asset are what its captures together give, rounded
     *     down once
     * @param refunded given back, in its own
     */
    public record Share(Source source, BigInteger used, BigInteger captured, BigInteger fee, BigInteger refunded) {}

    /**
     * What is taken in one asset.
     *
     * @param asset which
     * @param captured of all deposits in it
     * @param fee the platform's part of {@code captured}
     */
    public record Taking(AssetId asset, BigInteger captured, BigInteger fee) {
        private Taking plus(Taking more) {
            return new Taking(asset, captured.add(more.captured), fee.add(more.fee));
        }

        /** The merchant's part. */
        public BigInteger earned() {
            return captured.subtract(fee);
        }
    }

    /** Divides. @throws IllegalArgumentException when consumed is negative or the fee is not 0 … 10000 basis points */
    public static Allocation of(List<Source> deposits, BigInteger consumed, int feeBasisPoints) {
        if (consumed.signum() < 0) {
            throw new IllegalArgumentException("consumption can not be negative: " + consumed);
        }
        if (feeBasisPoints < 0 || BigInteger.valueOf(feeBasisPoints).compareTo(BASIS_POINTS) > 0) {
            throw new IllegalArgumentException("a fee is 0 … 10000 basis points, not " + feeBasisPoints);
        }
        List<Share> shares = new ArrayList<>(deposits.size());
        Map<AssetId, BigInteger> captures = new HashMap<>();
        BigInteger open = consumed;
        for (Source deposit : deposits) {
            BigInteger used = open.min(deposit.worth());
            BigInteger captured =
                    used.signum() == 0 ? BigInteger.ZERO : Rounding.floor(deposit.amount(), used, deposit.worth());
            BigInteger before = captures.getOrDefault(deposit.asset(), BigInteger.ZERO);
            BigInteger with = before.add(captured);
            captures.put(deposit.asset(), with);
            shares.add(share(deposit, used, captured, fee(with, feeBasisPoints).subtract(fee(before, feeBasisPoints))));
            open = open.subtract(used);
        }
        return new Allocation(List.copyOf(shares), consumed.subtract(open), takings(shares));
    }

    private static Share share(Source deposit, BigInteger used, BigInteger captured, BigInteger fee) {
        BigInteger refunded = switch (deposit.kind()) {
            case PREPAID -> deposit.amount().subtract(captured);
            case AUTHORISED -> BigInteger.ZERO;
        };
        return new Share(deposit, used, captured, fee, refunded);
    }

    /** What these shares give, for each asset in the order in which it first came. */
    static List<Taking> takings(List<Share> shares) {
        Map<AssetId, Taking> takings = new LinkedHashMap<>();
        shares.forEach(share -> takings.merge(
                share.source().asset(),
                new Taking(share.source().asset(), share.captured(), share.fee()),
                Taking::plus));
        return List.copyOf(takings.values());
    }

    /** The platform's part in one asset; nothing where nothing was paid in it. */
    BigInteger feeIn(AssetId asset) {
        return takings.stream()
                .filter(taking -> taking.asset().equals(asset))
                .map(Taking::fee)
                .findFirst()
                .orElse(BigInteger.ZERO);
    }

    private static BigInteger fee(BigInteger captured, int feeBasisPoints) {
        return Rounding.floor(captured, BigInteger.valueOf(feeBasisPoints), BASIS_POINTS);
    }
}
