-- What a server's log tells: each line is a row before it is a message, so that a stop loses none.

CREATE TABLE log_message (                               -- lines that are told together
    id         INTEGER PRIMARY KEY,                      -- when it was made (epoch ms), or the next that is free
    guild_id   INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    body       TEXT    NOT NULL,                         -- as it is sent; emptied once it is known to stand
    message_id INTEGER UNIQUE                            -- Discord's; NULL: it may have been sent
) STRICT;
CREATE INDEX log_message_in_doubt ON log_message(id) WHERE message_id IS NULL;

CREATE TABLE log_line (
    id             INTEGER PRIMARY KEY,
    guild_id       INTEGER NOT NULL,
    log_channel_id INTEGER NOT NULL,                     -- where it is told
    kind           TEXT    NOT NULL,
    what           TEXT    NOT NULL,
    at             INTEGER NOT NULL,
    by_user        INTEGER NOT NULL,                     -- who did it; 0: nobody, or erased
    user_id        INTEGER NOT NULL,                     -- whom it is about; 0 likewise
    job_id         INTEGER REFERENCES job(id),
    channel_id     INTEGER NOT NULL,                     -- where it happened; 0: nowhere
    words          TEXT    NOT NULL,                     -- of an order that was turned down; emptied once they are told
    facts          TEXT    NOT NULL CONSTRAINT log_line_facts_json CHECK (json_valid(facts)),
    times          INTEGER NOT NULL DEFAULT 1,           -- the same within moments
    told_in        INTEGER REFERENCES log_message(id),   -- NULL: it waits
    place          INTEGER NOT NULL DEFAULT 0,           -- which line of its message, from 0
    blank_at       INTEGER,                              -- when its words were deleted for good
    blanked        INTEGER NOT NULL DEFAULT 0            -- and whether its message shows that
        CONSTRAINT log_line_blanked_bool CHECK (blanked IN (0, 1))
) STRICT;
CREATE INDEX log_line_waiting  ON log_line(log_channel_id, id) WHERE told_in IS NULL;
CREATE INDEX log_line_told_in  ON log_line(told_in, place) WHERE told_in IS NOT NULL;
CREATE INDEX log_line_job      ON log_line(job_id) WHERE job_id IS NOT NULL;
CREATE INDEX log_line_user     ON log_line(user_id);
CREATE INDEX log_line_by       ON log_line(by_user);
CREATE INDEX log_line_unblanked ON log_line(told_in) WHERE blank_at IS NOT NULL AND blanked = 0;
