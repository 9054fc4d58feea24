-- All times are UTC epoch milliseconds; all ids of Discord are 64-bit integers; 0 stands for "none" where said.

CREATE TABLE job (
    id              INTEGER PRIMARY KEY,                 -- a snowflake: the interaction's id; never reused
    idempotency_key TEXT    NOT NULL UNIQUE,             -- uuid, sent with the POST
    guild_id        INTEGER NOT NULL,                    -- 0: a direct message or the terminal
    channel_id      INTEGER NOT NULL,                    -- 0: the terminal
    user_id         INTEGER NOT NULL,
    parent_id       INTEGER REFERENCES job(id),          -- re-roll, edit, remix
    model           TEXT    NOT NULL,
    prompt          TEXT    NOT NULL,
    params          TEXT    NOT NULL DEFAULT '{}' CONSTRAINT job_params_json CHECK (json_valid(params)),
    locale          TEXT    NOT NULL DEFAULT 'en',       -- the message keeps its language after a restart
    cost            INTEGER NOT NULL CONSTRAINT job_cost_not_negative CHECK (cost >= 0),
    state           TEXT    NOT NULL DEFAULT 'queued' CONSTRAINT job_state_valid CHECK (state IN (
                        'queued',                        -- (new) -> queued, submitting -> queued: surely not accepted
                        'submitting',                    -- queued -> submitting: the POST may be out from here on
                        'running',                       -- submitting -> running; failed -> running: adopted
                        'succeeded',                     -- running -> succeeded
                        'failed',                        -- queued, submitting, running -> failed
                        'cancelled'                      -- queued, running -> cancelled
                    )),
    attempt         INTEGER NOT NULL DEFAULT 0,          -- how often it went to submitting
    vendor_id       TEXT    UNIQUE,
    cancel_at       INTEGER,                             -- somebody wished to cancel
    cancel_refused  INTEGER NOT NULL DEFAULT 0 CONSTRAINT job_cancel_refused_bool CHECK (cancel_refused IN (0, 1)),
    failure         TEXT,
    rev             INTEGER NOT NULL DEFAULT 1,          -- +1 with every visible change
    shown_rev       INTEGER NOT NULL DEFAULT 0,          -- the last rev that Discord accepted
    message_id      INTEGER UNIQUE,
    token           TEXT,                                -- the interaction's, cleared when used up
    file_limit      INTEGER NOT NULL,                    -- bytes a file
    delivered       TEXT    CONSTRAINT job_delivered_valid CHECK (delivered IN (
                        'message',                       -- the card shows the end
                        'dm',                            -- the card is gone: told in a direct message
                        'history',                       -- neither was possible: it waits in /history
                        'given_up'                       -- no more tries
                    )),
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL,
    submitted_at    INTEGER,                             -- when the vendor took it
    finished_at     INTEGER,
    CONSTRAINT job_finished_iff_final CHECK ((finished_at IS NOT NULL) = (state IN ('succeeded', 'failed', 'cancelled'))),
    CONSTRAINT job_running_has_vendor CHECK (state <> 'running' OR vendor_id IS NOT NULL),
    CONSTRAINT job_failed_has_reason  CHECK ((failure IS NOT NULL) = (state = 'failed')),
    CONSTRAINT job_shown_not_ahead    CHECK (shown_rev <= rev)
) STRICT;

CREATE INDEX job_active    ON job(id) WHERE state IN ('queued', 'submitting', 'running');
CREATE INDEX job_unshown   ON job(id) WHERE shown_rev < rev AND message_id IS NOT NULL AND delivered IS NOT 'given_up';
CREATE INDEX job_adoptable ON job(finished_at)
    WHERE state = 'failed' AND failure IN ('unclear', 'deadline') AND vendor_id IS NOT NULL;
CREATE INDEX job_durations ON job(model, finished_at DESC) WHERE state = 'succeeded';
CREATE INDEX job_history   ON job(guild_id, user_id, created_at DESC);

-- Final is final; the one exception is adoption: the vendor's request turned out to live after our own end.
CREATE TRIGGER job_final_is_final BEFORE UPDATE OF state ON job
WHEN OLD.state IN ('succeeded', 'failed', 'cancelled') AND NEW.state <> OLD.state
     AND NOT (OLD.state = 'failed' AND OLD.failure IN ('unclear', 'deadline') AND NEW.state = 'running')
BEGIN SELECT RAISE(ABORT, 'final job'); END;

