-- One value for each indicator, breakdown, measure, base, unit, area and period, out of all that articles say of it.
-- Precedence: unflagged before flagged; the more official publisher; final (A) before provisional (P) before estimated
-- (E); a story before its copies; the value that more independent publishers state; the newest. Targets and forecasts (F)
-- form series of their own and never stand in for what happened. Copies of one story, and one publisher's repetitions,
-- count once.

CREATE MACRO status_rank(status) AS CASE status WHEN 'A' THEN 1 WHEN 'P' THEN 2 WHEN 'E' THEN 3 ELSE 4 END;

-- The precedence as one number, lowest first, so that a hash aggregate can choose: from the highest bits down a flag, the
-- publisher's rank, the status, a copy of another story, confirmation by others (filled in later), age in microseconds, the
-- reader's doubt, the place in the text (an article that contradicts itself means what it says first), and the
-- observation's hash to settle what is left. What is the article's and what is the reading's is worked out apart.
CREATE MACRO article_standing(source_rank, is_copy, told_at) AS
    (source_rank * 16 + is_copy::BIGINT)::HUGEINT * 324518553658426726783156020576256
    + (4503599627370496 - epoch_us(told_at))::HUGEINT * 1099511627776;
CREATE MACRO reading_standing(flagged, status, confidence, place, id) AS
    (flagged::BIGINT * 256 + status * 2)::HUGEINT * 324518553658426726783156020576256
    + ((63 - round(63 * greatest(0, least(1, coalesce(confidence, 0)))))::BIGINT * 17179869184
        + least(place, 16383)::BIGINT * 1048576 + (hash(id) % 1048576)::BIGINT)::HUGEINT;
CREATE MACRO confirmed(standing, n_sources) AS
    standing + (65535 - least(n_sources, 65535))::HUGEINT * 4951760157141521099596496896;

-- A point of a series as one number: 27 bits for the series, 18 each for the days of its period. A reading as one number:
-- 24 bits for its article version and 39 for its row.
CREATE MACRO point_of(line, period_start, period_end) AS
    (line * 262144 + (period_end - DATE '1900-01-01')) * 262144 + coalesce(period_start - DATE '1900-01-01', 0);
CREATE MACRO reading_of(version, observation_row) AS version * 549755813888 + observation_row;
CREATE MACRO version_of(reading) AS reading // 549755813888;
CREATE MACRO row_of(reading) AS reading % 549755813888;

-- A numeral is as exact as its last printed digit: 8.635 and 8.634,8 are one figure, rounded differently.

CREATE MACRO half_step(value, numeral) AS
    CASE WHEN value = 0 OR ltrim(regexp_replace(numeral, '[^0-9]', '', 'g'), '0') = '' THEN 0
    ELSE 0.5 * pow(10, floor(log10(abs(value))) + 1 - length(ltrim(regexp_replace(numeral, '[^0-9]', '', 'g'), '0'))) END;
CREATE MACRO contradicts(value, numeral, rival, rival_numeral) AS
    abs(rival - value) > greatest(half_step(value, numeral), half_step(rival, rival_numeral)) * (1 + 1e-6)
        + 1e-9 * abs(value);

