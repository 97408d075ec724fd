CREATE VIEW observations_current AS
SELECT o.*,
    a.url, a.title, a.source_id, s.name AS source_name, a.published_at, a.fetched_at, a.segment, a.record_offset,
    a.record_id, a.payload_digest, i.name_vi AS indicator_name_vi,
    CASE WHEN o.area = 'VN' THEN 'Việt Nam' ELSE coalesce(u.name_vi, o.area) END AS area_name,
    a.province_code, t.duplicate_of, t.story_id, t.first_seen, t.last_seen
FROM observations o
JOIN article_status t ON t.version_id = o.version_id AND t.is_latest
JOIN articles a ON a.version_id = o.version_id AND a.rule_version = o.rule_version
LEFT JOIN sources s ON s.source_id = a.source_id
LEFT JOIN indicators i ON i.indicator = o.indicator
LEFT JOIN reference_areas u ON u.unit_id = o.area_unit_id
WHERE o.rule_version = (SELECT rule_version FROM current_generation);
COMMENT ON VIEW observations_current IS 'What the latest version of every article asserts, as the current rules read it: one row an observation, with its whole receipt.';
COMMENT ON COLUMN observations_current.url IS 'Address of the page';
COMMENT ON COLUMN observations_current.title IS 'Title of the article';
COMMENT ON COLUMN observations_current.source_id IS 'Publisher';
COMMENT ON COLUMN observations_current.source_name IS 'Name of the publisher';
COMMENT ON COLUMN observations_current.published_at IS 'Time of publication';
COMMENT ON COLUMN observations_current.fetched_at IS 'First fetch that showed this version';
COMMENT ON COLUMN observations_current.segment IS 'Archive file of that fetch';
COMMENT ON COLUMN observations_current.record_offset IS 'Byte offset of the record in the archive file';
COMMENT ON COLUMN observations_current.record_id IS 'WARC record id';
COMMENT ON COLUMN observations_current.payload_digest IS 'Digest of the archived payload';
COMMENT ON COLUMN observations_current.indicator_name_vi IS 'Name of the indicator in Vietnamese';
COMMENT ON COLUMN observations_current.area_name IS 'Name of the area';
COMMENT ON COLUMN observations_current.province_code IS 'Code of the publisher''s province on the publication date';
COMMENT ON COLUMN observations_current.duplicate_of IS 'Version of the earlier story that the article copies, or null';
COMMENT ON COLUMN observations_current.story_id IS 'Article that told the story first; copies share it';
COMMENT ON COLUMN observations_current.first_seen IS 'First fetch that showed this version';
COMMENT ON COLUMN observations_current.last_seen IS 'Last fetch that showed this version';

CREATE VIEW flagged AS
SELECT * FROM observations_current WHERE len(flags) > 0;
COMMENT ON VIEW flagged IS 'Observations that failed a check of the reader; they are kept, and yield to unflagged rivals.';
