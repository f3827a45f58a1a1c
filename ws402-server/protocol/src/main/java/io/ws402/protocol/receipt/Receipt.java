package io.ws402.protocol.receipt;

import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.Reading;
import java.math.BigInteger;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a session came to, as its gateway vouches for it: version {@value #VERSION} of the claims of a signed receipt.
 *
 * @param sessionId which session
 * @param paymentId its payment at the gateway
 * @param resourceId what was paid for
 * @param merchantId who sold it
 * @param state {@code held} (not over), {@code settled} or {@code reversed} (the chain undid all of it)
 * @param isFinal whether nothing of it moves any more: it is over, every refund at rest, no deposit can be undone. Two final
 *     receipts of a session say the same
 * @param issuedAt in seconds since 1970: of a final receipt when the last of it came to rest, else when it was made
 * @param startedAt in milliseconds since 1970
 * @param endedAt in milliseconds since 1970; null while it is not over
 * @param endReason why it ended; null while it is not over
 * @param plan what it cost, in the session's asset
 * @param reading what was metered
 * @param sums of the session, in its asset
 * @param fees what the platform took out of what was captured, in each asset that it took something in
 * @param deposits what was paid in, in the order in which it is used up
 */
public record Receipt(
        String sessionId,
        String paymentId,
        String resourceId,
        String merchantId,
        String state,
        boolean isFinal,
        long issuedAt,
        long startedAt,
        @Nullable Long endedAt,
        @Nullable String endReason,
        PricePlan plan,
        Reading reading,
        Sums sums,
        List<Money> fees,
        List<Deposit> deposits) {
    /** Of the claims; another one is refused by whoever knows only this one. */
    public static final int VERSION = 1;

    private static final String HELD = "held";

    /** Keeps copies. */
    public Receipt {
        fees = List.copyOf(fees);
        deposits = List.copyOf(deposits);
    }

    /**
     * Sums in the session's asset; a deposit in another counts by its worth.
     *
     * @param paid everything that was paid in
     * @param credit how much of that was credit from earlier payments
     * @param undone how much of it the chain undid
     * @param consumed what the session used
     * @param lost how much of {@code consumed} nothing pays for, because the chain undid it: the merchant's loss
     * @param refunded what was not used and goes back; nothing while the session is not over
     */
    public record Sums(Money paid, Money credit, Money undone, Money consumed, Money lost, Money refunded) {}

    /**
     * One payment into the session.
     *
     * @param depositId names it
     * @param method by which it was paid
     * @param payer who paid, CAIP-10
     * @param amount how much, in the asset that was paid, whose CAIP-19 id names chain and contract or mint
     * @param worth what that counts for, in the session's asset
     * @param captured what the session took of it, in its own asset
     * @param used what the session took of its worth
     * @param state {@code held}, {@code settled}, or {@code reversed}: the chain undid it, and nothing is taken of it
     * @param isFinal whether the chain can no longer undo it
     * @param fromCredit whether it is credit from earlier payments
     * @param txHash the transaction that paid it; null where the rail has none
     * @param refund what goes back of it; null while the session is not over, and where nothing is left
     */
    public record Deposit(
            String depositId,
            String method,
            String payer,
            Money amount,
            Money worth,
            Money captured,
            Money used,
            String state,
            boolean isFinal,
            boolean fromCredit,
            @Nullable String txHash,
            @Nullable Refund refund) {
        /** Whether the chain undid it. */
        public boolean isUndone() {
            return state.equals("reversed");
        }
    }

    /**
     * What goes back of a deposit.
     *
     * @param refundId names it
     * @param amount how much, in the deposit's asset
     * @param recipient to whom, as the rail said who paid, CAIP-10
     * @param state as of {@link io.ws402.protocol.payment.RefundStatus}
     * @param txHash the transaction that carried it, once there is one
     */
    public record Refund(
            String refundId,
            Money amount,
            String recipient,
            String state,
            @Nullable String txHash) {}

    /** The session's asset. */
    public Asset asset() {
        return sums.paid().asset();
    }

    /**
     * Whether it adds up, to the last unit. Always: {@code paid} is what the deposits are worth, {@code undone} what those are
     * that the chain undid. Of a session that is over besides: {@code paid = undone + (consumed - lost) + refunded}, and each
     * deposit that was not undone is what was captured and what goes back.
     */
    public boolean addsUp() {
        boolean paidIn = sum(deposits, Deposit::worth).equals(sums.paid().units())
                && sum(undone(true), Deposit::worth).equals(sums.undone().units());
        return paidIn && (state.equals(HELD) || divided());
    }

    private boolean divided() {
        BigInteger used = sum(undone(false), Deposit::used);
        BigInteger unused = sum(undone(false), Deposit::worth).subtract(used);
        return used.equals(sums.consumed().units().subtract(sums.lost().units()))
                && unused.equals(sums.refunded().units())
                && undone(false).stream()
                        .allMatch(deposit -> deposit.amount()
                                .units()
                                .equals(deposit.captured().units().add(goesBack(deposit))));
    }

    private static BigInteger goesBack(Deposit deposit) {
        Refund refund = deposit.refund();
        return refund == null ? BigInteger.ZERO : refund.amount().units();
    }

    private List<Deposit> undone(boolean wanted) {
        return deposits.stream().filter(deposit -> deposit.isUndone() == wanted).toList();
    }

    private static BigInteger sum(List<Deposit> deposits, Function<Deposit, Money> part) {
        return deposits.stream().map(part).map(Money::units).reduce(BigInteger.ZERO, BigInteger::add);
    }
}
