CREATE VIEW coverage AS
SELECT indicator, any_value(indicator_name_vi) AS indicator_name_vi, area, area_unit_id, any_value(area_name) AS area_name,
    time_period, period_start, period_end, source_id, any_value(source_name) AS source_name,
    count(*) AS n_observations, count(DISTINCT article_id) AS n_articles, count(*) FILTER (len(flags) > 0) AS n_flagged,
    min(published_at) AS first_published, max(published_at) AS last_published,
    date_diff('day', period_end, CAST(min(published_at) AT TIME ZONE 'Asia/Ho_Chi_Minh' AS DATE)) AS days_after_period
FROM observations_current
WHERE indicator IS NOT NULL AND period_end IS NOT NULL AND area IS NOT NULL
GROUP BY indicator, area, area_unit_id, time_period, period_start, period_end, source_id;
COMMENT ON VIEW coverage IS 'Who reported what, when: one row an indicator, area, period and publisher.';
COMMENT ON COLUMN coverage.n_observations IS 'Observations';
COMMENT ON COLUMN coverage.n_articles IS 'Articles that state them';
COMMENT ON COLUMN coverage.n_flagged IS 'Observations with a flag';
COMMENT ON COLUMN coverage.first_published IS 'First publication';
COMMENT ON COLUMN coverage.last_published IS 'Last publication';
COMMENT ON COLUMN coverage.days_after_period IS 'Days from the end of the period to the first publication; negative where it was estimated ahead';

CREATE VIEW source_status AS
WITH numbered AS (
    SELECT r.*, row_number() OVER (PARTITION BY r.source_id ORDER BY r.started_at DESC NULLS LAST, r.run_id DESC) AS nth,
        verdict IN ('ok', 'empty_as_expected') AS well
    FROM source_runs r
)
SELECT coalesce(n.source_id, s.source_id) AS source_id, s.name AS source_name, s.kind, s.province_code,
    max(verdict) FILTER (nth = 1) AS last_verdict, max(reason) FILTER (nth = 1) AS last_reason,
    max(started_at) FILTER (nth = 1) AS last_run_at, max(finished_at) FILTER (well) AS last_well_at,
    coalesce(min(nth) FILTER (well) - 1, count(n.source_id)) AS failures_in_a_row,
    coalesce(sum(new_pages), 0)::BIGINT AS new_pages, count(n.source_id) AS n_runs
FROM sources s FULL JOIN numbered n ON n.source_id = s.source_id
GROUP BY coalesce(n.source_id, s.source_id), s.name, s.kind, s.province_code;
COMMENT ON VIEW source_status IS 'Every publisher with the verdict of its last run.';
COMMENT ON COLUMN source_status.last_verdict IS 'How its last run ended';
COMMENT ON COLUMN source_status.last_reason IS 'Why';
COMMENT ON COLUMN source_status.last_run_at IS 'Start of its last run';
COMMENT ON COLUMN source_status.last_well_at IS 'End of the last run that went well';
COMMENT ON COLUMN source_status.failures_in_a_row IS 'Runs since then that did not go well';
COMMENT ON COLUMN source_status.new_pages IS 'New pages of all its runs';
COMMENT ON COLUMN source_status.n_runs IS 'Its runs';
