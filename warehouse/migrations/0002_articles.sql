-- What the pages said: article versions by generation of rules, every fetch of them, and pages that gave no article.

CREATE TABLE articles (
    version_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    document_key VARCHAR,
    source_id VARCHAR,
    province_code VARCHAR,
    url VARCHAR NOT NULL,
    canonical_url VARCHAR,
    title VARCHAR,
    title_match VARCHAR,
    lead VARCHAR,
    text VARCHAR NOT NULL,
    author VARCHAR,
    photographer VARCHAR,
    agency VARCHAR,
    section VARCHAR,
    published_at TIMESTAMPTZ,
    published_precision VARCHAR,
    updated_at TIMESTAMPTZ,
    event_kind VARCHAR,
    event_ordinal INTEGER,
    event_body VARCHAR,
    event_term VARCHAR,
    event_date DATE,
    event_precision VARCHAR,
    captions VARCHAR[],
    tags VARCHAR[],
    tables VARCHAR,
    family VARCHAR,
    family_version VARCHAR,
    encoding VARCHAR,
    how VARCHAR,
    content_hash VARCHAR,
    simhash VARCHAR,
    fetched_at TIMESTAMPTZ NOT NULL,
    segment VARCHAR NOT NULL,
    record_offset BIGINT NOT NULL,
    record_id VARCHAR NOT NULL,
    payload_digest VARCHAR,
    rule_version VARCHAR NOT NULL
);
COMMENT ON TABLE articles IS 'One row a version of an article and generation of rules; its receipt is the first fetch that showed this version.';
COMMENT ON COLUMN articles.version_id IS 'Hash of article_id and content_hash';
COMMENT ON COLUMN articles.article_id IS 'Hash of document_key';
COMMENT ON COLUMN articles.document_key IS 'family:publisher:id, or the canonical address where a page has no id';
COMMENT ON COLUMN articles.source_id IS 'Publisher (sources.source_id)';
COMMENT ON COLUMN articles.province_code IS 'Code of the publisher''s province on the publication date';
COMMENT ON COLUMN articles.url IS 'Address fetched';
COMMENT ON COLUMN articles.canonical_url IS 'Address the page gives as its own';
COMMENT ON COLUMN articles.title IS 'Title as printed, NFC';
COMMENT ON COLUMN articles.title_match IS 'Title in the form used for matching';
COMMENT ON COLUMN articles.lead IS 'Lead paragraph';
COMMENT ON COLUMN articles.text IS 'Lead and body in NFC, one paragraph a line; offsets count its code points from 0';
COMMENT ON COLUMN articles.author IS 'Byline';
COMMENT ON COLUMN articles.photographer IS 'Photographer';
COMMENT ON COLUMN articles.agency IS 'News agency credited';
COMMENT ON COLUMN articles.section IS 'Section of the paper';
COMMENT ON COLUMN articles.published_at IS 'Time of publication';
COMMENT ON COLUMN articles.published_precision IS 'minute, day or month';
COMMENT ON COLUMN articles.updated_at IS 'Time of last change that the page states';
COMMENT ON COLUMN articles.event_kind IS 'Meeting reported: its kind';
COMMENT ON COLUMN articles.event_ordinal IS 'Meeting reported: its number';
COMMENT ON COLUMN articles.event_body IS 'Meeting reported: the body that met';
COMMENT ON COLUMN articles.event_term IS 'Meeting reported: term of the body, as printed';
COMMENT ON COLUMN articles.event_date IS 'Meeting reported: its day';
COMMENT ON COLUMN articles.event_precision IS 'Meeting reported: day, month or year';
COMMENT ON COLUMN articles.captions IS 'Photo captions, which are no part of the text';
COMMENT ON COLUMN articles.tags IS 'Tags of the page';
COMMENT ON COLUMN articles.tables IS 'Tables of the page as JSON';
COMMENT ON COLUMN articles.family IS 'CMS family that read the page';
COMMENT ON COLUMN articles.family_version IS 'Version of the family';
COMMENT ON COLUMN articles.encoding IS 'Encoding of the page''s bytes';
COMMENT ON COLUMN articles.how IS 'Origin of each field, as JSON';
COMMENT ON COLUMN articles.content_hash IS 'Hash of title and text, never of the page''s clocks';
COMMENT ON COLUMN articles.simhash IS 'Similarity hash of the text: 64 bits as 16 hexadecimal digits';
COMMENT ON COLUMN articles.fetched_at IS 'Time of the fetch';
COMMENT ON COLUMN articles.segment IS 'Archive file of the fetch';
COMMENT ON COLUMN articles.record_offset IS 'Byte offset of the record in the archive file';
COMMENT ON COLUMN articles.record_id IS 'WARC record id';
COMMENT ON COLUMN articles.payload_digest IS 'Digest of the archived payload';
COMMENT ON COLUMN articles.rule_version IS 'Generation of rules that read it';

CREATE TABLE article_sightings (
    record_id VARCHAR NOT NULL,
    version_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    source_id VARCHAR,
    url VARCHAR NOT NULL,
    fetched_at TIMESTAMPTZ NOT NULL,
    segment VARCHAR NOT NULL,
    record_offset BIGINT NOT NULL,
    rule_version VARCHAR NOT NULL
);
COMMENT ON TABLE article_sightings IS 'One row a fetch that showed an article: when each version was first and last seen, and which one stands now.';
COMMENT ON COLUMN article_sightings.record_id IS 'WARC record id';
COMMENT ON COLUMN article_sightings.version_id IS 'Version that the fetch showed';
COMMENT ON COLUMN article_sightings.article_id IS 'Article that the fetch showed';
COMMENT ON COLUMN article_sightings.source_id IS 'Publisher';
COMMENT ON COLUMN article_sightings.url IS 'Address fetched';
COMMENT ON COLUMN article_sightings.fetched_at IS 'Time of the fetch';
COMMENT ON COLUMN article_sightings.segment IS 'Archive file';
COMMENT ON COLUMN article_sightings.record_offset IS 'Byte offset of the record in the archive file';
COMMENT ON COLUMN article_sightings.rule_version IS 'Generation of rules that read it';

CREATE TABLE rejections (
    record_id VARCHAR NOT NULL,
    source_id VARCHAR,
    url VARCHAR,
    verdict VARCHAR NOT NULL,
    reason VARCHAR,
    fetched_at TIMESTAMPTZ,
    segment VARCHAR,
    record_offset BIGINT,
    rule_version VARCHAR NOT NULL
);
COMMENT ON TABLE rejections IS 'Archived pages that gave no article, and why.';
COMMENT ON COLUMN rejections.record_id IS 'WARC record id';
COMMENT ON COLUMN rejections.source_id IS 'Publisher';
COMMENT ON COLUMN rejections.url IS 'Address fetched';
COMMENT ON COLUMN rejections.verdict IS 'One word: not_article, block_page, empty, not_html, unreadable, error';
COMMENT ON COLUMN rejections.reason IS 'A sentence for the operator';
COMMENT ON COLUMN rejections.fetched_at IS 'Time of the fetch';
COMMENT ON COLUMN rejections.segment IS 'Archive file';
COMMENT ON COLUMN rejections.record_offset IS 'Byte offset of the record in the archive file';
COMMENT ON COLUMN rejections.rule_version IS 'Generation of rules that read it';
