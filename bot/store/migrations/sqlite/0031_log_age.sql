-- Words in a server's log go when the prompts that they come from are as old as these are kept.

ALTER TABLE log_line ADD COLUMN aged INTEGER NOT NULL DEFAULT 0 CONSTRAINT log_line_aged_bool CHECK (aged IN (0, 1));
DROP INDEX log_line_unblanked;
CREATE INDEX log_line_unblanked ON log_line(told_in) WHERE (blank_at IS NOT NULL OR aged = 1) AND blanked = 0;
CREATE INDEX log_line_wordy     ON log_line(at) WHERE blank_at IS NULL AND aged = 0;
