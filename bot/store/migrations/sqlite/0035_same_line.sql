-- Whether an event waits to be told already is looked up by all that it says, not among all lines that a log ever had.

CREATE INDEX log_line_same ON log_line(log_channel_id, user_id, by_user, kind, what, channel_id, guild_id, words, facts)
    WHERE told_in IS NULL AND job_id IS NULL;
