-- Somebody took a card away, or its channel: its picture is not shown in public again.

ALTER TABLE job ADD COLUMN removed_at INTEGER;           -- when a public message that shows it was found to be gone
