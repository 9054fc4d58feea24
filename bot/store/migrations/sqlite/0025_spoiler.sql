-- Pictures of channels whose moderators want them covered: decided with the order, so that no later change reaches it.

ALTER TABLE job ADD COLUMN spoiler INTEGER NOT NULL DEFAULT 0 CONSTRAINT job_spoiler_bool CHECK (spoiler IN (0, 1));
