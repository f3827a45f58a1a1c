package io.ws402.gateway.payment;

/**
 * How a claim takes up the payer's credit, in SQL, as part of its one statement: what the same payer has with the same
 * merchant, method and asset becomes another deposit of the payment, final from the start, and used up first. A refund that
 * became credit is taken up once: by one claim, or by a payout.
 */
final class AppliedCredit {
    /** How much it is, next to a {@link #taken}. */
    static final String AMOUNT = "(SELECT coalesce(sum(amount), 0) FROM credit)";

    /** How many deposits it makes, next to a {@link #taken}. */
    static final String DEPOSITS = "(SELECT count(*) FROM credit)";

    private AppliedCredit() {}

    /**
     * The parts of a {@code WITH} that come after {@code deposit}, which is what has just arrived.
     *
     * @param depositId the parameter with the id that the credit's deposit will have
     * @param leaseMs the parameter with the length of the session's lease; null means none: a 0.1 server reckons what goes
     *     back from what the payer sent it, and would charge credit that it does not know of
     */
    static String taken(String depositId, String leaseMs) {
        // What somebody else is taking up at this moment is passed over, not waited for: it is theirs.
        return """
            offered AS MATERIALIZED (
                SELECT r.id
                FROM refunds r JOIN deposit d
                    ON (d.merchant_id, d.method, d.asset, d.payer) = (r.merchant_id, r.method, r.asset, r.recipient)
                WHERE r.state = 'credited' AND r.paid_out_by IS NULL AND r.applied_to IS NULL
                    AND %2$s::bigint IS NOT NULL
                ORDER BY r.id LIMIT 1000
                FOR NO KEY UPDATE OF r SKIP LOCKED
            ), taken AS (
                UPDATE refunds r SET applied_to = %1$s FROM offered
                WHERE r.id = offered.id AND r.paid_out_by IS NULL AND r.applied_to IS NULL
                RETURNING r.amount
            ), credit AS (
                INSERT INTO deposits (id, payment_id, position, merchant_id, method, asset, settlement_key, payer, recipient,
                    amount, state, evidence, final_at, from_credit)
                SELECT %1$s, d.payment_id, 1, d.merchant_id, d.method, d.asset, 'credit:' || %1$s, d.payer, d.recipient,
                    taken.amount, 'held', '{}', now(), true
                FROM deposit d, (SELECT sum(amount) AS amount FROM taken HAVING count(*) > 0) AS taken
                RETURNING *
            ), credit_journal AS (
                INSERT INTO journals (kind, subject, payment_id)
                SELECT 'credit_applied', id, payment_id FROM credit
                RETURNING id
            ), credit_entry AS (
                INSERT INTO entries (journal_id, account, owner, asset, amount)
                SELECT credit_journal.id, side.account, side.owner, credit.asset, side.amount
                FROM credit_journal, credit, LATERAL (VALUES
                    ('payer_credit', credit.payer, credit.amount),
                    ('held', credit.id, -credit.amount)) AS side (account, owner, amount)
            )""".formatted(depositId, leaseMs);
    }
}
