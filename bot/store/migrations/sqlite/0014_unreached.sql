-- Cards that could not be reached when they changed: looked for when their server changes.

CREATE INDEX job_unreached ON job(updated_at) WHERE shown_rev < rev AND message_id IS NOT NULL;
