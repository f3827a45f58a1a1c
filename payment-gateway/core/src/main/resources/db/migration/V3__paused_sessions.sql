-- Whether the payer has paused the session, by its holder's last report. A paused session's HTTP resource is handed out by
-- no server. Not indexed, so that a checkpoint stays a heap-only update.
ALTER TABLE sessions ADD COLUMN paused boolean NOT NULL DEFAULT false;