CREATE TABLE ledger (                                    -- append-only; the usage in a window is SUM(amount)
    id         INTEGER PRIMARY KEY,
    job_id     INTEGER NOT NULL REFERENCES job(id),
    guild_id   INTEGER NOT NULL,
    user_id    INTEGER NOT NULL,                         -- 0 after erasure
    model      TEXT    NOT NULL,
    kind       TEXT    NOT NULL CONSTRAINT ledger_kind_valid CHECK (kind IN (
                   'reserve',                            -- with (new) -> queued: +cost
                   'settle',                             -- with -> succeeded: 0, or minus what did not come
                   'refund',                             -- with -> failed, -> cancelled: -cost
                   'correction'                          -- by a moderator, at any time
               )),
    amount     INTEGER NOT NULL,
    charged_at INTEGER NOT NULL,                         -- the reservation's time: a refund returns to its window
    at         INTEGER NOT NULL,
    CONSTRAINT ledger_sign CHECK (kind = 'correction' OR (kind = 'reserve') = (amount > 0) OR amount = 0)
) STRICT;

CREATE UNIQUE INDEX ledger_one_reserve ON ledger(job_id) WHERE kind = 'reserve';
CREATE UNIQUE INDEX ledger_one_close   ON ledger(job_id) WHERE kind IN ('settle', 'refund');
-- The rest are covering: a job's charge, then the windows of a person, a server, the bot.
CREATE INDEX ledger_job   ON ledger(job_id, kind, amount);
CREATE INDEX ledger_user  ON ledger(user_id, charged_at, guild_id, model, amount);
CREATE INDEX ledger_guild ON ledger(guild_id, charged_at, model, amount);
CREATE INDEX ledger_all   ON ledger(charged_at, model, amount);

CREATE TRIGGER ledger_keeps_lines BEFORE DELETE ON ledger
BEGIN SELECT RAISE(ABORT, 'append-only ledger'); END;
CREATE TRIGGER ledger_keeps_words BEFORE UPDATE OF id, job_id, guild_id, model, kind, amount, charged_at, at ON ledger
BEGIN SELECT RAISE(ABORT, 'append-only ledger'); END;
-- Erasure is the one change: the line stays, whose it was goes.
CREATE TRIGGER ledger_forgets_only BEFORE UPDATE OF user_id ON ledger WHEN NEW.user_id <> 0
BEGIN SELECT RAISE(ABORT, 'append-only ledger'); END;

CREATE TABLE quota_rule (
    id        INTEGER PRIMARY KEY,
    guild_id  INTEGER NOT NULL,
    scope     TEXT    NOT NULL CONSTRAINT quota_rule_scope_valid CHECK (scope IN (
                  'guild_total',                         -- everyone together, always applies
                  'everyone',                            -- each person, unless a closer rule speaks
                  'role',                                -- each person with it; the most generous role wins
                  'user'                                 -- this person, before all others
              )),
    target_id INTEGER NOT NULL DEFAULT 0,                -- role or user id; 0 otherwise
    model     TEXT    NOT NULL DEFAULT '*',
    credits   INTEGER NOT NULL CONSTRAINT quota_rule_credits CHECK (credits >= 0),  -- 0: not allowed
    period_s  INTEGER NOT NULL CONSTRAINT quota_rule_period  CHECK (period_s > 0),
    UNIQUE (guild_id, scope, target_id, model, period_s)
) STRICT;

CREATE TABLE quota_grant (                               -- a gift: raises a person's limit until it expires
    id         INTEGER PRIMARY KEY,
    guild_id   INTEGER NOT NULL,
    user_id    INTEGER NOT NULL,
    credits    INTEGER NOT NULL CONSTRAINT quota_grant_credits CHECK (credits > 0),
    by_user    INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    note       TEXT
) STRICT;
CREATE INDEX quota_grant_person ON quota_grant(guild_id, user_id, expires_at, credits);

CREATE TABLE image (
    job_id   INTEGER NOT NULL REFERENCES job(id),
    role     TEXT    NOT NULL CONSTRAINT image_role_valid CHECK (role IN ('input', 'output')),
    position INTEGER NOT NULL,
    url      TEXT    NOT NULL,
    name     TEXT    NOT NULL DEFAULT '',                -- as the person's file was called
    path     TEXT,                                       -- under the data folder, while it lies there
    sha256   TEXT,
    PRIMARY KEY (job_id, role, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX image_on_disk ON image(job_id) WHERE path IS NOT NULL;

CREATE TABLE job_event (                                 -- a job's diary: one line an arrow
    id     INTEGER PRIMARY KEY,
    job_id INTEGER NOT NULL REFERENCES job(id),
    at     INTEGER NOT NULL,
    old    TEXT,
    new    TEXT    NOT NULL,
    detail TEXT
) STRICT;
CREATE INDEX job_event_job ON job_event(job_id);

CREATE TABLE guild_config (
    guild_id INTEGER PRIMARY KEY,
    locale   TEXT,
    settings TEXT NOT NULL DEFAULT '{}' CONSTRAINT guild_config_settings_json CHECK (json_valid(settings))
) STRICT;

CREATE TABLE incident (                                  -- what the host must know; one row of a kind while it lasts
    kind    TEXT    PRIMARY KEY,
    since   INTEGER NOT NULL,
    told_at INTEGER,
    detail  TEXT    NOT NULL
) STRICT;

CREATE TABLE fact (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
