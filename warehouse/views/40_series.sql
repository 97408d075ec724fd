-- One value for each indicator, breakdown, measure, base, unit, area and period, out of all that articles say of it.
-- Precedence: unflagged before flagged; the more official publisher; final (A) before provisional (P) before estimated
-- (E); a story before its copies; the value that more independent publishers state; the newest. Targets and forecasts (F)
-- form series of their own and never stand in for what happened. Copies of one story, and one publisher's repetitions,
-- count once.

CREATE MACRO status_rank(status) AS CASE status WHEN 'A' THEN 1 WHEN 'P' THEN 2 WHEN 'E' THEN 3 ELSE 4 END;

-- The precedence as one number, lowest first, so that a hash aggregate can choose: from the highest bits down a flag, the
-- publisher's rank, the status, a copy of another story, confirmation by others (filled in later), age in microseconds, the
-- reader's doubt, the place in the text (an article that contradicts itself means what it says first), and the
-- observation's hash to settle what is left.
CREATE MACRO precedence(flagged, source_rank, status, is_copy, told_at, confidence, place, id) AS
    (((flagged::HUGEINT * 16 + source_rank) * 8 + status) * 2 + is_copy::HUGEINT) * 65536 * 4951760157141521099596496896
    + (4503599627370496 - epoch_us(told_at))::HUGEINT * 1099511627776
    + (63 - round(63 * greatest(0, least(1, coalesce(confidence, 0)))))::HUGEINT * 17179869184
    + least(place, 16383)::HUGEINT * 1048576 + (hash(id) % 1048576)::HUGEINT;
