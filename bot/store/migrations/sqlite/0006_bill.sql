-- What the host may owe the vendor: an order that nobody was charged for may stand on the vendor's bill all the same.

CREATE TABLE bill (                                      -- append-only; with `ledger` it is what the host's cap counts
    id         INTEGER PRIMARY KEY,
    job_id     INTEGER NOT NULL,                         -- of the terminal's orders the row is in books of its own
    guild_id   INTEGER NOT NULL,
    user_id    INTEGER NOT NULL,                         -- 0 after erasure
    model      TEXT    NOT NULL,
    kind       TEXT    NOT NULL CONSTRAINT bill_kind_valid CHECK (kind IN (
                   'reserve',                            -- the terminal's order: +cost
                   'expose',                             -- the order ended without the vendor's word: + what went back
                   'charge',                             -- the vendor drew it: + what is missing of its cost
                   'clear'                               -- the vendor says that it charged nothing: - what stood there
               )),
    amount     INTEGER NOT NULL,
    charged_at INTEGER NOT NULL,                         -- the reservation's time: it passes with its window
    at         INTEGER NOT NULL,
    CONSTRAINT bill_sign CHECK ((kind = 'clear') = (amount < 0) OR amount = 0)
) STRICT;

CREATE UNIQUE INDEX bill_one_of_a_kind ON bill(job_id, kind);
CREATE UNIQUE INDEX bill_one_word      ON bill(job_id) WHERE kind IN ('charge', 'clear');
CREATE INDEX bill_all ON bill(charged_at, model, amount);

CREATE TRIGGER bill_keeps_lines BEFORE DELETE ON bill
BEGIN SELECT RAISE(ABORT, 'append-only bill'); END;
CREATE TRIGGER bill_keeps_words BEFORE UPDATE OF id, job_id, guild_id, model, kind, amount, charged_at, at ON bill
BEGIN SELECT RAISE(ABORT, 'append-only bill'); END;
CREATE TRIGGER bill_forgets_only BEFORE UPDATE OF user_id ON bill WHEN NEW.user_id <> 0
BEGIN SELECT RAISE(ABORT, 'append-only bill'); END;

-- What ended so before this table was there; what was drawn all the same (adopted, or without a picture) is charged.
INSERT INTO bill (job_id, guild_id, user_id, model, kind, amount, charged_at, at)
SELECT job_id, ledger.guild_id, ledger.user_id, ledger.model, 'expose', -amount, charged_at, at
  FROM ledger JOIN job ON job.id = job_id
 WHERE kind = 'refund' AND (state IN ('running', 'succeeded') OR failure IN ('unclear', 'deadline', 'restored', 'no_image'));
INSERT INTO bill (job_id, guild_id, user_id, model, kind, amount, charged_at, at)
SELECT job_id, bill.guild_id, bill.user_id, bill.model, 'charge', 0, charged_at, at
  FROM bill JOIN job ON job.id = job_id
 WHERE state = 'succeeded' OR failure = 'no_image';

DELETE FROM incident WHERE kind = 'unclear' AND told_at IS NOT NULL;  -- told from here on as the running sum
UPDATE incident SET kind = 'exposed' WHERE kind = 'unclear';
