-- Words that were deleted before this version still stood in the full-text index, marked as deleted only.

INSERT INTO prompt_search (prompt_search) VALUES ('rebuild');
INSERT INTO fact (name, value) VALUES ('words_deleted', '1');  -- the next scrub also empties the log of this very change