CREATE MACRO confirmed(standing, n_sources) AS
    standing + (65535 - least(n_sources, 65535))::HUGEINT * 4951760157141521099596496896;

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
    SELECT seen.version_id, seen.first_seen, seen.last_seen, a.source_id, t.duplicate_of IS NOT NULL AS is_copy,
        row_number() OVER () AS version, dense_rank() OVER (ORDER BY coalesce(t.story_source_id, t.story_id)) AS story_source,
        coalesce(a.published_at, seen.first_seen) AS told_at, coalesce(k.rank, 9) AS source_rank
    FROM (FROM seen QUALIFY row_number() OVER (
        PARTITION BY article_id ORDER BY last_seen DESC, first_seen DESC, version_id) = 1) seen
    JOIN article_status t ON t.version_id = seen.version_id
    JOIN articles a ON a.version_id = seen.version_id
        AND a.rule_version = (SELECT rule_version FROM current_generation)
    LEFT JOIN sources s ON s.source_id = a.source_id
    LEFT JOIN source_kinds k ON k.kind = s.kind
), readings AS (
    SELECT o.rowid AS place, version, value, first_seen, last_seen, story_source,
        md5_number(concat_ws(chr(31), indicator, measure, coalesce(breakdown, chr(30)), coalesce(base, chr(30)),
            coalesce(unit, chr(30)), coalesce(area_unit_id, area), coalesce(period_start, DATE '0001-01-01'), period_end,
            o.status = 'F')) AS key,
        precedence(len(flags) > 0, source_rank, status_rank(o.status), is_copy, told_at, confidence, start_offset,
            observation_id) AS standing
    FROM observations o
    JOIN versions v ON v.version_id = o.version_id
    WHERE o.rule_version = (SELECT rule_version FROM current_generation)
        AND indicator IS NOT NULL AND period_end IS NOT NULL AND area IS NOT NULL
), stated AS (
    SELECT key, value, len(list_distinct(list(story_source))) AS n_sources, min(first_seen) AS first_seen,
        max(last_seen) AS last_seen, min(standing) AS standing, arg_min(place, standing) AS place,
        arg_min(version, standing) AS version
    FROM readings
    GROUP BY key, value
), ranked AS (
    SELECT *, confirmed(standing, n_sources) AS final_standing FROM stated
), chosen AS (
    SELECT key, count(*) - 1 AS n_rivals, arg_min(place, final_standing) AS place,
        arg_min(version, final_standing) AS version, arg_min(n_sources, final_standing) AS n_sources, arg_min(first_seen, final_standing) AS first_seen,
        arg_min(last_seen, final_standing) AS last_seen
    FROM ranked
    GROUP BY key
), rivalling AS (
    SELECT r.key, r.place, r.version, r.value, r.final_standing, c.place AS chosen_place, r.version = c.version AS same_version
    FROM ranked r JOIN chosen c ON c.key = r.key AND c.place <> r.place
), contested AS (
    SELECT r.key, list({'final_standing': final_standing, 'value': r.value, 'observation_id': o.observation_id,
        'source_id': v.source_id, 'status': o.status}) AS rivals
    FROM rivalling r
    JOIN versions v ON v.version = r.version
    JOIN (SELECT rowid, observation_id, status FROM observations) o ON o.rowid = r.place
    GROUP BY r.key
), contradicting AS (
    SELECT DISTINCT r.key, true AS itself
    FROM rivalling r
    JOIN (SELECT rowid, status, bound, value, numeral FROM observations) o ON o.rowid = r.place
    JOIN (SELECT rowid, status, bound, value, numeral FROM observations) p ON p.rowid = r.chosen_place
    WHERE same_version AND o.status = p.status AND o.bound = 'exact' AND p.bound = 'exact'
        AND contradicts(p.value, p.numeral, o.value, o.numeral)
)
SELECT o.indicator, i.name_vi AS indicator_name_vi, i.name_en AS indicator_name_en, o.breakdown, o.measure, o.base, o.unit,
    o.area, o.area_unit_id,
    CASE WHEN o.area = 'VN' THEN 'Việt Nam' ELSE coalesce(u.name_vi, o.area) END AS area_name,
    o.time_period, o.period_start, o.period_end,
    CASE WHEN x.expect IS NULL THEN o.value ELSE x.value END AS value,
    CASE WHEN x.expect IS NULL THEN o.low END AS low,
    CASE WHEN x.expect IS NULL THEN o.high END AS high,
    o.status, o.bound, o.confidence, o.observation_id, o.sentence, o.numeral, a.url, a.title, a.source_id,
    s.name AS source_name, a.published_at, c.n_sources, c.n_rivals,
    list_transform(CASE WHEN c.n_rivals > 1 THEN list_sort(r.rivals) ELSE coalesce(r.rivals, []) END, lambda rival: {
        'value': rival.value, 'observation_id': rival.observation_id, 'source_id': rival.source_id,
        'status': rival.status}) AS rivals,
    list_concat(o.flags, CASE WHEN d.itself THEN ['contradicts_itself'] ELSE [] END,
        CASE WHEN x.expect IS NULL THEN [] WHEN x.value IS NULL THEN ['withdrawn'] ELSE ['corrected'] END) AS flags,
    c.first_seen, c.last_seen, o.status = 'F' AS is_target, x.reason AS correction_reason,
    o.value AS value_as_stated
FROM chosen c
JOIN (SELECT rowid, * FROM observations) o ON o.rowid = c.place
LEFT JOIN contested r ON r.key = c.key
LEFT JOIN contradicting d ON d.key = c.key
JOIN articles a ON a.version_id = o.version_id AND a.rule_version = o.rule_version
LEFT JOIN sources s ON s.source_id = a.source_id
LEFT JOIN indicators i ON i.indicator = o.indicator
LEFT JOIN reference_areas u ON u.unit_id = o.area_unit_id
LEFT JOIN corrections x ON x.indicator = o.indicator AND x.measure = o.measure AND x.time_period = o.time_period
    AND x.area = coalesce(o.area_unit_id, o.area) AND x.breakdown IS NOT DISTINCT FROM o.breakdown
    AND x.base IS NOT DISTINCT FROM o.base
    AND x.unit IS NOT DISTINCT FROM o.unit AND o.status <> 'F' AND abs(x.expect - o.value) <= 1e-9 * abs(o.value);

CREATE TABLE series_points AS
SELECT * FROM series_known_by('9999-12-31'::TIMESTAMPTZ)
ORDER BY indicator, area, period_end;
COMMENT ON TABLE series_points IS 'The rows of indicator_series, worked out when the file was published.';

CREATE VIEW indicator_series AS FROM series_points;
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
FROM series_known_by(((CAST(day AS DATE) + 1)::TIMESTAMP AT TIME ZONE 'Asia/Ho_Chi_Minh') - INTERVAL 1 MICROSECOND);
