-- An order whose outcome is unclear may wait for the vendor's own word; the card says so.

ALTER TABLE job ADD COLUMN unclear_at INTEGER;  -- since when nobody knows whether the vendor took it
