-- Of what Higgsfield answered only the status stays: its own words may quote a prompt.

UPDATE job_event SET detail = substr(detail, 1, instr(detail, 'HTTP ') + 7) WHERE detail LIKE '%HTTP ___: %';

CREATE INDEX job_token ON job(created_at) WHERE token IS NOT NULL;  -- few: they are emptied after fifteen minutes
