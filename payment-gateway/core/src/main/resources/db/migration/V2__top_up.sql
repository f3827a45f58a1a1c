-- A quote that adds to a session which runs already. What is paid for it becomes another deposit of that session's payment;
-- the quote itself is then 'added', and never holds money of its own but what goes straight back.
ALTER TABLE payments ADD COLUMN tops_up text REFERENCES payments;
CREATE INDEX payments_of_topped_up ON payments (tops_up) WHERE tops_up IS NOT NULL;
ALTER TABLE payments DROP CONSTRAINT payments_state_check;
ALTER TABLE payments ADD CONSTRAINT payments_state_check
    CHECK (state IN ('quoted', 'paid', 'held', 'added', 'settled', 'expired', 'reversed'));

-- How many deposits came after the first one; the next one's position. Not indexed, so that a checkpoint stays a heap-only
-- update.
ALTER TABLE sessions ADD COLUMN top_ups integer NOT NULL DEFAULT 0;
