-- Amounts are whole smallest units of their asset, at most 78 digits. Money-bearing rows are never deleted.
-- Times that decide about money are this database's own (now()); no other clock is compared with them.

CREATE DOMAIN amount AS numeric(78, 0) CHECK (VALUE >= 0);

CREATE TABLE merchants (
    id               text PRIMARY KEY,
    name             text        NOT NULL,
    fee_basis_points integer     NOT NULL DEFAULT 0 CHECK (fee_basis_points BETWEEN 0 AND 10000),
    created_at       timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE api_keys (
    id          text PRIMARY KEY,
    merchant_id text        NOT NULL REFERENCES merchants,
    role        text        NOT NULL CHECK (role IN ('server', 'operator')),
    label       text        NOT NULL,
    secret_hash bytea       NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
    created_at  timestamptz NOT NULL DEFAULT now(),
    revoked_at  timestamptz
);

-- A quote and what became of it. The price plan is bound here and never changes.
CREATE TABLE payments (
    id                   text PRIMARY KEY,
    merchant_id          text        NOT NULL REFERENCES merchants,
    api_key_id           text        NOT NULL REFERENCES api_keys,
    resource_id          text        NOT NULL,
    method               text        NOT NULL,
    asset                text        NOT NULL,
    asset_symbol         text        NOT NULL,
    asset_decimals       integer     NOT NULL CHECK (asset_decimals BETWEEN 0 AND 36),
    recipient            text        NOT NULL,
    amount               amount      NOT NULL CHECK (amount > 0),
    reference            text        NOT NULL UNIQUE,
    claim_secret_hash    bytea       NOT NULL,
    price_per_second     amount      NOT NULL,
    price_per_megabyte   amount      NOT NULL,
    price_per_message    amount      NOT NULL,
    max_duration_seconds bigint      NOT NULL CHECK (max_duration_seconds > 0),
    details              jsonb       NOT NULL,
    anchor               jsonb       NOT NULL,
    state                text        NOT NULL DEFAULT 'quoted'
        CHECK (state IN ('quoted', 'paid', 'held', 'settled', 'expired', 'reversed')),
    quoted_for           text,
    quoted_at            timestamptz NOT NULL DEFAULT now(),
    expires_at           timestamptz NOT NULL,
    held_at              timestamptz,
    settled_at           timestamptz
);
CREATE INDEX payments_of_merchant ON payments (merchant_id, id);
CREATE INDEX payments_open_quotes_of_address ON payments (quoted_for, expires_at) WHERE state = 'quoted';
CREATE INDEX payments_open_quotes_of_key ON payments (api_key_id, expires_at) WHERE state = 'quoted';
CREATE INDEX payments_open_quotes ON payments (expires_at) WHERE state = 'quoted';

-- Where an amount is all that binds a payment to its quote, no two quotes of an asset and recipient share it, neither
-- while they are open nor for the quarantine after.
CREATE TABLE amount_reservations (
    recipient  text        NOT NULL,
    asset      text        NOT NULL,
    amount     amount      NOT NULL,
    payment_id text        NOT NULL,
    until      timestamptz NOT NULL,
    PRIMARY KEY (recipient, asset, amount)
);
CREATE INDEX amount_reservations_of_payment ON amount_reservations (payment_id);
CREATE INDEX amount_reservations_over ON amount_reservations (until);

-- What arrived (prepaid) or may be taken (authorised). Claimed by its settlement key, once in the whole system.
-- Positions from 0 on pay for the session, in this order. Positions below 0 never belonged to it (paid too late, or
-- another amount): they are settled at once, with nothing captured and all of it refunded.
CREATE TABLE deposits (
    id             text PRIMARY KEY,
    payment_id     text        NOT NULL REFERENCES payments,
    position       integer     NOT NULL,
    merchant_id    text        NOT NULL REFERENCES merchants,
    method         text        NOT NULL,
    asset          text        NOT NULL,
    kind           text        NOT NULL DEFAULT 'prepaid' CHECK (kind IN ('prepaid', 'authorised')),
    settlement_key text        NOT NULL UNIQUE,
    payer          text        NOT NULL,
    recipient      text        NOT NULL,
    amount         amount      NOT NULL CHECK (amount > 0),
    captured       amount      NOT NULL DEFAULT 0 CHECK (captured <= amount),
    state          text        NOT NULL CHECK (state IN ('unclaimed', 'held', 'settled', 'reversed')),
    tx_id          text,
    evidence       jsonb       NOT NULL,
    final_at       timestamptz,
    created_at     timestamptz NOT NULL DEFAULT now(),
    UNIQUE (payment_id, position),
    CHECK (captured = 0 OR state IN ('settled', 'reversed'))
);
CREATE INDEX deposits_of_transaction ON deposits (tx_id);
CREATE INDEX deposits_not_final ON deposits (id) WHERE final_at IS NULL AND state <> 'reversed';

-- A held payment with its lease. Narrow and rewritten in place by every checkpoint: no index covers a column that a
-- checkpoint changes, so its updates stay heap-only.
CREATE TABLE sessions (
    payment_id  text PRIMARY KEY REFERENCES payments,
    session_id  text        NOT NULL UNIQUE,
    merchant_id text        NOT NULL,
    claimed_by  text        NOT NULL,   -- the session id in the claim that made the current epoch: only it, repeated,
                                        -- gets the same answer; session_id stays the first one, for the payer
    api_key_id  text        NOT NULL,
    server_id   text        NOT NULL,
    state       text        NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'ended')),
    lease_epoch bigint      NOT NULL DEFAULT 1,
    lease_until timestamptz,          -- null: a 0.1 hold without a lease
    sequence    bigint      NOT NULL DEFAULT 0,
    elapsed_ms  bigint      NOT NULL DEFAULT 0 CHECK (elapsed_ms >= 0),
    bytes       bigint      NOT NULL DEFAULT 0 CHECK (bytes >= 0),
    messages    bigint      NOT NULL DEFAULT 0 CHECK (messages >= 0),
    consumed    amount      NOT NULL DEFAULT 0 CHECK (consumed <= balance),
    balance     amount      NOT NULL,
    started_at  timestamptz NOT NULL DEFAULT now(),
    ended_at    timestamptz,
    end_reason  text
) WITH (fillfactor = 70);
CREATE INDEX sessions_open ON sessions (payment_id) WHERE state = 'open';

