CREATE VIEW duplicate_links AS
SELECT * EXCLUDE (rule_version) FROM story_links WHERE rule_version = (SELECT rule_version FROM current_generation);
COMMENT ON VIEW duplicate_links IS 'Article versions whose text an earlier article has already told, each with the earliest such text.';
COMMENT ON COLUMN duplicate_links.version_id IS 'The copy';
COMMENT ON COLUMN duplicate_links.article_id IS 'Article of the copy';
COMMENT ON COLUMN duplicate_links.duplicate_of IS 'Version of the copied story';
COMMENT ON COLUMN duplicate_links.duplicate_of_article IS 'Article of the copied story';
COMMENT ON COLUMN duplicate_links.distance IS 'Bits in which the similarity hashes differ';

-- A copy of a copy belongs to the first of the chain. Versions of one article may bear different days, so that two articles
-- could each have a version that the other copies: an article only ever copies one that was first told before it, and
-- chains end.
CREATE TABLE article_status AS
WITH RECURSIVE compared AS (
    SELECT version_id, article_id, told_us FROM story_signatures
    WHERE rule_version = (SELECT rule_version FROM current_generation)
), first_told AS (
    SELECT article_id, min(told_us) AS told_us FROM compared GROUP BY article_id
), links AS (
    SELECT l.article_id, arg_min(l.duplicate_of_article, (o.told_us, l.duplicate_of_article)) AS story_id
    FROM duplicate_links l
    JOIN compared o ON o.version_id = l.duplicate_of
    JOIN first_told copy ON copy.article_id = l.article_id
    JOIN first_told original ON original.article_id = l.duplicate_of_article
    WHERE (original.told_us, original.article_id) < (copy.told_us, copy.article_id)
    GROUP BY l.article_id
), up AS (
    SELECT article_id, story_id, 1 AS depth FROM links
    UNION ALL
    SELECT up.article_id, next.story_id, up.depth + 1
    FROM up JOIN links next ON next.article_id = up.story_id
    WHERE up.depth < 100
), roots AS (
    SELECT article_id, arg_max(story_id, depth) AS story_id FROM up GROUP BY article_id
), seen AS (
    SELECT version_id, any_value(article_id) AS article_id, min(fetched_at) AS first_seen, max(fetched_at) AS last_seen,
        min(source_id) AS source_id
    FROM article_sightings WHERE rule_version = (SELECT rule_version FROM current_generation)
    GROUP BY version_id
), told AS (
    SELECT article_id, min(source_id) AS source_id, arg_min(version_id, (first_seen, version_id)) AS first_version
    FROM seen GROUP BY article_id
)
SELECT seen.version_id, seen.article_id, seen.first_seen, seen.last_seen,
    row_number() OVER (PARTITION BY seen.article_id
        ORDER BY seen.last_seen DESC, seen.first_seen DESC, seen.version_id) = 1 AS is_latest,
    CASE WHEN roots.story_id IS NOT NULL THEN told.first_version END AS duplicate_of,
    coalesce(roots.story_id, seen.article_id) AS story_id,
    told.source_id AS story_source_id
FROM seen
LEFT JOIN roots ON roots.article_id = seen.article_id
LEFT JOIN told ON told.article_id = coalesce(roots.story_id, seen.article_id)
ORDER BY seen.version_id;
COMMENT ON TABLE article_status IS 'Standing of each article version of the current generation.';
COMMENT ON COLUMN article_status.version_id IS 'Article version';
COMMENT ON COLUMN article_status.article_id IS 'Article';
COMMENT ON COLUMN article_status.first_seen IS 'First fetch that showed this version';
COMMENT ON COLUMN article_status.last_seen IS 'Last fetch that showed this version';
COMMENT ON COLUMN article_status.is_latest IS 'Whether the last fetch of the article showed this version';
COMMENT ON COLUMN article_status.duplicate_of IS 'First version of the story that it copies, or null';
COMMENT ON COLUMN article_status.story_id IS 'Article that told the story first; copies share it';
COMMENT ON COLUMN article_status.story_source_id IS 'Publisher that told the story first';
