-- An input that is a copy of a picture of ours goes when that picture is deleted for good.

ALTER TABLE image ADD COLUMN origin_id INTEGER;          -- of an input: the job whose picture it is a copy of
ALTER TABLE image ADD COLUMN erased_at INTEGER;          -- of a copy: when that picture was deleted for good

CREATE INDEX image_path   ON image(path) WHERE path IS NOT NULL;
CREATE INDEX image_copies ON image(origin_id) WHERE origin_id IS NOT NULL;
CREATE INDEX image_erased ON image(job_id) WHERE erased_at IS NOT NULL;

-- Of earlier orders as far as can be told: an input is the parent's input once more, by its bytes or its name, or one of
-- the parent's pictures, which were given names of their own; and so back to where the picture came from.
WITH RECURSIVE edge (job_id, position, parent_id, repeats) AS (
    SELECT image.job_id, image.position, parent.id,
           before.job_id IS NOT NULL AND (image.sha256 IS before.sha256 AND image.sha256 IS NOT NULL
               OR job.version = parent.version AND before.name IN (image.name, '')  -- emptied by a deletion
               OR image.name = before.name AND image.name <> '' AND image.name NOT GLOB 'picture-[1-9]')
      FROM image JOIN job ON job.id = image.job_id JOIN job AS parent ON parent.id = job.parent_id
      LEFT JOIN image AS before
        ON before.job_id = parent.id AND before.role = 'input' AND before.position = image.position
     WHERE image.role = 'input'
), line (job_id, position, origin_id, goes_on, steps) AS (
    SELECT edge.job_id, edge.position, edge.parent_id, edge.repeats, 0
      FROM edge JOIN image ON image.job_id = edge.job_id AND image.role = 'input' AND image.position = edge.position
     WHERE edge.repeats OR image.name GLOB 'picture-[1-9]' OR (image.name = '' AND image.position = 0)
    UNION ALL
    SELECT line.job_id, line.position, edge.parent_id, edge.repeats, steps + 1
      FROM line JOIN edge ON edge.job_id = line.origin_id AND edge.position = line.position
      JOIN image ON image.job_id = edge.job_id AND image.role = 'input' AND image.position = edge.position
     WHERE line.goes_on AND steps < 1000
       AND (edge.repeats OR image.name GLOB 'picture-[1-9]' OR (image.name = '' AND image.position = 0))
)
UPDATE image SET origin_id = found.origin_id
  FROM (SELECT job_id, position, origin_id, MAX(steps) FROM line GROUP BY job_id, position) AS found
 WHERE image.job_id = found.job_id AND image.role = 'input' AND image.position = found.position;

UPDATE image SET erased_at = job.erased_at FROM job WHERE job.id = image.origin_id AND job.erased_at IS NOT NULL;
UPDATE job SET rev = rev + 1
 WHERE erased_at IS NULL AND id IN (SELECT job_id FROM image WHERE erased_at IS NOT NULL);
