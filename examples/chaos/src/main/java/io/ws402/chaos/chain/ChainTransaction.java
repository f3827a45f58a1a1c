package io.ws402.chaos.chain;

import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A transaction on the simulated chain.
 *
 * @param id its hash
 * @param from who sends
 * @param turn when it may be mined
 * @param to who receives
 * @param value what moves
 * @param memo what the sender wrote to it: the reference of a quote, if anything
 * @param refundId the refund it carries out, if it is one of ours
 * @param price what it offers for being mined
 * @param fee what it costs its sender once it is mined
 */
public record ChainTransaction(
        String id,
        String from,
        Turn turn,
        String to,
        Money value,
        String memo,
        @Nullable String refundId,
        long price,
        BigInteger fee) {
    /** By sender; of one sender those with numbers first, by these. */
    public static final Comparator<ChainTransaction> IN_TURN = Comparator.comparing(ChainTransaction::from)
            .thenComparingLong(ChainTransaction::number)
            .thenComparing(ChainTransaction::id);

    /** What only one transaction can use: a number of its sender, or where there are none its own id. */
    public String slot() {
        return switch (turn) {
            case Turn.Numbered(long number) -> slot(from, number);
            case Turn.Until until -> from + '/' + id;
        };
    }

    static String slot(String account, long number) {
        return account + ':' + number;
    }

    /** Where there are no numbers, as on Solana, a token alone can be refused. */
    boolean canBeRefused() {
        return isNumbered() || value.asset().equals(SimChain.TOKEN);
    }

    boolean isNumbered() {
        return turn instanceof Turn.Numbered;
    }

    /** Its number; where it has none, one beyond all. */
    long number() {
        return turn instanceof Turn.Numbered(long number) ? number : Long.MAX_VALUE;
    }
}
