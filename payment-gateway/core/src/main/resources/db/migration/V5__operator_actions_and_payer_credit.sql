-- What operators decided, and why: written in the transaction that carries it out, never changed.
CREATE TABLE operator_actions (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at       timestamptz NOT NULL DEFAULT now(),
    operator text        NOT NULL CHECK (operator <> ''),
    action   text        NOT NULL,
    subject  text        NOT NULL,
    note     text        NOT NULL CHECK (note <> ''),
    tx_id    text
);
CREATE INDEX operator_actions_of_subject ON operator_actions (subject, id);
-- A transfer that was made outside pays for one refund.
CREATE UNIQUE INDEX operator_actions_payouts ON operator_actions (lower(tx_id)) WHERE tx_id IS NOT NULL;

CREATE FUNCTION operator_actions_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what operators did is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER operator_actions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON operator_actions
    FOR EACH STATEMENT EXECUTE FUNCTION operator_actions_are_append_only();

-- A payer's credit is the sum of the refunds that became credit and that no payout has taken up yet. A payout is a refund of
-- its own: of credit instead of a deposit.
ALTER TABLE refunds ALTER COLUMN deposit_id DROP NOT NULL;
ALTER TABLE refunds ADD COLUMN kind text NOT NULL DEFAULT 'deposit' CHECK (kind IN ('deposit', 'credit'));
ALTER TABLE refunds ADD CONSTRAINT refunds_of_deposit_or_credit CHECK ((kind = 'deposit') = (deposit_id IS NOT NULL));
ALTER TABLE refunds ADD COLUMN paid_out_by text REFERENCES refunds CHECK (paid_out_by IS NULL OR state = 'credited');
CREATE INDEX refunds_credited ON refunds (merchant_id, method, asset, recipient)
    WHERE state = 'credited' AND paid_out_by IS NULL;
CREATE INDEX refunds_paid_out_by ON refunds (paid_out_by) WHERE paid_out_by IS NOT NULL;
