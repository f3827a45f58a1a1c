-- What operators put into wallets, or took out of them, by themselves (negative), each entered in the ledger as a journal
-- operator_float of its id. What a wallet held when it was first looked at has the id opening:<wallet>:<asset>, and has a
-- row even when that was nothing.
CREATE TABLE operator_floats (
    id         text PRIMARY KEY,
    wallet     text           NOT NULL,
    asset      text           NOT NULL,
    amount     numeric(78, 0) NOT NULL,
    note       text           NOT NULL,
    entered_at timestamptz    NOT NULL DEFAULT now(),
    CHECK (amount <> 0 OR id LIKE 'opening:%')
);
