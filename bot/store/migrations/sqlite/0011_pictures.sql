-- Pictures that are shown covered, or that came odd; and the steps that may end the whole process, counted beforehand.

ALTER TABLE image ADD COLUMN spoiler INTEGER NOT NULL DEFAULT 0 CONSTRAINT image_spoiler_bool CHECK (spoiler IN (0, 1));
ALTER TABLE image ADD COLUMN unread INTEGER NOT NULL DEFAULT 0 CONSTRAINT image_unread_bool CHECK (unread IN (0, 1));
UPDATE image SET spoiler = 1 WHERE role = 'input' AND name LIKE 'SPOILER\_%' ESCAPE '\';

CREATE TABLE attempt (                                   -- begun, and not ended: only what was tried when the process died stays
    job_id INTEGER NOT NULL,
    step   TEXT    NOT NULL,
    begun  INTEGER NOT NULL,
    PRIMARY KEY (job_id, step)
) STRICT, WITHOUT ROWID;
