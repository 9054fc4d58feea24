-- A million orders: what is looked for stands in an index by whose it is or how old it is. The words that a member
-- searches are their own, read one by one: an index of everybody's words cost a quarter of the file, a merge of all of
-- it whenever some were deleted, and a look through everybody's hits.

DROP TRIGGER prompt_search_new;
DROP TRIGGER prompt_search_changed;
DROP TABLE prompt_search;
DELETE FROM fact WHERE name = 'words_deleted';

CREATE INDEX job_words       ON job(user_id, id DESC, model, prompt) WHERE state = 'succeeded' AND erased_at IS NULL;
CREATE INDEX job_kept        ON job(user_id) WHERE delivered = 'history';
CREATE INDEX job_channel     ON job(channel_id) WHERE removed_at IS NULL AND erased_at IS NULL AND guild_id <> 0;
CREATE INDEX showing_channel ON showing(channel_id);

-- What is deleted when its days are over; the words of an order go together, once.
CREATE INDEX job_guild        ON job(guild_id, id, finished_at);
CREATE INDEX job_worded       ON job(id, finished_at) WHERE prompt <> '';
CREATE INDEX job_guild_worded ON job(guild_id, id) WHERE prompt <> '';
UPDATE image SET name = '', url = ''
 WHERE role = 'input' AND name || url <> ''
   AND job_id IN (SELECT id FROM job WHERE prompt = '' AND finished_at IS NOT NULL);
UPDATE job_event SET detail = NULL
 WHERE detail IS NOT NULL AND job_id IN (SELECT id FROM job WHERE prompt = '' AND finished_at IS NOT NULL);
UPDATE log_line SET aged = 1, words = ''
 WHERE blank_at IS NULL AND aged = 0 AND kind IN ('finished', 'refused', 'acts')
   AND job_id IN (SELECT id FROM job WHERE prompt = '' AND finished_at IS NOT NULL);
DROP INDEX log_line_wordy;
CREATE INDEX log_line_wordy ON log_line(at)
    WHERE blank_at IS NULL AND aged = 0 AND job_id IS NULL AND kind IN ('refused', 'questions');
