-- Ordering that somebody paused, and why the host gave back the credits of an order that had ended.

CREATE TABLE pause (
    guild_id INTEGER PRIMARY KEY,                        -- 0: the whole bot
    by_user  INTEGER NOT NULL,                           -- 0: the host, at the terminal
    reason   TEXT    NOT NULL,                           -- '' where none was given
    since    INTEGER NOT NULL
) STRICT;

CREATE TABLE correction (                                -- beside a ledger entry of that kind, one an order
    job_id INTEGER PRIMARY KEY REFERENCES job(id),
    amount INTEGER NOT NULL CONSTRAINT correction_amount CHECK (amount > 0),  -- credits given back
    reason TEXT    NOT NULL,
    at     INTEGER NOT NULL
) STRICT;
