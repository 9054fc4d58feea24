-- What a card says of an order under way: Higgsfield's last word, until when it should be ready, who cancelled it.

ALTER TABLE job ADD COLUMN vendor_status TEXT;           -- queued | in_progress; no answer said either yet: NULL
ALTER TABLE job ADD COLUMN vendor_status_at INTEGER;     -- since when, as far as it was seen
ALTER TABLE job ADD COLUMN late_at INTEGER;              -- from here on it takes longer than usual
ALTER TABLE job ADD COLUMN cancelled_by TEXT;            -- member | moderator; nobody pressed anything: NULL

CREATE INDEX job_submitted ON job(model, submitted_at DESC) WHERE state = 'succeeded';
