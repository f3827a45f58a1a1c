-- Assets that a method can not send to anybody: nothing is quoted in them, and their refunds stay planned, until a trial shows
-- that they can be sent again.
CREATE TABLE suspended_assets (
    method text        NOT NULL,
    asset  text        NOT NULL,
    reason text        NOT NULL,
    since  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (method, asset)
);
