-- Whose picture an input is, where it is another member's: said on the card, and gone when they have everything deleted.

ALTER TABLE image ADD COLUMN owner_id INTEGER NOT NULL DEFAULT 0;  -- 0: the orderer's own, or not known
CREATE INDEX image_owner ON image(owner_id) WHERE owner_id <> 0;
