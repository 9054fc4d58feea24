-- Since when what a server left behind grows old: an update begins no clock, so of earlier leaves nothing is deleted.

ALTER TABLE guild ADD COLUMN left_behind_at INTEGER;  -- NULL: the bot is there, or was removed before it kept this clock