CREATE MACRO series_known_by(moment) AS TABLE
WITH seen AS (
    SELECT version_id, any_value(article_id) AS article_id, min(fetched_at) AS first_seen, max(fetched_at) AS last_seen
    FROM article_sightings
    WHERE rule_version = (SELECT rule_version FROM current_generation) AND fetched_at <= moment
    GROUP BY version_id
), versions AS (
    SELECT seen.version_id, seen.first_seen, seen.last_seen, a.source_id,
        row_number() OVER () AS version, dense_rank() OVER (ORDER BY coalesce(t.story_source_id, t.story_id)) AS story_source,
        article_standing(coalesce(k.rank, 9), t.duplicate_of IS NOT NULL, coalesce(a.published_at, seen.first_seen)) AS standing
    FROM (FROM seen QUALIFY row_number() OVER (
        PARTITION BY article_id ORDER BY last_seen DESC, first_seen DESC, version_id) = 1) seen
    JOIN article_status t ON t.version_id = seen.version_id
    JOIN articles a ON a.version_id = seen.version_id
        AND a.rule_version = (SELECT rule_version FROM current_generation)
    LEFT JOIN sources s ON s.source_id = a.source_id
    LEFT JOIN source_kinds k ON k.kind = s.kind
), current AS NOT MATERIALIZED (
    SELECT rowid AS row, version_id, indicator, measure, breakdown, base, unit, coalesce(area_unit_id, area) AS place,
        status = 'F' AS is_target, value, period_start, period_end, status, flags, confidence, start_offset, observation_id
    FROM observations
    WHERE rule_version = (SELECT rule_version FROM current_generation)
        AND indicator IS NOT NULL AND period_end IS NOT NULL AND area IS NOT NULL
), lines AS (
    SELECT *, row_number() OVER (ORDER BY indicator, place, measure, breakdown, base, unit, is_target) AS line
    FROM (SELECT DISTINCT indicator, measure, breakdown, base, unit, place, is_target FROM current)
), readings AS (
    SELECT o.value, v.first_seen, v.last_seen, v.story_source, reading_of(v.version, o.row) AS reading,
        point_of(line, period_start, period_end) AS point,
        v.standing + reading_standing(len(flags) > 0, status_rank(o.status), confidence, start_offset, observation_id) AS standing
    FROM current o
    JOIN versions v ON v.version_id = o.version_id
    JOIN lines l ON l.indicator = o.indicator AND l.measure = o.measure AND l.place = o.place
        AND l.is_target = o.is_target AND l.breakdown IS NOT DISTINCT FROM o.breakdown
        AND l.base IS NOT DISTINCT FROM o.base AND l.unit IS NOT DISTINCT FROM o.unit
), told AS (
    SELECT point, value, story_source, min(first_seen) AS first_seen, max(last_seen) AS last_seen, min(standing) AS standing,
        arg_min(reading, standing) AS reading
    FROM readings
    GROUP BY point, value, story_source
), stated AS (
    SELECT point, value, count(*) AS n_sources, min(first_seen) AS first_seen, max(last_seen) AS last_seen,
        confirmed(min(standing), count(*)) AS standing, arg_min(reading, standing) AS reading
    FROM told
    GROUP BY point, value
), ranked AS (
    SELECT point, value, n_sources, first_seen, last_seen, reading,
        row_number() OVER (PARTITION BY point ORDER BY standing) AS nth, count(*) OVER (PARTITION BY point) - 1 AS n_rivals
    FROM stated
), rivalling AS (
    SELECT r.point, nth, version_of(r.reading) AS version, o.observation_id, o.value, o.status, o.bound, o.numeral
    FROM ranked r JOIN (SELECT rowid, observation_id, value, status, bound, numeral FROM observations) o
        ON o.rowid = row_of(r.reading)
    WHERE nth > 1
), contested AS (
    SELECT r.point, list({'nth': nth, 'value': r.value, 'observation_id': observation_id, 'source_id': v.source_id,
        'status': status}) AS rivals
    FROM rivalling r JOIN versions v ON v.version = r.version
    GROUP BY r.point
), contradicting AS (
    SELECT DISTINCT r.point, true AS itself
    FROM rivalling r
    JOIN (SELECT point, reading FROM ranked WHERE nth = 1) c ON c.point = r.point AND version_of(c.reading) = r.version
    JOIN (SELECT rowid, status, bound, value, numeral FROM observations) p ON p.rowid = row_of(c.reading)
    WHERE r.status = p.status AND r.bound = 'exact' AND p.bound = 'exact'
        AND contradicts(p.value, p.numeral, r.value, r.numeral)
)
SELECT c.point, o.indicator, o.breakdown, o.measure, o.base, o.unit, o.area, o.area_unit_id, o.time_period, o.period_start, o.period_end,
    CASE WHEN x.expect IS NULL THEN o.value ELSE x.value END AS value,
    CASE WHEN x.expect IS NULL THEN o.low END AS low,
    CASE WHEN x.expect IS NULL THEN o.high END AS high,
    o.status, o.bound, o.confidence, o.observation_id, o.sentence, o.numeral, a.url, a.title, a.source_id,
    a.published_at, c.n_sources, c.n_rivals,
    list_transform(CASE WHEN c.n_rivals > 1 THEN list_sort(r.rivals) ELSE coalesce(r.rivals, []) END, lambda rival: {
        'value': rival.value, 'observation_id': rival.observation_id, 'source_id': rival.source_id,
        'status': rival.status}) AS rivals,
    list_concat(o.flags, CASE WHEN d.itself THEN ['contradicts_itself'] ELSE [] END,
        CASE WHEN x.expect IS NULL THEN [] WHEN x.value IS NULL THEN ['withdrawn'] ELSE ['corrected'] END) AS flags,
    c.first_seen, c.last_seen, x.reason AS correction_reason, o.value AS value_as_stated
