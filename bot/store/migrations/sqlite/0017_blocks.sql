-- What a server's moderators decide about members: who is blocked there, whose orders were refused, and who did what.

CREATE TABLE block (                                     -- one row while it lasts; what was lifted stands in `act`
    guild_id  INTEGER NOT NULL,
    kind      TEXT    NOT NULL CONSTRAINT block_kind_valid CHECK (kind IN ('member', 'role')),
    target_id INTEGER NOT NULL,
    reason    TEXT    NOT NULL,                          -- for whoever is blocked to read; '': none was given
    by_user   INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    ends_at   INTEGER,                                   -- NULL: until it is lifted
    PRIMARY KEY (guild_id, kind, target_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE strike (                                    -- an order that was refused for what it asked
    id        INTEGER PRIMARY KEY,
    guild_id  INTEGER NOT NULL,
    user_id   INTEGER NOT NULL,
    kind      TEXT    NOT NULL CONSTRAINT strike_kind_valid CHECK (kind IN ('nsfw', 'words')),
    order_id  INTEGER NOT NULL UNIQUE,                   -- of the job, or of the interaction that became none
    at        INTEGER NOT NULL,
    lifted_at INTEGER
) STRICT;
CREATE INDEX strike_member ON strike(guild_id, user_id, at) WHERE lifted_at IS NULL;

CREATE TABLE act (                                       -- append-only: what moderators did
    id        INTEGER PRIMARY KEY,
    guild_id  INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    by_user   INTEGER NOT NULL,
    kind      TEXT    NOT NULL,
    target    TEXT    NOT NULL CONSTRAINT act_target_valid CHECK (target IN ('member', 'role', 'job')),
    target_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,                          -- whom it concerns; 0: nobody alone
    detail    TEXT    NOT NULL CONSTRAINT act_detail_json CHECK (json_valid(detail))
) STRICT;
CREATE INDEX act_guild  ON act(guild_id, id);
CREATE INDEX act_member ON act(guild_id, member_id, id);
