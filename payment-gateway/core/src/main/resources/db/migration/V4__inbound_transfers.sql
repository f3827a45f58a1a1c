-- How far the wallets of each payment method have been looked through; what is behind it was entered or is listed below.
CREATE TABLE inbound_positions (
    method     text PRIMARY KEY,
    position   jsonb       NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
);

-- Transfers that reached a wallet and that no quote explains. An operator decides: they are the operator's own (then they
-- are entered in the ledger as its float), or belong to a payment (then they go back to their payer in its name).
CREATE TABLE unattributed_transfers (
    settlement_key text PRIMARY KEY,
    method         text        NOT NULL,
    asset          text        NOT NULL,
    asset_symbol   text        NOT NULL,
    asset_decimals integer     NOT NULL,
    payer          text        NOT NULL,
    recipient      text        NOT NULL,
    amount         amount      NOT NULL CHECK (amount > 0),
    tx_id          text        NOT NULL,
    evidence       jsonb       NOT NULL,
    why            text        NOT NULL,
    seen_at        timestamptz NOT NULL DEFAULT now(),
    resolution     text CHECK (resolution IN ('float', 'returned')),
    resolved_at    timestamptz,
    note           text,
    CHECK ((resolution IS NULL) = (resolved_at IS NULL))
);
CREATE INDEX unattributed_transfers_open ON unattributed_transfers (seen_at) WHERE resolution IS NULL;

CREATE INDEX deposits_unclaimed ON deposits (created_at) WHERE state = 'unclaimed';
