-- A payer's credit is the sum of the refunds that became credit and that nothing has taken up yet: neither a payout, nor a
-- later payment of the same payer, whose session uses it up as a deposit of its own. A refund is taken up once.
ALTER TABLE refunds ADD COLUMN applied_to text REFERENCES deposits
    CHECK (applied_to IS NULL OR (state = 'credited' AND paid_out_by IS NULL));
CREATE INDEX refunds_applied_to ON refunds (applied_to) WHERE applied_to IS NOT NULL;

DROP INDEX refunds_credited;
CREATE INDEX refunds_credited ON refunds (merchant_id, method, asset, recipient)
    WHERE state = 'credited' AND paid_out_by IS NULL AND applied_to IS NULL;
-- Of a refund that became credit, next_attempt_at is when it is looked at again whether it can be paid out.
CREATE INDEX refunds_credited_due ON refunds (next_attempt_at)
    WHERE state = 'credited' AND paid_out_by IS NULL AND applied_to IS NULL;

-- Whether it came out of its payer's credit instead of by the rail: its money arrived before, as another deposit.
ALTER TABLE deposits ADD COLUMN from_credit boolean NOT NULL DEFAULT false;

-- How much of the balance was the payer's credit when the session began. Not indexed, so that a checkpoint stays a heap-only
-- update.
ALTER TABLE sessions ADD COLUMN credit amount NOT NULL DEFAULT 0;
