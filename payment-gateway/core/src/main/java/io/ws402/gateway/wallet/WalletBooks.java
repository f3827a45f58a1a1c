package io.ws402.gateway.wallet;

import io.ws402.gateway.method.WalletBalances.Holding;
import java.math.BigInteger;
import java.util.Optional;

/**
 * What the books say of a wallet and an asset at one moment.
 *
 * @param ledger the balance of its {@code chain} account
 * @param listed what reached it, is explained by no quote, and waits for an operator
 * @param notFinal what of the ledger's figure the rail could still undo
 * @param underWay the refunds from it that were signed and whose effect is not known yet
 * @param collecting the collections to it of which the same is true
 * @param posted whether the ledger has anything of it
 * @param opened whether it is known what it held when it was first looked at
 */
record WalletBooks(
        BigInteger ledger,
        BigInteger listed,
        BigInteger notFinal,
        BigInteger underWay,
        BigInteger collecting,
        boolean posted,
        boolean opened) {
    static final WalletBooks EMPTY = new WalletBooks(
            BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, false, false);

    /** What the wallet should hold. */
    BigInteger expected() {
        return ledger.add(listed);
    }

    /** The least that it holds whatever becomes of what is on its way. */
    private BigInteger least(Holding held) {
        return expected().subtract(notFinal).subtract(underWay).subtract(held.fees());
    }

    /**
     * The most that it holds: what came behind the last block that was looked through is among what it has grown by since.
     * Deposits that are not final came behind that block too, and are in the books already; what left it since hides as
     * much that came.
     */
    private BigInteger most(Holding held) {
        if (held.grown() == null) {
            return expected().max(held.now().units());
        }
        BigInteger came = held.grown().subtract(notFinal).add(underWay).add(held.fees());
        return expected().add(collecting).add(came.max(BigInteger.ZERO));
    }

    /**
     * The rail was asked between two readings of the books: what either explains is explained.
     *
     * @param after the reading after it
     */
    WalletVerdict judge(WalletBooks after, Holding held) {
        BigInteger actual = held.now().units();
        if (actual.equals(expected()) || actual.equals(after.expected())) {
            return new WalletVerdict.Agrees();
        }
        BigInteger low = least(held).min(after.least(held));
        BigInteger high = most(held).max(after.most(held));
        boolean explained = actual.compareTo(low) >= 0 && actual.compareTo(high) <= 0;
        return explained
                ? new WalletVerdict.Moving(low, high)
                : new WalletVerdict.Differs(actual.subtract(after.expected()));
    }

    /**
     * What the wallet held before the books knew it. Empty while that can not be told: once there are books, only when
     * nothing of it moves.
     */
    Optional<BigInteger> opening(WalletBooks after, Holding held) {
        if (held.grown() == null || !equals(after)) {
            return Optional.empty();
        }
        BigInteger looked = held.now().units().subtract(held.grown());
        boolean still = held.grown().signum() == 0
                && notFinal.signum() == 0
                && underWay.signum() == 0
                && collecting.signum() == 0;
        boolean fresh = !posted && listed.signum() == 0 && collecting.signum() == 0;
        return fresh || still ? Optional.of(looked.subtract(expected())) : Optional.empty();
    }

    /** With what it held before. */
    WalletBooks openedWith(BigInteger opening) {
        return new WalletBooks(ledger.add(opening), listed, notFinal, underWay, collecting, true, true);
    }
}
