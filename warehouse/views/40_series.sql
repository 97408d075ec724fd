-- One value for each indicator, breakdown, measure, base, unit, area and period, out of all that articles say of it.
-- Precedence: unflagged before flagged; the more official publisher; final (A) before provisional (P) before estimated
-- (E); the value that more independent publishers state; the newest. Targets and forecasts (F) form series of their own
-- and never stand in for what happened. Copies of one story, and one publisher's repetitions, count once.

CREATE MACRO status_rank(status) AS CASE status WHEN 'A' THEN 1 WHEN 'P' THEN 2 WHEN 'E' THEN 3 ELSE 4 END;

CREATE MACRO series_known_by(moment) AS TABLE
WITH seen AS (
    SELECT version_id, any_value(article_id) AS article_id, min(fetched_at) AS first_seen, max(fetched_at) AS last_seen
    FROM article_sightings
    WHERE rule_version = (SELECT rule_version FROM current_generation) AND fetched_at <= moment
    GROUP BY version_id
), versions AS (
    SELECT seen.version_id, seen.first_seen, seen.last_seen, t.story_source_id, t.story_id, a.source_id,
        coalesce(a.published_at, seen.first_seen) AS told_at, coalesce(k.rank, 9) AS source_rank
    FROM (FROM seen QUALIFY row_number() OVER (
        PARTITION BY article_id ORDER BY last_seen DESC, first_seen DESC, version_id) = 1) seen
    JOIN article_status t ON t.version_id = seen.version_id
    JOIN articles a ON a.version_id = seen.version_id
        AND a.rule_version = (SELECT rule_version FROM current_generation)
    LEFT JOIN sources s ON s.source_id = a.source_id
    LEFT JOIN source_kinds k ON k.kind = s.kind
), readings AS (
    SELECT indicator, breakdown, measure, base, unit, coalesce(area_unit_id, area) AS place, period_start, period_end,
        status = 'F' AS is_target, value, observation_id, o.status, v.source_id, first_seen, last_seen,
        coalesce(story_source_id, story_id) AS story_source_id,
        {'flagged': len(flags) > 0, 'source': source_rank, 'status': status_rank(o.status)} AS standing,
        {'told': -epoch_us(told_at), 'id': observation_id} AS age
    FROM observations o
    JOIN versions v ON v.version_id = o.version_id
    WHERE o.rule_version = (SELECT rule_version FROM current_generation)
        AND indicator IS NOT NULL AND period_end IS NOT NULL AND area IS NOT NULL
), stated AS (
    SELECT indicator, breakdown, measure, base, unit, place, period_start, period_end, is_target, value,
        count(DISTINCT story_source_id) AS n_sources, min(first_seen) AS first_seen, max(last_seen) AS last_seen,
        arg_min({'observation_id': observation_id, 'source_id': source_id, 'status': status, 'standing': standing, 'age': age},
            {'standing': standing, 'age': age}) AS best
    FROM readings
    GROUP BY ALL
), chosen AS (
    SELECT indicator, breakdown, measure, base, unit, place, period_start, period_end, is_target,
        count(*) - 1 AS n_rivals,
        arg_min({'n_sources': n_sources, 'first_seen': first_seen, 'last_seen': last_seen, 'observation_id': best.observation_id},
            {'standing': best.standing, 'confirmed': -n_sources, 'age': best.age}) AS best,
        CASE WHEN count(*) > 1 THEN list({'value': value, 'observation_id': best.observation_id, 'source_id': best.source_id,
            'status': best.status} ORDER BY {'standing': best.standing, 'confirmed': -n_sources, 'age': best.age}) END AS stated
    FROM stated
    GROUP BY ALL
)
SELECT c.indicator, i.name_vi AS indicator_name_vi, i.name_en AS indicator_name_en, c.breakdown, c.measure, c.base, c.unit,
    o.area, o.area_unit_id,
    CASE WHEN o.area = 'VN' THEN 'Việt Nam' ELSE coalesce(u.name_vi, o.area) END AS area_name,
    o.time_period, c.period_start, c.period_end,
    CASE WHEN x.expect IS NULL THEN o.value ELSE x.value END AS value,
    CASE WHEN x.expect IS NULL THEN o.low END AS low,
    CASE WHEN x.expect IS NULL THEN o.high END AS high,
    o.status, o.bound, o.confidence, o.observation_id, o.sentence, o.numeral, a.url, a.title, a.source_id,
    s.name AS source_name, a.published_at, c.best.n_sources, c.n_rivals,
    coalesce(c.stated[2:], []) AS rivals,
    CASE WHEN x.expect IS NULL THEN o.flags
        ELSE list_append(o.flags, CASE WHEN x.value IS NULL THEN 'withdrawn' ELSE 'corrected' END) END AS flags,
    c.best.first_seen, c.best.last_seen, c.is_target, x.reason AS correction_reason,
    o.value AS value_as_stated
FROM chosen c
JOIN observations o ON o.observation_id = c.best.observation_id AND o.rule_version = (SELECT rule_version FROM current_generation)
JOIN articles a ON a.version_id = o.version_id AND a.rule_version = o.rule_version
LEFT JOIN sources s ON s.source_id = a.source_id
LEFT JOIN indicators i ON i.indicator = c.indicator
LEFT JOIN reference_areas u ON u.unit_id = o.area_unit_id
LEFT JOIN corrections x ON x.indicator = c.indicator AND x.measure = c.measure AND x.time_period = o.time_period
    AND x.area = c.place AND x.breakdown IS NOT DISTINCT FROM c.breakdown AND x.base IS NOT DISTINCT FROM c.base
    AND x.unit IS NOT DISTINCT FROM c.unit AND NOT c.is_target AND abs(x.expect - o.value) <= 1e-9 * abs(o.value);

CREATE TABLE series_points AS
SELECT * FROM series_known_by('9999-12-31'::TIMESTAMPTZ)
ORDER BY indicator, area_unit_id, area, period_end, period_start, measure, base, breakdown, unit, is_target;
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
COMMENT ON COLUMN indicator_series.flags IS 'Checks that the figure failed; corrected or withdrawn where a correction overrules it';
COMMENT ON COLUMN indicator_series.first_seen IS 'First fetch that showed this value';
COMMENT ON COLUMN indicator_series.last_seen IS 'Last fetch that showed this value';
COMMENT ON COLUMN indicator_series.is_target IS 'Whether it is a forecast, target or plan';
COMMENT ON COLUMN indicator_series.correction_reason IS 'Why a correction overrules it';
COMMENT ON COLUMN indicator_series.value_as_stated IS 'The value as the article states it, before corrections';

-- What was known at the end of a day, Vietnam's time, by the rules of today.
CREATE MACRO series_as_of(day) AS TABLE
FROM series_known_by(((CAST(day AS DATE) + 1)::TIMESTAMP AT TIME ZONE 'Asia/Ho_Chi_Minh') - INTERVAL 1 MICROSECOND);
