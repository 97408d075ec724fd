-- Near-duplicates among different articles of the current generation: texts whose 64-bit similarity hashes differ in at
-- most eight bits, published within seven days of one another. Eight differing bits leave at least one of nine bands equal,
-- so that equal bands find every such pair; spans of seven days keep the bands short. The days matter: a monthly report
-- repeats the phrases of the last one with other figures, and is no copy of it.

-- What two stories are compared by travels with the bands: a comparison of the stories themselves would tempt the planner to
-- join each with each.

CREATE TABLE duplicate_links AS
WITH stories AS (
    SELECT version_id, article_id, ('0x' || simhash)::UBIGINT AS hash, epoch_us(published_at) AS told_us,
        row_number() OVER (ORDER BY published_at, article_id, version_id) AS nth,
        dense_rank() OVER (ORDER BY article_id) AS article
    FROM articles
    WHERE rule_version = (SELECT rule_version FROM current_generation)
        AND regexp_full_match(simhash, '[0-9a-f]{16}') AND published_at IS NOT NULL
), bands AS (
    SELECT nth, article, hash, told_us, told_us // 604800000000 AS span, band.place * 256
        + ((hash >> band.place::UBIGINT) & ((1::UBIGINT << band.width::UBIGINT) - 1))::BIGINT AS bits
    FROM stories, (VALUES (0, 7), (7, 7), (14, 7), (21, 7), (28, 7), (35, 7), (42, 7), (49, 7), (56, 8)) band(place, width)
), filed AS (
    SELECT nth, article, hash, told_us, span * 32768 + bits AS key FROM bands
    UNION ALL SELECT nth, article, hash, told_us, (span + 1) * 32768 + bits FROM bands
), alike AS (
    SELECT later.nth AS later, min(earlier.nth) AS earlier,
        arg_min(bit_count(xor(later.hash, earlier.hash)), earlier.nth) AS distance
    FROM bands later JOIN filed earlier ON earlier.key = later.span * 32768 + later.bits
    WHERE bit_count(xor(later.hash, earlier.hash)) <= 8 AND earlier.nth < later.nth
        AND earlier.article <> later.article AND later.told_us - earlier.told_us <= 604800000000
    GROUP BY later.nth
)
SELECT l.version_id, l.article_id, e.version_id AS duplicate_of, e.article_id AS duplicate_of_article, distance
FROM alike
JOIN stories l ON l.nth = alike.later
JOIN stories e ON e.nth = alike.earlier
ORDER BY l.version_id;
COMMENT ON TABLE duplicate_links IS 'Article versions whose text an earlier article has already told, each with the earliest such text.';
COMMENT ON COLUMN duplicate_links.version_id IS 'The copy';
COMMENT ON COLUMN duplicate_links.article_id IS 'Article of the copy';
COMMENT ON COLUMN duplicate_links.duplicate_of IS 'Version of the copied story';
COMMENT ON COLUMN duplicate_links.duplicate_of_article IS 'Article of the copied story';
COMMENT ON COLUMN duplicate_links.distance IS 'Bits in which the similarity hashes differ';

-- A copy of a copy belongs to the first of the chain; every link leads to an earlier article, so that chains end.
CREATE TABLE article_status AS
WITH RECURSIVE links AS (
    SELECT l.article_id, arg_min(l.duplicate_of_article, (o.published_at, l.duplicate_of_article)) AS story_id
    FROM duplicate_links l JOIN articles o ON o.version_id = l.duplicate_of
        AND o.rule_version = (SELECT rule_version FROM current_generation)
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
