-- Pictures as a conversation: which version a card is, what people like, prefer, search for, and have not sent yet.

ALTER TABLE job ADD COLUMN version INTEGER NOT NULL DEFAULT 1;  -- of a picture that is edited step by step

CREATE INDEX job_person ON job(user_id, id DESC);

CREATE TABLE favourite (
    user_id INTEGER NOT NULL,
    job_id  INTEGER NOT NULL REFERENCES job(id),
    at      INTEGER NOT NULL,
    PRIMARY KEY (user_id, job_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE person (                                    -- what somebody prefers, over all servers
    user_id     INTEGER PRIMARY KEY,
    preferences TEXT NOT NULL CONSTRAINT person_preferences_json CHECK (json_valid(preferences))
) STRICT;

CREATE TABLE draft (                                     -- what a button under a private answer will need, for a while
    id      INTEGER PRIMARY KEY,                         -- a snowflake
    user_id INTEGER NOT NULL,                            -- whose; nobody else may take it
    kind    TEXT    NOT NULL,
    body    TEXT    NOT NULL CONSTRAINT draft_body_json CHECK (json_valid(body)),
    until   INTEGER NOT NULL
) STRICT;
CREATE INDEX draft_until ON draft(until);

-- Three letters in a row find a prompt in any language; the words stay in `job`.
CREATE VIRTUAL TABLE prompt_search USING fts5(prompt, content = 'job', content_rowid = 'id', tokenize = 'trigram');
INSERT INTO prompt_search (rowid, prompt) SELECT id, prompt FROM job;
CREATE TRIGGER prompt_search_new AFTER INSERT ON job
BEGIN INSERT INTO prompt_search (rowid, prompt) VALUES (NEW.id, NEW.prompt); END;
CREATE TRIGGER prompt_search_changed AFTER UPDATE OF prompt ON job
BEGIN
    INSERT INTO prompt_search (prompt_search, rowid, prompt) VALUES ('delete', OLD.id, OLD.prompt);
    INSERT INTO prompt_search (rowid, prompt) VALUES (NEW.id, NEW.prompt);
END;

CREATE TABLE showing (                                   -- a card that somebody had shown again: its buttons are the job's
    message_id INTEGER PRIMARY KEY,
    job_id     INTEGER NOT NULL REFERENCES job(id),
    guild_id   INTEGER NOT NULL,                         -- 0: a direct message
    channel_id INTEGER NOT NULL,
    at         INTEGER NOT NULL
) STRICT;
CREATE INDEX showing_job ON showing(job_id);

CREATE TABLE callout (                                   -- whose person was told once that a long wait is over, or wants no such word
    job_id INTEGER PRIMARY KEY REFERENCES job(id),
    at     INTEGER NOT NULL
) STRICT;
