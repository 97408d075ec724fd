-- Letters without their marks and signs turned to blanks. One translate is three times as fast as strip_accents and a
-- regular expression, and needs no copy of the text; the text of every article is NFC already.
CREATE MACRO folded(given) AS translate(lower(given),
    'àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặ'
    || 'ẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ',
    'aaaaeeeiioooouuyadiuouaaaaaaaaaaaa'
    || 'eeeeeeeeiioooooooooooouuuuuuuyyyy');
CREATE MACRO words_of(given) AS ' ' || translate(given, '.,;:!?()[]{}"''“”‘’–—-/\%+*=<>|…' || chr(10) || chr(9) || chr(160),
    '                                        ') || ' ';

-- What analysts ask most, as macros.

CREATE MACRO series(wanted_indicator, place) AS TABLE
SELECT s.* FROM indicator_series s
LEFT JOIN reference_areas u ON u.unit_id = s.area_unit_id
WHERE s.indicator = wanted_indicator
    AND (s.area_unit_id = place OR u.slug = place OR s.area = place OR folded(s.area_name) = folded(place))
ORDER BY s.period_end, s.period_start, s.measure, s.breakdown NULLS FIRST, s.is_target;

CREATE MACRO asked(query, fold) AS list_filter(string_split(
    words_of(CASE WHEN fold THEN folded(nfc_normalize(query)) ELSE lower(nfc_normalize(query)) END), ' '), lambda w: w <> '');
CREATE MACRO says_all(said, asked_words) AS
    len(asked_words) > 0 AND list_bool_and(list_transform(asked_words, lambda w: contains(said, ' ' || w || ' ')));
CREATE MACRO times_said(said, asked_words) AS
    CAST(list_sum(list_transform(asked_words, lambda w: len(string_split(said, ' ' || w || ' ')) - 1)) AS BIGINT);

CREATE MACRO search_articles(query, fold := true) AS TABLE
WITH said AS (
    SELECT a.version_id, a.title, a.source_id, a.published_at, a.url,
        words_of(CASE WHEN fold THEN folded(a.title) ELSE lower(a.title) END) AS headline,
        words_of(CASE WHEN fold THEN folded(a.text) ELSE lower(a.text) END) AS body
    FROM articles a JOIN article_status t ON t.version_id = a.version_id AND t.is_latest
    WHERE a.rule_version = (SELECT rule_version FROM current_generation)
)
SELECT version_id, title, source_id, published_at, url,
    5 * times_said(headline, asked(query, fold)) + times_said(body, asked(query, fold)) AS score
FROM said
WHERE says_all(headline || body, asked(query, fold))
ORDER BY score DESC, published_at DESC, version_id;

CREATE MACRO search_evidence(query, fold := true) AS TABLE
SELECT observation_id, indicator, area_name, time_period, measure, value, unit, status, sentence, url
FROM observations_current
WHERE says_all(words_of(CASE WHEN fold THEN folded(sentence) ELSE lower(sentence) END), asked(query, fold))
ORDER BY published_at DESC, observation_id;

CREATE MACRO columns_of(relation) AS TABLE
SELECT column_name, data_type, comment FROM duckdb_columns() WHERE table_name = relation ORDER BY column_index;
