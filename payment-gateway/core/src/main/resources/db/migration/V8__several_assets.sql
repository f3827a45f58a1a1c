-- A session may be topped up in another asset than its own. Such a deposit has an amount in its asset and a worth in the
-- session's, as its quote bound them to each other; the worth is what it adds to the balance, and what consumption takes of.
-- Null where the asset is the session's: then the worth is the amount.
ALTER TABLE payments ADD COLUMN worth amount
    CONSTRAINT payments_worth CHECK (worth IS NULL OR (worth > 0 AND tops_up IS NOT NULL));

ALTER TABLE deposits
    ADD COLUMN worth amount,
    ADD COLUMN worth_captured amount,   -- what the session took, in its own asset; null until settled, and in rows before this
    ADD COLUMN asset_symbol text,       -- of a deposit with a worth; of all others they are its payment's
    ADD COLUMN asset_decimals integer CHECK (asset_decimals BETWEEN 0 AND 36),
    ADD COLUMN reversed_at timestamptz,
    ADD CONSTRAINT deposits_worth CHECK (worth IS NULL OR worth > 0),
    ADD CONSTRAINT deposits_of_another_asset CHECK (
        (worth IS NULL) = (asset_symbol IS NULL) AND (worth IS NULL) = (asset_decimals IS NULL)),
    ADD CONSTRAINT deposits_worth_captured CHECK (
        CASE WHEN worth IS NULL THEN worth_captured IS NULL OR worth_captured = captured
            ELSE coalesce(worth_captured, 0) <= worth END);

-- What goes back is what was paid; null where that is the payment's asset.
ALTER TABLE refunds
    ADD COLUMN asset_symbol text,
    ADD COLUMN asset_decimals integer CHECK (asset_decimals BETWEEN 0 AND 36),
    ADD CONSTRAINT refunds_of_another_asset CHECK ((asset_symbol IS NULL) = (asset_decimals IS NULL));

-- A gateway of the version before takes a deposit's amount for its worth, and asks the rail about the session's asset. These
-- keep it from adding, dividing or undoing what it would get wrong; a gateway of this version then does it.
ALTER TABLE deposits
    ADD CONSTRAINT deposits_settled_by_worth CHECK (worth IS NULL OR state <> 'settled' OR worth_captured IS NOT NULL),
    ADD CONSTRAINT deposits_reversed_by_asset CHECK (
        (worth IS NULL AND worth_captured IS NULL) OR state <> 'reversed' OR reversed_at IS NOT NULL);

CREATE FUNCTION deposits_say_what_they_are_worth() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.asset <> (SELECT asset FROM payments WHERE id = NEW.payment_id) THEN
        RAISE EXCEPTION 'a deposit of another asset than its session''s needs a worth' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER deposits_say_what_they_are_worth BEFORE INSERT OR UPDATE OF payment_id ON deposits
    FOR EACH ROW WHEN (NEW.worth IS NULL AND NEW.position > 0)
    EXECUTE FUNCTION deposits_say_what_they_are_worth();
