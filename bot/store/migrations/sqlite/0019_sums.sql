-- What the limits count, summed up by hour with each line of the books: a check costs the same at any age of them.

ALTER TABLE job ADD COLUMN parent_channel_id INTEGER NOT NULL DEFAULT 0;  -- of a thread or a post; 0: none

CREATE TABLE spending (                                  -- the sums of ledger and bill; triggers keep them, nothing else
    scope     TEXT    NOT NULL CONSTRAINT spending_scope_valid CHECK (scope IN (
                  'user',                                -- a person in a server; in direct messages: server 0
                  'person',                              -- a person everywhere
                  'guild',                               -- a server
                  'channel',                             -- a channel, with its threads and posts
                  'bot',                                 -- the whole bot, with the bill
                  'gift'                                 -- what of a person's in a server gifts paid
              )),
    guild_id  INTEGER NOT NULL,                          -- 0: none, or direct messages
    target_id INTEGER NOT NULL,                          -- of the person or the channel; 0: none
    hour      INTEGER NOT NULL,                          -- of charged_at, since 1970
    model     TEXT    NOT NULL,
    amount    INTEGER NOT NULL,
    PRIMARY KEY (scope, guild_id, target_id, hour, model)
) STRICT, WITHOUT ROWID;
-- For what strangers' servers and direct messages spend together.
CREATE INDEX spending_guilds ON spending(hour, guild_id, amount) WHERE scope = 'guild' AND guild_id <> 0;
CREATE INDEX spending_direct ON spending(hour, target_id, amount) WHERE scope = 'user' AND guild_id = 0;

CREATE TABLE gift_use (                                  -- append-only: which orders a gift paid, beyond the limits
    id         INTEGER PRIMARY KEY,
    grant_id   INTEGER NOT NULL REFERENCES quota_grant(id),
    job_id     INTEGER NOT NULL REFERENCES job(id),
    guild_id   INTEGER NOT NULL,
    user_id    INTEGER NOT NULL,                         -- 0 after erasure
    model      TEXT    NOT NULL,
    amount     INTEGER NOT NULL,                         -- below 0: came back with a refund
    charged_at INTEGER NOT NULL
) STRICT;
CREATE INDEX gift_use_grant  ON gift_use(grant_id, amount);
CREATE INDEX gift_use_job    ON gift_use(job_id, grant_id, amount);
CREATE INDEX gift_use_person ON gift_use(guild_id, user_id, charged_at, model, amount);

