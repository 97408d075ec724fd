CREATE VIEW indicator_conflicts AS
WITH pairs AS (
    SELECT s.*, unnest(s.rivals) AS rival FROM indicator_series s WHERE n_rivals > 0
)
SELECT p.indicator, p.indicator_name_vi, p.breakdown, p.measure, p.base, p.unit, p.area, p.area_unit_id, p.area_name,
    p.time_period, p.period_start, p.period_end, p.status, p.value_as_stated AS value, p.observation_id, p.source_id,
    p.sentence, p.url,
    r.value AS rival_value, r.observation_id AS rival_observation_id, r.source_id AS rival_source_id, r.sentence AS rival_sentence,
    r.url AS rival_url, abs(r.value - p.value_as_stated) AS difference,
    CASE WHEN p.value_as_stated <> 0 THEN 100 * (r.value - p.value_as_stated) / abs(p.value_as_stated) END
        AS difference_percent
FROM pairs p
JOIN observations_current r ON r.observation_id = p.rival.observation_id
WHERE r.status = p.status AND p.bound = 'exact' AND r.bound = 'exact'
    AND contradicts(p.value_as_stated, p.numeral, r.value, r.numeral);
COMMENT ON VIEW indicator_conflicts IS 'Figures of the same status that contradict each other by more than rounding: one row a rival of the value that indicator_series gives.';
COMMENT ON COLUMN indicator_conflicts.value IS 'Value that indicator_series takes, as stated';
COMMENT ON COLUMN indicator_conflicts.rival_value IS 'Value that the rival states';
COMMENT ON COLUMN indicator_conflicts.rival_observation_id IS 'Observation of the rival';
COMMENT ON COLUMN indicator_conflicts.rival_source_id IS 'Publisher of the rival';
COMMENT ON COLUMN indicator_conflicts.rival_sentence IS 'Sentence of the rival';
COMMENT ON COLUMN indicator_conflicts.rival_url IS 'Page of the rival';
COMMENT ON COLUMN indicator_conflicts.difference IS 'Absolute difference in unit';
COMMENT ON COLUMN indicator_conflicts.difference_percent IS 'Rival against value, in percent of value';

CREATE VIEW revisions AS
WITH told AS (
    SELECT o.indicator, i.name_vi AS indicator_name_vi, o.breakdown, o.measure, o.base, o.unit, o.area, o.area_unit_id,
        o.time_period, o.period_start, o.period_end, o.status = 'F' AS is_target, o.status, o.value, o.observation_id,
        o.sentence, a.url, a.source_id, a.published_at, t.first_seen,
        CASE WHEN t.first_seen = min(t.first_seen) OVER (PARTITION BY o.article_id)
            THEN coalesce(a.published_at, t.first_seen) ELSE t.first_seen END AS told_at
    FROM observations o
    JOIN article_status t ON t.version_id = o.version_id
    JOIN articles a ON a.version_id = o.version_id AND a.rule_version = o.rule_version
    LEFT JOIN indicators i ON i.indicator = o.indicator
    WHERE o.rule_version = (SELECT rule_version FROM current_generation) AND t.duplicate_of IS NULL
        AND o.indicator IS NOT NULL AND o.period_end IS NOT NULL AND o.area IS NOT NULL
)
SELECT *, value - previous_value AS revision
FROM (
    SELECT *, lag(value) OVER told_before AS previous_value, lag(status) OVER told_before AS previous_status,
        lag(observation_id) OVER told_before AS previous_observation_id, lag(told_at) OVER told_before AS previous_told_at
    FROM told
    WINDOW told_before AS (
        PARTITION BY indicator, breakdown, measure, base, unit, coalesce(area_unit_id, area), period_start, period_end, is_target
        ORDER BY told_at, observation_id)
)
WHERE value <> previous_value;
COMMENT ON VIEW revisions IS 'Every time that a figure for the same indicator, area and period came out different from the one told before, corrected articles included, copies of a story left out.';
COMMENT ON COLUMN revisions.told_at IS 'When it was told: publication, or for a corrected article the first fetch of the correction';
COMMENT ON COLUMN revisions.value IS 'The new value';
COMMENT ON COLUMN revisions.previous_value IS 'The value told before';
COMMENT ON COLUMN revisions.previous_status IS 'Status of the value told before';
COMMENT ON COLUMN revisions.previous_observation_id IS 'Observation told before';
COMMENT ON COLUMN revisions.previous_told_at IS 'When the value before was told';
COMMENT ON COLUMN revisions.revision IS 'New value less previous value, in unit';
