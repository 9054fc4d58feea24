-- The servers that the bot is on, and which of them may spend more than the strangers' share.

CREATE TABLE guild (
    id      INTEGER PRIMARY KEY,                         -- a snowflake
    name    TEXT    NOT NULL,                            -- '' while Discord has not told it
    members INTEGER NOT NULL,                            -- 0 likewise
    trusted INTEGER NOT NULL CONSTRAINT guild_trusted_bool CHECK (trusted IN (0, 1)),
    seen_at INTEGER NOT NULL,                            -- when it was first seen
    left_at INTEGER,                                     -- since when the bot is no longer there
    told_at INTEGER                                      -- when the host was told of a stranger's
) STRICT;