FROM ranked c
JOIN (SELECT rowid, * FROM observations) o ON o.rowid = row_of(c.reading)
LEFT JOIN contested r ON r.point = c.point
LEFT JOIN contradicting d ON d.point = c.point
JOIN articles a ON a.version_id = o.version_id AND a.rule_version = o.rule_version
LEFT JOIN corrections x ON x.indicator = o.indicator AND x.measure = o.measure AND x.time_period = o.time_period
    AND x.area = coalesce(o.area_unit_id, o.area) AND x.breakdown IS NOT DISTINCT FROM o.breakdown
    AND x.base IS NOT DISTINCT FROM o.base
    AND x.unit IS NOT DISTINCT FROM o.unit AND o.status <> 'F' AND abs(x.expect - o.value) <= 1e-9 * abs(o.value)
WHERE c.nth = 1;

CREATE TABLE series_points AS
SELECT * EXCLUDE (point) FROM series_known_by('9999-12-31'::TIMESTAMPTZ)
ORDER BY point;
COMMENT ON TABLE series_points IS 'The rows of indicator_series without the names, worked out when the file was published.';

CREATE MACRO named_area(area, name) AS CASE WHEN area = 'VN' THEN 'Việt Nam' ELSE coalesce(name, area) END;
CREATE VIEW indicator_series AS
SELECT p.indicator, i.name_vi AS indicator_name_vi, i.name_en AS indicator_name_en, p.breakdown, p.measure, p.base, p.unit,
    p.area, p.area_unit_id, named_area(p.area, u.name_vi) AS area_name, p.time_period, p.period_start, p.period_end,
    p.value, p.low, p.high, p.status, p.bound, p.confidence, p.observation_id, p.sentence, p.numeral, p.url, p.title,
    p.source_id, s.name AS source_name, p.published_at, p.n_sources, p.n_rivals, p.rivals, p.flags, p.first_seen,
    p.last_seen, p.status = 'F' AS is_target, p.correction_reason, p.value_as_stated
