-- Rows that were written while the machine's clock was wrong: the id of an order, which Discord made, knows the time.

DROP TRIGGER ledger_keeps_words;
UPDATE ledger SET charged_at = (job_id >> 22) + 1420070400000
 WHERE kind <> 'correction' AND abs(charged_at - (job_id >> 22) - 1420070400000) > 3600000 AND job_id >> 22 > 0;
CREATE TRIGGER ledger_keeps_words BEFORE UPDATE OF id, job_id, guild_id, model, kind, amount, charged_at, at ON ledger
BEGIN SELECT RAISE(ABORT, 'append-only ledger'); END;

DROP TRIGGER bill_keeps_words;
UPDATE bill SET charged_at = (job_id >> 22) + 1420070400000
 WHERE abs(charged_at - (job_id >> 22) - 1420070400000) > 3600000 AND job_id >> 22 > 0;
CREATE TRIGGER bill_keeps_words BEFORE UPDATE OF id, job_id, guild_id, model, kind, amount, charged_at, at ON bill
BEGIN SELECT RAISE(ABORT, 'append-only bill'); END;

UPDATE job SET created_at   = created_at   + lag,
               updated_at   = updated_at   + lag,
               unclear_at   = unclear_at   + lag,
               submitted_at = submitted_at + lag,
               finished_at  = finished_at  + lag
  FROM (SELECT id AS wrong, (id >> 22) + 1420070400000 - created_at AS lag FROM job
         WHERE abs((id >> 22) + 1420070400000 - created_at) > 3600000 AND id >> 22 > 0)
 WHERE id = wrong;
