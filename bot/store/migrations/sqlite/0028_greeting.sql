-- Which servers were told how to set the bot up, when it joined them; those that it was on before are not.

ALTER TABLE guild ADD COLUMN greeted_at INTEGER;
UPDATE guild SET greeted_at = seen_at;
