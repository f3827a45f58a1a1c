-- What our wallets have paid by transactions that this database did not sign: it was restored from a backup that is older, or
-- somebody else has signed. While one of them is unexplained, no refund of its asset to its recipient is numbered or signed:
-- it may be that refund.
CREATE TABLE outbound_transfers (
    tx_id       text        NOT NULL,
    position    integer     NOT NULL,
    payments    integer     NOT NULL,   -- how many the transaction made; one of ours makes one
    sequencer   text        NOT NULL,
    sequence    bigint      NOT NULL,
    asset       text        NOT NULL,
    recipient   text        NOT NULL,
    amount      amount      NOT NULL,
    terms       jsonb       NOT NULL,
    found_at    timestamptz NOT NULL DEFAULT now(),
    refund_id   text REFERENCES refunds, -- what it is explained by; null with an explanation: by an operator
    explained_at timestamptz,
    PRIMARY KEY (tx_id, position),
    CHECK (refund_id IS NULL OR explained_at IS NOT NULL)
);
CREATE INDEX outbound_transfers_open ON outbound_transfers (recipient, asset) WHERE explained_at IS NULL;

-- How many transactions of the signer were found that were not signed here: whoever looked before the last of them must
-- look again.
ALTER TABLE signer_sequences ADD COLUMN found bigint NOT NULL DEFAULT 0;
