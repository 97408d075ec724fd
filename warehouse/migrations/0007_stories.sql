-- Near-duplicates are found once, when an article version is loaded, and kept: what was compared by, and the
-- links that were found. See duplicates.py for the rule.

CREATE TABLE story_signatures (
    rule_version VARCHAR NOT NULL,
    version_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    hash UBIGINT NOT NULL,
    told_us BIGINT NOT NULL
);
COMMENT ON TABLE story_signatures IS 'Article versions that were compared with the others of their generation: one row each, with what they are compared by.';
COMMENT ON COLUMN story_signatures.rule_version IS 'Generation of rules that read it';
COMMENT ON COLUMN story_signatures.version_id IS 'Article version';
COMMENT ON COLUMN story_signatures.article_id IS 'Article';
COMMENT ON COLUMN story_signatures.hash IS 'Its 64-bit similarity hash (articles.simhash) as a number';
COMMENT ON COLUMN story_signatures.told_us IS 'Its time of publication in microseconds since 1970 UTC';

CREATE TABLE story_links (
    rule_version VARCHAR NOT NULL,
    version_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    duplicate_of VARCHAR NOT NULL,
    duplicate_of_article VARCHAR NOT NULL,
    distance INTEGER NOT NULL
);
COMMENT ON TABLE story_links IS 'Article versions whose text an earlier article has already told, each with the earliest such text, by generation of rules.';
COMMENT ON COLUMN story_links.rule_version IS 'Generation of rules that read both';
COMMENT ON COLUMN story_links.version_id IS 'The copy';
COMMENT ON COLUMN story_links.article_id IS 'Article of the copy';
COMMENT ON COLUMN story_links.duplicate_of IS 'Version of the copied story';
COMMENT ON COLUMN story_links.duplicate_of_article IS 'Article of the copied story';
COMMENT ON COLUMN story_links.distance IS 'Bits in which the similarity hashes differ';
