-- Questions to a server's moderators about prompts that its words block, and what was answered; kept for days.

CREATE TABLE word_question (
    id          INTEGER PRIMARY KEY,                     -- of the order that was refused
    guild_id    INTEGER NOT NULL,
    channel_id  INTEGER NOT NULL,
    user_id     INTEGER NOT NULL,
    prompt      TEXT    NOT NULL,
    entry       TEXT    NOT NULL,                        -- that blocks it
    locale      TEXT    NOT NULL,                        -- in which the answer is told
    token       TEXT,                                    -- of the press that asked
    at          INTEGER NOT NULL,
    until       INTEGER NOT NULL,                        -- then it is forgotten
    answer      TEXT CONSTRAINT word_question_answer_valid CHECK (answer IN ('once', 'always', 'no')),
    by_user     INTEGER NOT NULL DEFAULT 0,              -- who answered
    answered_at INTEGER,
    sentence    TEXT    NOT NULL DEFAULT '',             -- the moderator's own
    used_by     INTEGER,                                 -- the order that passed by it
    used_at     INTEGER,
    told        INTEGER NOT NULL DEFAULT 0 CONSTRAINT word_question_told_bool CHECK (told IN (0, 1)),
    CONSTRAINT word_question_answered CHECK ((answer IS NULL) = (answered_at IS NULL))
) STRICT;
CREATE INDEX word_question_user   ON word_question(user_id, guild_id);
CREATE INDEX word_question_untold ON word_question(answered_at) WHERE answer IS NOT NULL AND told = 0;
