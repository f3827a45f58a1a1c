-- Every change of a row that tells of money, in the transaction that makes it: what was written is judged, not by whom.
CREATE UNLOGGED TABLE sim.witness (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at     timestamptz NOT NULL,
    told   text        NOT NULL,
    before jsonb,
    after  jsonb
);

CREATE FUNCTION sim.see_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO sim.witness (at, told, before, after)
    VALUES (now(), TG_TABLE_NAME, CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) END, to_jsonb(NEW));
    RETURN NULL;
END $$;

CREATE FUNCTION sim.see_statement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO sim.witness (at, told) VALUES (now(), TG_TABLE_NAME);
    RETURN NULL;
END $$;

DO $$
DECLARE
    told text;
BEGIN
    FOREACH told IN ARRAY ARRAY['payments', 'deposits', 'sessions', 'refunds', 'refund_transactions',
        'gateway_heartbeat'] LOOP
        EXECUTE format(
            'CREATE TRIGGER sim_witness AFTER INSERT OR UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION sim.see_row()', told);
    END LOOP;
    EXECUTE 'CREATE TRIGGER sim_witness AFTER INSERT ON entries FOR EACH STATEMENT EXECUTE FUNCTION sim.see_statement()';
END $$;

-- Begins a history, with the watch of both wallets at the first block: rows are deleted and tables kept as they are, so that the plans of prepared statements stay.
CREATE FUNCTION sim.clear() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    name text;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT c.relname FROM pg_class c
        WHERE c.relkind = 'r' AND c.relnamespace = 'sim'::regnamespace
            AND c.relname NOT IN ('flyway_schema_history', 'merchants', 'api_keys')
    LOOP
        EXECUTE format('DELETE FROM %I', name);
    END LOOP;
    INSERT INTO inbound_positions (method, position) VALUES ('amount', '{"height": 0}'), ('memo', '{"height": 0}');
END $$;