CREATE TABLE quota_reset (                               -- a person's limits in a server count from here on
    guild_id INTEGER NOT NULL,
    user_id  INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    by_user  INTEGER NOT NULL,
    PRIMARY KEY (guild_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER ledger_sums AFTER INSERT ON ledger WHEN NEW.amount <> 0
BEGIN
    INSERT INTO spending (scope, guild_id, target_id, hour, model, amount)
    SELECT whose.scope, whose.guild_id, whose.target_id, NEW.charged_at / 3600000, NEW.model, NEW.amount
      FROM (SELECT 'user' AS scope, NEW.guild_id AS guild_id, NEW.user_id AS target_id
            UNION ALL SELECT 'person', 0, NEW.user_id
            UNION ALL SELECT 'guild', NEW.guild_id, 0
            UNION ALL SELECT 'bot', 0, 0
            UNION ALL SELECT 'channel', guild_id, channel_id FROM job WHERE id = NEW.job_id AND guild_id <> 0
            UNION ALL SELECT 'channel', guild_id, parent_channel_id FROM job
                       WHERE id = NEW.job_id AND guild_id <> 0 AND parent_channel_id NOT IN (0, channel_id)
           ) AS whose
     WHERE TRUE
    ON CONFLICT (scope, guild_id, target_id, hour, model) DO UPDATE SET amount = amount + excluded.amount;
END;

-- A refund gives back first what a gift paid; of several gifts the one that was drawn last.
CREATE TRIGGER ledger_gives_back AFTER INSERT ON ledger WHEN NEW.amount < 0
BEGIN
    INSERT INTO gift_use (grant_id, job_id, guild_id, user_id, model, amount, charged_at)
    SELECT grant_id, NEW.job_id, NEW.guild_id, NEW.user_id, NEW.model,
           CASE WHEN paid < -NEW.amount - before THEN -paid ELSE NEW.amount + before END, NEW.charged_at
      FROM (SELECT grant_id, SUM(amount) AS paid,
                   COALESCE(SUM(SUM(amount)) OVER (ORDER BY MAX(id) DESC
                                                   ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
              FROM gift_use WHERE job_id = NEW.job_id GROUP BY grant_id) AS drawn
     WHERE paid > 0 AND before < -NEW.amount;
END;

CREATE TRIGGER ledger_sums_forget AFTER UPDATE OF user_id ON ledger WHEN NEW.user_id <> OLD.user_id
BEGIN
    INSERT INTO spending (scope, guild_id, target_id, hour, model, amount)
    SELECT whose.scope, whose.guild_id, whose.target_id, OLD.charged_at / 3600000, OLD.model, whose.amount
      FROM (SELECT 'user' AS scope, OLD.guild_id AS guild_id, OLD.user_id AS target_id, -OLD.amount AS amount
            UNION ALL SELECT 'person', 0, OLD.user_id, -OLD.amount
            UNION ALL SELECT 'user', OLD.guild_id, NEW.user_id, OLD.amount
            UNION ALL SELECT 'person', 0, NEW.user_id, OLD.amount
           ) AS whose
     WHERE TRUE
    ON CONFLICT (scope, guild_id, target_id, hour, model) DO UPDATE SET amount = amount + excluded.amount;
    DELETE FROM spending WHERE scope = 'user' AND guild_id = OLD.guild_id AND target_id = OLD.user_id
                           AND hour = OLD.charged_at / 3600000 AND model = OLD.model AND amount = 0;
    DELETE FROM spending WHERE scope = 'person' AND guild_id = 0 AND target_id = OLD.user_id
                           AND hour = OLD.charged_at / 3600000 AND model = OLD.model AND amount = 0;
    UPDATE gift_use SET user_id = NEW.user_id WHERE job_id = OLD.job_id AND user_id <> NEW.user_id;
END;

CREATE TRIGGER bill_sums AFTER INSERT ON bill WHEN NEW.amount <> 0
BEGIN
    INSERT INTO spending (scope, guild_id, target_id, hour, model, amount)
    VALUES ('bot', 0, 0, NEW.charged_at / 3600000, NEW.model, NEW.amount)
    ON CONFLICT (scope, guild_id, target_id, hour, model) DO UPDATE SET amount = amount + excluded.amount;
END;

CREATE TRIGGER gift_use_sums AFTER INSERT ON gift_use
BEGIN
    INSERT INTO spending (scope, guild_id, target_id, hour, model, amount)
    VALUES ('gift', NEW.guild_id, NEW.user_id, NEW.charged_at / 3600000, NEW.model, NEW.amount)
    ON CONFLICT (scope, guild_id, target_id, hour, model) DO UPDATE SET amount = amount + excluded.amount;
END;

CREATE TRIGGER gift_use_sums_forget AFTER UPDATE OF user_id ON gift_use WHEN NEW.user_id <> OLD.user_id
BEGIN
    INSERT INTO spending (scope, guild_id, target_id, hour, model, amount)
    VALUES ('gift', OLD.guild_id, OLD.user_id, OLD.charged_at / 3600000, OLD.model, -OLD.amount),
           ('gift', OLD.guild_id, NEW.user_id, OLD.charged_at / 3600000, OLD.model, OLD.amount)
    ON CONFLICT (scope, guild_id, target_id, hour, model) DO UPDATE SET amount = amount + excluded.amount;
    DELETE FROM spending WHERE scope = 'gift' AND guild_id = OLD.guild_id AND target_id = OLD.user_id
                           AND hour = OLD.charged_at / 3600000 AND model = OLD.model AND amount = 0;
END;

CREATE TRIGGER gift_use_keeps_lines BEFORE DELETE ON gift_use
BEGIN SELECT RAISE(ABORT, 'append-only gifts'); END;
CREATE TRIGGER gift_use_keeps_words BEFORE UPDATE OF id, grant_id, job_id, guild_id, model, amount, charged_at ON gift_use
BEGIN SELECT RAISE(ABORT, 'append-only gifts'); END;
CREATE TRIGGER gift_use_forgets_only BEFORE UPDATE OF user_id ON gift_use WHEN NEW.user_id <> 0
BEGIN SELECT RAISE(ABORT, 'append-only gifts'); END;

-- The books that are there.
INSERT INTO spending (scope, guild_id, target_id, hour, model, amount)
SELECT 'user', guild_id, user_id, charged_at / 3600000 AS hour, model, SUM(amount)
  FROM ledger WHERE amount <> 0 GROUP BY guild_id, user_id, hour, model;
INSERT INTO spending (scope, guild_id, target_id, hour, model, amount)
SELECT 'person', 0, user_id, charged_at / 3600000 AS hour, model, SUM(amount)
  FROM ledger WHERE amount <> 0 GROUP BY user_id, hour, model;
INSERT INTO spending (scope, guild_id, target_id, hour, model, amount)
SELECT 'guild', guild_id, 0, charged_at / 3600000 AS hour, model, SUM(amount)
  FROM ledger WHERE amount <> 0 GROUP BY guild_id, hour, model;
INSERT INTO spending (scope, guild_id, target_id, hour, model, amount)
SELECT 'channel', job.guild_id, job.channel_id, charged_at / 3600000 AS hour, ledger.model, SUM(amount)
  FROM ledger JOIN job ON job.id = ledger.job_id
 WHERE amount <> 0 AND job.guild_id <> 0 GROUP BY job.guild_id, job.channel_id, hour, ledger.model;
INSERT INTO spending (scope, guild_id, target_id, hour, model, amount)
SELECT 'bot', 0, 0, charged_at / 3600000 AS hour, model, SUM(amount)
  FROM (SELECT charged_at, model, amount FROM ledger UNION ALL SELECT charged_at, model, amount FROM bill) AS line
 WHERE amount <> 0 GROUP BY hour, model;
