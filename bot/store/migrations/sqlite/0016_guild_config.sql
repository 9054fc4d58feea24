-- What moderators set for a server, section by section, and who changed what.

CREATE TABLE guild_setting (
    guild_id INTEGER NOT NULL,
    section  TEXT    NOT NULL,
    body     TEXT    NOT NULL CONSTRAINT guild_setting_body_json CHECK (json_valid(body)),
    rev      INTEGER NOT NULL,                           -- how often it was changed
    PRIMARY KEY (guild_id, section)
) STRICT, WITHOUT ROWID;

CREATE TABLE guild_change (                              -- the last of each server; what came of one stands in the next
    id       INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    section  TEXT    NOT NULL,
    rev      INTEGER NOT NULL,                           -- the section's, after it
    at       INTEGER NOT NULL,
    by_user  INTEGER NOT NULL,
    before   TEXT,                                       -- the section before it; the default: NULL
    undoes   INTEGER                                     -- the change that it took back
) STRICT;
CREATE INDEX guild_change_guild ON guild_change(guild_id, section, rev);

INSERT INTO guild_setting (guild_id, section, body, rev)
SELECT guild_id, 'cards', json_object('locale', COALESCE(locale, '')), 1 FROM guild_config WHERE locale <> '';
DROP TABLE guild_config;
