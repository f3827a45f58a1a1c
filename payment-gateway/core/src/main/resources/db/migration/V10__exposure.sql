-- What would be lost if its rail undid it now: all that a session may still use, and what was captured of one that ended.
CREATE VIEW exposed_deposits AS
SELECT id, method, asset, payer, CASE state WHEN 'held' THEN amount::numeric ELSE captured::numeric END AS at_risk
FROM deposits
WHERE final_at IS NULL AND state IN ('held', 'settled') AND position >= 0;
CREATE INDEX deposits_exposed ON deposits (method, asset, payer)
    WHERE final_at IS NULL AND state IN ('held', 'settled') AND position >= 0;
