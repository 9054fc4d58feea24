-- What a server's log was told of its spending: shares of caps, each so many of the currency, the week.

CREATE TABLE spending_told (
    guild_id INTEGER NOT NULL,
    what     TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (guild_id, what)
) STRICT, WITHOUT ROWID;
