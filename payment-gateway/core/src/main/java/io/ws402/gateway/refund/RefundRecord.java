package io.ws402.gateway.refund;

import io.ws402.gateway.ledger.Entry;
import io.ws402.gateway.operator.OperatorAction;
import io.ws402.protocol.money.Money;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A refund, or a collection, as operators see it, with all that is stored of it.
 *
 * @param id names it
 * @param kind {@code deposit}, or {@code credit} where it pays out a payer's credit; {@code collection} where it takes of
 *     what was authorised
 * @param paymentId its payment; of credit, the payment of the newest refund that it pays out
 * @param merchantId whose payment that is
 * @param method its rail
 * @param recipient whom it goes to; of a collection, our wallet
 * @param payer who authorised what is collected; null of a refund
 * @param amount how much
 * @param state as it is stored, finer than payers see it
 * @param reason why it waits, or what was noted last
 * @param txId the transaction that carries it, if any
 * @param attempts how many in a row have brought nothing
 * @param createdAt when it was planned
 * @param nextAttemptAt when a worker looks at it again, unless it is done
 * @param doneAt when it was done, if it is
 * @param paidOutBy the refund that pays this credit out, if any
 * @param appliedTo the later payment of the same payer to which this credit was added, if any
 */
public record RefundRecord(
        String id,
        String kind,
        String paymentId,
        String merchantId,
        String method,
        String recipient,
        @Nullable String payer,
        Money amount,
        String state,
        @Nullable String reason,
        @Nullable String txId,
        int attempts,
        Instant createdAt,
        Instant nextAttemptAt,
        @Nullable Instant doneAt,
        @Nullable String paidOutBy,
        @Nullable String appliedTo) {

    /**
     * A refund with its surroundings.
     *
     * @param refund itself
     * @param deposit what it gives back of, or takes of; null where it pays out credit
     * @param transactions everything that was ever signed for it, in that order
     * @param journals what the ledger was told of it, in that order
     * @param actions what operators decided about it, in that order
     */
    public record File(
            RefundRecord refund,
            @Nullable Deposit deposit,
            List<Transaction> transactions,
            List<Booked> journals,
            List<OperatorAction> actions) {}

    /**
     * What a refund gives back of, or a collection takes of.
     *
     * @param captured what the session took of it, in its own asset
     * @param worth what it counts for in the session's asset, and what the session took of that; null where its asset is the
     *     session's
     * @param finalAt since when the rail can not undo it, if it can not
     */
    public record Deposit(
            String id,
            String settlementKey,
            String payer,
            String recipient,
            Money amount,
            Money captured,
            @Nullable Worth worth,
            String state,
            @Nullable String txId,
            @Nullable Instant finalAt) {}

    /** A deposit in another asset, reckoned in its session's. */
    public record Worth(Money whole, Money captured) {}

    /**
     * Something that was signed.
     *
     * @param sequencer whose sequence number it has, if any
     * @param broadcastAt when the rail took it first, as far as is known
     */
    public record Transaction(
            String txId,
            @Nullable String sequencer,
            @Nullable Long sequence,
            Instant signedAt,
            @Nullable Instant broadcastAt) {}

    /** A journal that tells of it. */
    public record Booked(String kind, Instant at, List<Entry> entries) {}
}
