-- Money that is only authorised is collected once its session has used it. A collection is a transfer like a refund, the
-- other way round: it stands in the same table, under the same signers' numbers, and is worked on by the same workers.
-- In the order in which gateways that still run lock them.
LOCK TABLE sessions, deposits, refunds IN ACCESS EXCLUSIVE MODE;

ALTER TABLE refunds
    DROP CONSTRAINT refunds_kind_check,
    DROP CONSTRAINT refunds_of_deposit_or_credit,
    ADD COLUMN fee amount,   -- of a collection: the platform's part of it
    ADD CONSTRAINT refunds_kind_check CHECK (kind IN ('deposit', 'credit', 'collection')),
    ADD CONSTRAINT refunds_of_deposit_or_credit CHECK ((kind = 'credit') = (deposit_id IS NULL)),
    ADD CONSTRAINT refunds_fee CHECK ((kind = 'collection') = (fee IS NOT NULL) AND coalesce(fee, 0) <= amount),
    ADD CONSTRAINT refunds_collection_is_nobodys_credit CHECK (kind <> 'collection' OR state <> 'credited');

-- What is captured of authorised money has its collection from the statement on that captures it. A gateway of the version
-- before would capture and never collect; this keeps it from that, and a gateway of this version then ends the session.
ALTER TABLE deposits
    ADD COLUMN usable_until timestamptz,   -- of authorised money: no session draws on it later, so that it can be collected
    ADD COLUMN collected_by text REFERENCES refunds,
    ADD CONSTRAINT deposits_usable_until CHECK ((kind = 'authorised') = (usable_until IS NOT NULL)),
    ADD CONSTRAINT deposits_collected CHECK ((collected_by IS NOT NULL) = (kind = 'authorised' AND captured > 0));

-- When a session ends, whoever holds it: with the first authorisation that it draws on. No checkpoint changes it.
ALTER TABLE sessions ADD COLUMN ends_by timestamptz;
CREATE INDEX sessions_ending ON sessions (ends_by) WHERE state = 'open' AND ends_by IS NOT NULL;

-- What has arrived by itself and was not undone: deposits, and of authorised money what was collected.
CREATE VIEW arrived_deposits AS
SELECT id, recipient, asset, amount::numeric AS amount FROM deposits
WHERE kind = 'prepaid' AND state <> 'reversed' AND NOT from_credit
UNION ALL
SELECT d.id, d.recipient, d.asset, c.amount::numeric FROM deposits d JOIN refunds c ON c.id = d.collected_by
WHERE c.state = 'confirmed';