FROM series_points p
LEFT JOIN indicators i ON i.indicator = p.indicator
LEFT JOIN reference_areas u ON u.unit_id = p.area_unit_id
LEFT JOIN sources s ON s.source_id = p.source_id;
COMMENT ON VIEW indicator_series IS 'One value for each indicator, breakdown, measure, base, unit, area and period by a documented precedence; targets (status F) are rows of their own.';
COMMENT ON COLUMN indicator_series.indicator IS 'Indicator';
COMMENT ON COLUMN indicator_series.indicator_name_vi IS 'Name in Vietnamese';
COMMENT ON COLUMN indicator_series.indicator_name_en IS 'Name in English';
COMMENT ON COLUMN indicator_series.breakdown IS 'Part of the indicator, null for the whole';
COMMENT ON COLUMN indicator_series.measure IS 'level, change, change_abs, ratio, plan_ratio, plan_excess, share or contribution';
COMMENT ON COLUMN indicator_series.base IS 'What a change or ratio compares with';
COMMENT ON COLUMN indicator_series.unit IS 'Unit of value; figures in another unit are another row';
COMMENT ON COLUMN indicator_series.area IS 'Code of the province valid for the period, VN, or the place as named';
COMMENT ON COLUMN indicator_series.area_unit_id IS 'Unit where the area is a province';
COMMENT ON COLUMN indicator_series.area_name IS 'Name of the area';
COMMENT ON COLUMN indicator_series.time_period IS 'SDMX time period';
COMMENT ON COLUMN indicator_series.period_start IS 'First day; null for a stock as of period_end';
COMMENT ON COLUMN indicator_series.period_end IS 'Last day';
COMMENT ON COLUMN indicator_series.value IS 'The value in unit, after corrections; null where it was withdrawn';
COMMENT ON COLUMN indicator_series.low IS 'Lower end of a stated range';
COMMENT ON COLUMN indicator_series.high IS 'Upper end of a stated range';
COMMENT ON COLUMN indicator_series.status IS 'A final, P provisional, E estimated, F forecast or target';
COMMENT ON COLUMN indicator_series.bound IS 'exact, above, below or about';
COMMENT ON COLUMN indicator_series.confidence IS 'Confidence of the reader, 0 to 1';
COMMENT ON COLUMN indicator_series.observation_id IS 'Observation it was taken from';
COMMENT ON COLUMN indicator_series.sentence IS 'Its sentence';
COMMENT ON COLUMN indicator_series.numeral IS 'Its numeral as printed';
COMMENT ON COLUMN indicator_series.url IS 'Its page';
COMMENT ON COLUMN indicator_series.title IS 'Its article''s title';
COMMENT ON COLUMN indicator_series.source_id IS 'Its publisher';
COMMENT ON COLUMN indicator_series.source_name IS 'Name of its publisher';
COMMENT ON COLUMN indicator_series.published_at IS 'When it was published';
COMMENT ON COLUMN indicator_series.n_sources IS 'Publishers that state this value independently: copies of one story count once';
COMMENT ON COLUMN indicator_series.n_rivals IS 'Other values that are stated for the same key';
COMMENT ON COLUMN indicator_series.rivals IS 'The other values in order of precedence, each with its best observation';
COMMENT ON COLUMN indicator_series.flags IS 'Checks that the figure failed; contradicts_itself where its article states another value too; corrected or withdrawn where a correction overrules it';
COMMENT ON COLUMN indicator_series.first_seen IS 'First fetch that showed this value';
COMMENT ON COLUMN indicator_series.last_seen IS 'Last fetch that showed this value';
COMMENT ON COLUMN indicator_series.is_target IS 'Whether it is a forecast, target or plan';
COMMENT ON COLUMN indicator_series.correction_reason IS 'Why a correction overrules it';
COMMENT ON COLUMN indicator_series.value_as_stated IS 'The value as the article states it, before corrections';

-- What was known at the end of a day, Vietnam's time, by the rules of today.
CREATE MACRO series_as_of(day) AS TABLE
FROM indicator_series WHERE false
UNION ALL BY NAME
SELECT p.* EXCLUDE (point), i.name_vi AS indicator_name_vi, i.name_en AS indicator_name_en,
    named_area(p.area, u.name_vi) AS area_name, s.name AS source_name, p.status = 'F' AS is_target
FROM series_known_by(((CAST(day AS DATE) + 1)::TIMESTAMP AT TIME ZONE 'Asia/Ho_Chi_Minh') - INTERVAL 1 MICROSECOND) p
LEFT JOIN indicators i ON i.indicator = p.indicator
LEFT JOIN reference_areas u ON u.unit_id = p.area_unit_id
LEFT JOIN sources s ON s.source_id = p.source_id;
