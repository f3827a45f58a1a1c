package io.ws402.gateway.session;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.outbox.Outbox;
import io.ws402.gateway.session.SettlementRepository.LockedPayment;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.Identifiers;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.SettleOutcome;
import java.math.BigInteger;
import java.util.List;

/**
 * Ends sessions: captures what was consumed and plans the refund of the rest, in one transaction and once, whoever asks
 * and however often. Safe from any thread.
 */
public final class SettlementService {
    private final Database database;
    private final LeasePolicy policy;
    private final LeaseRepository leases;
    private final SessionEndRepository ends;
    private final SettlementRepository settlements;
    private final Settling settling;
    private final HolderSettlements byHolders;
    private final SettlementQueries answers = new SettlementQueries();
    private final HoldQueries held = new HoldQueries();
    private final Runnable refundsPlanned;

    /**
     * @param refundsPlanned called after a transaction that may have planned refunds has committed, so that they need not
     *     wait for the next look; must return at once
     */
    public SettlementService(
            Database database,
            Ledger ledger,
            Outbox outbox,
            Identifiers identifiers,
            LeasePolicy policy,
            Runnable refundsPlanned) {
        this.database = database;
        this.policy = policy;
        this.leases = new LeaseRepository(policy);
        this.ends = new SessionEndRepository(policy);
        this.settlements = new SettlementRepository();
        this.settling = new Settling(settlements, ledger, outbox, identifiers);
        this.byHolders = new HolderSettlements(database, policy, ends, settlements, settling, answers, refundsPlanned);
        this.refundsPlanned = refundsPlanned;
    }

    /**
     * Ends a session by its holder's final reading, which counts even when the lease has run out, as long as nobody took
     * the session up. Repeated, with whatever figure: the first answer, with the refunds as they stand now.
     *
     * @return refused with {@code lease_lost} for a stale epoch, {@code amount_mismatch} when the total is below the last
     *     checkpoint's or above the balance, {@code not_held}, or {@code unknown_payment} also for a key that neither
     *     holds the session nor quoted the payment
     */
    public Future<SettleOutcome> settle(Caller caller, MeterReport report, String endReason) {
        return byHolders.settle(caller, report, endReason);
    }

    /**
     * Ends the session of a payment of whose deposits the rail undid one, within the transaction that took that one out of
     * the books and holds the payment's row. What the last checkpoint recorded is taken of the deposits that are left, and
     * the rest of them goes back; with none left the payment is reversed. What they do not cover is the merchant's loss.
     */
    public Future<Void> endReversed(SqlConnection transaction, String paymentId) {
        return ends.endReversed(transaction, paymentId)
                .compose(ended -> settlements
                        .deposits(transaction, paymentId)
                        .compose(left -> left.isEmpty()
                                ? settlements.reversed(transaction, paymentId)
                                : settlements
                                        .lock(transaction, paymentId)
                                        .compose(payment -> settling.divide(
                                                transaction, payment.orElseThrow(), ended.orElseThrow()))));
    }

    /**
     * The 0.1 {@code refund} call: settles a hold without lease, giving {@code amount} back and capturing the rest.
     * Repeated with the same amount it is the first answer.
     */
    public Future<HoldRefund> refundWithoutSession(Caller caller, PaymentProof proof, BigInteger amount) {
        return database.transaction(transaction -> held.find(transaction, caller, proof)
                        .compose(payments -> switch (payments.size()) {
                            case 0 -> notRefunded(Codes.UNKNOWN_PAYMENT, "No payment of this key fits the proof.");
                            case 1 -> refund(transaction, caller, payments.getFirst(), amount);
                            default ->
                                notRefunded("ambiguous_proof", "The proof fits several payments; add its reference.");
                        }))
                .onSuccess(outcome -> refundsPlanned.run());
    }

    private Future<HoldRefund> refund(SqlConnection transaction, Caller caller, String paymentId, BigInteger amount) {
        return settlements.lock(transaction, paymentId).compose(locked -> {
            LockedPayment payment = locked.orElseThrow();
            return ends.endHold(transaction, paymentId, caller.apiKeyId(), amount)
                    .compose(ended -> ended.map(end -> settling.divide(transaction, payment, end)
                                    .compose(divided -> answers.of(transaction, paymentId))
                                    .<HoldRefund>map(HoldRefund.Refunded::new))
                            .orElseGet(() -> notEnded(transaction, caller, paymentId, amount)));
        });
    }

    private Future<HoldRefund> notEnded(SqlConnection transaction, Caller caller, String paymentId, BigInteger amount) {
        return leases.look(transaction, caller.merchantId(), List.of(paymentId)).compose(found -> {
            SessionRow session = found.get(paymentId);
            if (session == null) {
                return notRefunded(Codes.NOT_HELD, "The payment is not held.");
            }
            LeaseEvent event = new LeaseEvent.Refund(caller.apiKeyId());
            return switch (session.lease().on(event, policy.lease().toMillis())) {
                case LeaseOutcome.Refused(String code)
                when code.equals(Codes.ALREADY_SETTLED) -> alreadySettled(transaction, paymentId, amount);
                case LeaseOutcome.Refused(String code) ->
                    notRefunded(code, "The payment is not a hold of this key without a lease; settle its session.");
                case LeaseOutcome.Moved moved ->
                    notRefunded(Codes.AMOUNT_MISMATCH, "Only " + session.balance() + " can be given back.");
            };
        });
    }

    private Future<HoldRefund> alreadySettled(SqlConnection transaction, String paymentId, BigInteger amount) {
        return answers.of(transaction, paymentId).map(settlement -> {
            BigInteger givenBack =
                    settlement.paid().minus(settlement.consumed()).units();
            return givenBack.equals(amount)
                    ? new HoldRefund.Refunded(settlement)
                    : new HoldRefund.AlreadySettled(settlement);
        });
    }

    private static Future<HoldRefund> notRefunded(String code, String reason) {
        return Future.succeededFuture(new HoldRefund.Refused(code, reason));
    }
}
