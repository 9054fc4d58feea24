-- What servers and the whole bot spent, by minute beside the hours: the edge of a window costs the same on any busy day.

CREATE TABLE spending_minute (                           -- like `spending`; triggers keep it, nothing else
    scope    TEXT    NOT NULL CONSTRAINT spending_minute_scope_valid CHECK (scope IN ('guild', 'bot')),
    guild_id INTEGER NOT NULL,                           -- 0: the whole bot, or direct messages
    minute   INTEGER NOT NULL,                           -- of charged_at, since 1970
    model    TEXT    NOT NULL,
    amount   INTEGER NOT NULL,
    PRIMARY KEY (scope, guild_id, minute, model)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER ledger_minutes AFTER INSERT ON ledger WHEN NEW.amount <> 0
BEGIN
    INSERT INTO spending_minute (scope, guild_id, minute, model, amount)
    VALUES ('guild', NEW.guild_id, NEW.charged_at / 60000, NEW.model, NEW.amount),
           ('bot', 0, NEW.charged_at / 60000, NEW.model, NEW.amount)
    ON CONFLICT (scope, guild_id, minute, model) DO UPDATE SET amount = amount + excluded.amount;
END;

CREATE TRIGGER bill_minutes AFTER INSERT ON bill WHEN NEW.amount <> 0
BEGIN
    INSERT INTO spending_minute (scope, guild_id, minute, model, amount)
    VALUES ('bot', 0, NEW.charged_at / 60000, NEW.model, NEW.amount)
    ON CONFLICT (scope, guild_id, minute, model) DO UPDATE SET amount = amount + excluded.amount;
END;

-- The entries that are there.
INSERT INTO spending_minute (scope, guild_id, minute, model, amount)
SELECT 'guild', guild_id, charged_at / 60000 AS minute, model, SUM(amount)
  FROM ledger WHERE amount <> 0 GROUP BY guild_id, minute, model;
INSERT INTO spending_minute (scope, guild_id, minute, model, amount)
SELECT 'bot', 0, charged_at / 60000 AS minute, model, SUM(amount)
  FROM (SELECT charged_at, model, amount FROM ledger UNION ALL SELECT charged_at, model, amount FROM bill) AS line
 WHERE amount <> 0 GROUP BY minute, model;
