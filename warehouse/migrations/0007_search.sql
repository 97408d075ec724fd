-- Text to search in: folded once at load, so that a search is a scan for words and needs no extension.

CREATE TABLE article_search (
    version_id VARCHAR NOT NULL,
    rule_version VARCHAR NOT NULL,
    words VARCHAR NOT NULL
);
COMMENT ON TABLE article_search IS 'Title and text of each article version in lower case without accents, words set apart by single blanks.';
COMMENT ON COLUMN article_search.version_id IS 'Article version';
COMMENT ON COLUMN article_search.rule_version IS 'Generation of rules that read it';
COMMENT ON COLUMN article_search.words IS 'The words, with a blank at either end';

CREATE MACRO folded(given) AS replace(strip_accents(lower(given)), 'đ', 'd');
CREATE MACRO words_of(given) AS ' ' || trim(regexp_replace(given, '[^\p{L}\p{M}\p{N}]+', ' ', 'g')) || ' ';
INSERT INTO article_search SELECT version_id, rule_version, words_of(folded(concat_ws(' ', title, text))) FROM articles;