-- When renewals have been possible without a gap since; leases do not age while no gateway can renew them.
CREATE TABLE gateway_heartbeat (
    singleton       boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    last_seen       timestamptz NOT NULL,
    available_since timestamptz NOT NULL
);

-- At most one refund for a deposit, ever.
CREATE TABLE refunds (
    id              text PRIMARY KEY,
    deposit_id      text        NOT NULL UNIQUE REFERENCES deposits,
    payment_id      text        NOT NULL REFERENCES payments,
    merchant_id     text        NOT NULL REFERENCES merchants,
    method          text        NOT NULL,
    asset           text        NOT NULL,
    recipient       text        NOT NULL,
    amount          amount      NOT NULL CHECK (amount > 0),
    state           text        NOT NULL DEFAULT 'planned' CHECK (state IN
        ('planned', 'signed', 'broadcast', 'unknown', 'failed_safe', 'confirmed', 'credited', 'awaiting_operator',
        'void')),                      -- the rail undid the deposit before anything was signed
    reason          text,
    sequencer       text,
    sequence        bigint,
    tx_id           text,
    attempts        integer     NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL DEFAULT now(),
    leased_by       text,
    leased_until    timestamptz,
    created_at      timestamptz NOT NULL DEFAULT now(),
    done_at         timestamptz,
    CHECK ((sequencer IS NULL) = (sequence IS NULL)),
    UNIQUE (sequencer, sequence)
);
CREATE INDEX refunds_due ON refunds (next_attempt_at) WHERE done_at IS NULL;
CREATE INDEX refunds_of_payment ON refunds (payment_id);

-- Every transaction ever signed for a refund, stored before it is sent; rows are only added, and marked.
CREATE TABLE refund_transactions (
    tx_id        text PRIMARY KEY,
    refund_id    text        NOT NULL REFERENCES refunds,
    position     integer     NOT NULL,   -- in the order of signing; the highest is the one to send
    sequencer    text,
    sequence     bigint,
    raw          bytea       NOT NULL,
    terms        jsonb       NOT NULL,
    signed_at    timestamptz NOT NULL DEFAULT now(),
    broadcast_at timestamptz,
    UNIQUE (refund_id, position)
);

-- The one allocator of a signer's sequence numbers (nonces).
CREATE TABLE signer_sequences (
    sequencer     text PRIMARY KEY,
    next_sequence bigint NOT NULL CHECK (next_sequence >= 0)
);

-- Double entry. Positive is what we have (assets, expenses), negative what we owe or earned.
CREATE TABLE journals (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind       text        NOT NULL,
    subject    text        NOT NULL,
    payment_id text,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (kind, subject)
);
CREATE TABLE entries (
    journal_id bigint         NOT NULL REFERENCES journals,
    account    text           NOT NULL CHECK (account IN ('chain', 'held', 'merchant', 'fees', 'refunds_in_flight',
        'payer_credit', 'operator_float', 'network_fees', 'losses')),
    owner      text           NOT NULL,
    asset      text           NOT NULL,
    amount     numeric(78, 0) NOT NULL CHECK (amount <> 0)
);
CREATE INDEX entries_of_account ON entries (account, owner, asset);
CREATE INDEX entries_of_journal ON entries (journal_id);

-- All entries of a journal are written by one statement, and sum to zero for each asset.
CREATE FUNCTION entries_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM added GROUP BY journal_id, asset HAVING sum(amount) <> 0) THEN
        RAISE EXCEPTION 'a journal does not sum to zero' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER entries_balance AFTER INSERT ON entries
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION entries_balance();

CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER journals_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journals
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entries
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();

-- The internal rail of the credits method: accounts, and transfers between them that happen at most once per memo.
CREATE TABLE credit_accounts (
    id          text PRIMARY KEY,
    secret      bytea,                 -- null: the gateway's own wallet
    balance     amount      NOT NULL DEFAULT 0,
    created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE credit_transfers (
    id         text PRIMARY KEY,
    memo       text        NOT NULL UNIQUE,   -- a quote's reference, a refund's id, or a grant's id
    source     text        REFERENCES credit_accounts,   -- null: granted by the operator
    target     text        NOT NULL REFERENCES credit_accounts,
    amount     amount      NOT NULL CHECK (amount > 0),
    created_at timestamptz NOT NULL DEFAULT now()
);

-- A key that was used with another body is refused; the same body simply runs again, since every call that moves
-- money is idempotent by what it names.
CREATE TABLE idempotency_keys (
    api_key_id text        NOT NULL REFERENCES api_keys,
    key        text        NOT NULL,
    body_hash  bytea       NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (api_key_id, key)
);

-- What happened, for webhooks, notifications and analytics; written in the transaction it tells of.
CREATE TABLE outbox (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic        text        NOT NULL,
    subject      text        NOT NULL,
    payload      jsonb       NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    published_at timestamptz
);
CREATE INDEX outbox_unpublished ON outbox (id) WHERE published_at IS NULL;
