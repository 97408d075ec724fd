-- Near-duplicates among different articles of the current generation: texts whose 64-bit similarity hashes differ in at
-- most three bits, published within three days of one another. Three differing bits leave at least one of four bands of
-- sixteen bits equal, so that equal bands find every such pair.

CREATE TABLE duplicate_links AS
WITH stories AS (
    SELECT version_id, article_id, ('0x' || simhash)::UBIGINT AS hash,
        coalesce(published_at, fetched_at) AS told_at, epoch(coalesce(published_at, fetched_at)) // 259200 AS span
    FROM articles
    WHERE rule_version = (SELECT rule_version FROM current_generation)
        AND regexp_full_match(simhash, '[0-9a-f]{16}') AND length(text) >= 200
), bands AS (
    SELECT stories.*, band, (hash >> (16 * band)::UBIGINT) & 65535::UBIGINT AS bits
    FROM stories, (SELECT unnest([0, 1, 2, 3]) AS band)
), pairs AS (
    SELECT DISTINCT later.version_id, later.article_id, earlier.version_id AS duplicate_of,
        earlier.article_id AS duplicate_of_article, earlier.told_at,
        bit_count(xor(later.hash, earlier.hash)) AS distance
    FROM bands later
    JOIN (SELECT * FROM bands UNION ALL SELECT * REPLACE (span + 1 AS span) FROM bands
          UNION ALL SELECT * REPLACE (span - 1 AS span) FROM bands) earlier
        ON earlier.band = later.band AND earlier.bits = later.bits AND earlier.span = later.span
    WHERE (earlier.told_at, earlier.article_id) < (later.told_at, later.article_id)
        AND earlier.article_id <> later.article_id
        AND later.told_at - earlier.told_at <= INTERVAL 3 DAY
        AND bit_count(xor(later.hash, earlier.hash)) <= 3
)
SELECT version_id, article_id, duplicate_of, duplicate_of_article, distance
FROM pairs
QUALIFY row_number() OVER (PARTITION BY version_id ORDER BY told_at, duplicate_of_article, duplicate_of) = 1
ORDER BY version_id;
COMMENT ON TABLE duplicate_links IS 'Article versions whose text an earlier article has already told, each with the earliest such text.';
COMMENT ON COLUMN duplicate_links.version_id IS 'The copy';
COMMENT ON COLUMN duplicate_links.article_id IS 'Article of the copy';
COMMENT ON COLUMN duplicate_links.duplicate_of IS 'Version of the copied story';
COMMENT ON COLUMN duplicate_links.duplicate_of_article IS 'Article of the copied story';
COMMENT ON COLUMN duplicate_links.distance IS 'Bits in which the similarity hashes differ';

CREATE TABLE article_status AS
WITH RECURSIVE up AS (
    SELECT article_id, arg_min(duplicate_of_article, (distance, duplicate_of_article)) AS story_id, 1 AS depth
    FROM duplicate_links GROUP BY article_id
    UNION ALL
    SELECT up.article_id, next.duplicate_of_article, up.depth + 1
    FROM up JOIN (
        SELECT article_id, arg_min(duplicate_of_article, (distance, duplicate_of_article)) AS duplicate_of_article
        FROM duplicate_links GROUP BY article_id
    ) next ON next.article_id = up.story_id
    WHERE up.depth < 50
), roots AS (
    SELECT article_id, arg_max(story_id, depth) AS story_id FROM up GROUP BY article_id
), publishers AS (
    SELECT article_id, min(source_id) AS source_id FROM article_sightings
    WHERE rule_version = (SELECT rule_version FROM current_generation) GROUP BY article_id
), seen AS (
    SELECT version_id, any_value(article_id) AS article_id, min(fetched_at) AS first_seen, max(fetched_at) AS last_seen
    FROM article_sightings WHERE rule_version = (SELECT rule_version FROM current_generation)
    GROUP BY version_id
)
SELECT seen.version_id, seen.article_id, first_seen, last_seen,
    row_number() OVER (PARTITION BY seen.article_id ORDER BY last_seen DESC, first_seen DESC, seen.version_id) = 1
        AS is_latest,
    links.duplicate_of,
    coalesce(roots.story_id, seen.article_id) AS story_id,
    publishers.source_id AS story_source_id
FROM seen
LEFT JOIN duplicate_links links ON links.version_id = seen.version_id
LEFT JOIN roots ON roots.article_id = seen.article_id
LEFT JOIN publishers ON publishers.article_id = coalesce(roots.story_id, seen.article_id)
ORDER BY seen.version_id;
COMMENT ON TABLE article_status IS 'Standing of each article version of the current generation.';
COMMENT ON COLUMN article_status.version_id IS 'Article version';
COMMENT ON COLUMN article_status.article_id IS 'Article';
COMMENT ON COLUMN article_status.first_seen IS 'First fetch that showed this version';
COMMENT ON COLUMN article_status.last_seen IS 'Last fetch that showed this version';
COMMENT ON COLUMN article_status.is_latest IS 'Whether the last fetch of the article showed this version';
COMMENT ON COLUMN article_status.duplicate_of IS 'Version of the earlier story that it copies, or null';
COMMENT ON COLUMN article_status.story_id IS 'Article that told the story first; copies share it';
COMMENT ON COLUMN article_status.story_source_id IS 'Publisher that told the story first';
