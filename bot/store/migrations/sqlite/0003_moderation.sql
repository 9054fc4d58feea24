ALTER TABLE job ADD COLUMN erased_at INTEGER;            -- somebody had it deleted: nothing of it is shown or kept

CREATE TABLE report (                                    -- a person wants the host to look at a picture
    job_id  INTEGER NOT NULL REFERENCES job(id),
    user_id INTEGER NOT NULL,                            -- who reported
    at      INTEGER NOT NULL,
    told_at INTEGER,                                     -- when the host was told
    PRIMARY KEY (job_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX report_person ON report(user_id, at);
CREATE INDEX report_untold ON report(at) WHERE told_at IS NULL;
