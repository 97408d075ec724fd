-- What analysts ask most, as macros.

CREATE MACRO series(wanted_indicator, place) AS TABLE
SELECT s.* FROM indicator_series s
LEFT JOIN reference_areas u ON u.unit_id = s.area_unit_id
WHERE s.indicator = wanted_indicator
    AND (s.area_unit_id = place OR u.slug = place OR s.area = place OR folded(s.area_name) = folded(place))
ORDER BY s.period_end, s.period_start, s.measure, s.breakdown NULLS FIRST, s.is_target;

CREATE MACRO search_articles(query, fold := true) AS TABLE
WITH wanted AS (
    SELECT list_filter(string_split(trim(words_of(folded(query))), ' '), lambda w: w <> '') AS plain,
        list_filter(string_split(trim(words_of(lower(query))), ' '), lambda w: w <> '') AS exact
), found AS (
    SELECT a.*, h.words, plain, exact FROM wanted, article_search h
    JOIN article_status t ON t.version_id = h.version_id AND t.is_latest
    JOIN articles a ON a.version_id = h.version_id AND a.rule_version = h.rule_version
    WHERE h.rule_version = (SELECT rule_version FROM current_generation)
        AND len(plain) > 0 AND list_bool_and(list_transform(plain, lambda w: contains(h.words, ' ' || w || ' ')))
)
SELECT version_id, title, source_id, published_at, url,
    CAST(list_sum(list_transform(plain, lambda w:
        len(string_split(words, ' ' || w || ' ')) - 1
        + 5 * CAST(contains(words_of(folded(title)), ' ' || w || ' ') AS INTEGER))) AS BIGINT) AS score
FROM found
WHERE fold OR list_bool_and(list_transform(exact, lambda w:
    contains(words_of(lower(nfc_normalize(concat_ws(' ', title, text)))), ' ' || nfc_normalize(w) || ' ')))
ORDER BY score DESC, published_at DESC, version_id;

CREATE MACRO search_evidence(query, fold := true) AS TABLE
WITH wanted AS (
    SELECT list_filter(string_split(trim(words_of(CASE WHEN fold THEN folded(query) ELSE lower(nfc_normalize(query)) END)), ' '),
        lambda w: w <> '') AS words
)
SELECT o.observation_id, o.indicator, o.area_name, o.time_period, o.measure, o.value, o.unit, o.status, o.sentence, o.url
FROM wanted, observations_current o
WHERE len(words) > 0 AND list_bool_and(list_transform(words, lambda w: contains(
    words_of(CASE WHEN fold THEN folded(o.sentence) ELSE lower(nfc_normalize(o.sentence)) END), ' ' || w || ' ')))
ORDER BY o.published_at DESC, o.observation_id;

CREATE MACRO columns_of(relation) AS TABLE
SELECT column_name, data_type, comment FROM duckdb_columns() WHERE table_name = relation ORDER BY column_index;
