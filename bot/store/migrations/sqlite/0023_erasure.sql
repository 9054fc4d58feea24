-- Members who had everything of theirs deleted: their orders go at once, their name in the books when nothing counts it.

CREATE TABLE erasure (
    user_id INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL                             -- what was ordered until then goes
) STRICT;
