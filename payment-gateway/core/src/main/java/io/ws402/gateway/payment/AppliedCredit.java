package io.ws402.gateway.payment;

/**
 * How claims take up their payers' credit, in SQL, as part of their one statement: what the same payer has with the same
 * merchant, method and asset becomes another deposit of the payment, final from the start, and used up first. A refund that
 * became credit is taken up once: by one claim, or by a payout.
 */
final class AppliedCredit {
    /**
     * The parts of a {@code WITH} that come after {@code deposit}, which is what has just arrived, and after {@code claimed}:
     * payments with the {@code credit_id} that the credit's deposit will have, and {@code lease_ms}, null for a 0.1 server,
     * which reckons what goes back from what the payer sent it, and would charge credit that it does not know of.
     */
    // What somebody else is taking up at this moment is passed over, not waited for: it is theirs.
    static final String TAKEN = """
            offered AS MATERIALIZED (
                SELECT r.id, c.credit_id
                FROM refunds r JOIN deposit d
                    ON (d.merchant_id, d.method, d.asset, d.payer) = (r.merchant_id, r.method, r.asset, r.recipient)
                    JOIN claimed c ON c.id = d.payment_id
                WHERE r.state = 'credited' AND r.paid_out_by IS NULL AND r.applied_to IS NULL
                    AND c.lease_ms IS NOT NULL
                ORDER BY r.id LIMIT 1000
                FOR NO KEY UPDATE OF r SKIP LOCKED
            ), taken AS (
                UPDATE refunds r SET applied_to = first.credit_id
                FROM (SELECT id, min(credit_id) AS credit_id FROM offered GROUP BY id) AS first
                WHERE r.id = first.id AND r.paid_out_by IS NULL AND r.applied_to IS NULL
                RETURNING r.amount, r.applied_to
            ), credit AS (
                INSERT INTO deposits (id, payment_id, position, merchant_id, method, asset, settlement_key, payer, recipient,
                    amount, state, evidence, final_at, from_credit)
                SELECT taken.applied_to, d.payment_id, 1, d.merchant_id, d.method, d.asset, 'credit:' || taken.applied_to,
                    d.payer, d.recipient, taken.amount, 'held', '{}', now(), true
                FROM (SELECT applied_to, sum(amount) AS amount FROM taken GROUP BY applied_to) AS taken
                    JOIN claimed c ON c.credit_id = taken.applied_to JOIN deposit d ON d.payment_id = c.id
                RETURNING *
            ), credit_journal AS (
                INSERT INTO journals (kind, subject, payment_id)
                SELECT 'credit_applied', id, payment_id FROM credit
                RETURNING id, subject
            ), credit_entry AS (
                INSERT INTO entries (journal_id, account, owner, asset, amount)
                SELECT credit_journal.id, side.account, side.owner, credit.asset, side.amount
                FROM credit_journal JOIN credit ON credit.id = credit_journal.subject, LATERAL (VALUES
                    ('payer_credit', credit.payer, credit.amount),
                    ('held', credit.id, -credit.amount)) AS side (account, owner, amount)
            )""";

    private AppliedCredit() {}

    /** How much it is, next to {@link #TAKEN}, of the payment of a row. */
    static String amount(String row) {
        return "coalesce((SELECT amount FROM credit WHERE credit.payment_id = %s.payment_id), 0)".formatted(row);
    }

    /** How many deposits it makes, next to {@link #TAKEN}, of the payment of a row. */
    static String deposits(String row) {
        return "(SELECT count(*) FROM credit WHERE credit.payment_id = %s.payment_id)".formatted(row);
    }
}
