-- Old provinces summed to the unit that holds their territory today. Only levels of stocks and flows add up, and only when
-- every member that stood at the end of the period is there. A rate, a share, a price or an index is never added or averaged: it stays null with the reason.

CREATE VIEW indicator_series_today AS
WITH points AS (
    SELECT s.*, l.today_unit_id, l.today_gso_code, l.today_name_vi,
        coalesce(l.valid_from <= s.period_end, true) AND coalesce(l.valid_to >= s.period_end, true) AS stood
    FROM indicator_series s JOIN area_lineage l ON l.unit_id = s.area_unit_id
), sizes AS (
    SELECT p.today_unit_id, p.period_end, count(*) AS n_members, list(m.name_vi ORDER BY m.name_vi) AS members
    FROM (SELECT DISTINCT today_unit_id, period_end FROM points) p
    JOIN area_lineage m ON m.today_unit_id = p.today_unit_id
        AND coalesce(m.valid_from, DATE '0001-01-01') <= p.period_end
        AND coalesce(m.valid_to, DATE '9999-12-31') >= p.period_end
    GROUP BY p.today_unit_id, p.period_end
), grouped AS (
    SELECT p.indicator, p.indicator_name_vi, p.breakdown, p.measure, p.base, p.unit, p.today_gso_code AS area,
        p.today_unit_id AS area_unit_id, p.today_name_vi AS area_name, p.time_period, p.period_start, p.period_end,
        p.is_target, count(p.value) FILTER (stood) AS n_present, sum(p.value) FILTER (stood) AS total,
        max_by(p.status, status_rank(p.status)) AS status,
        CASE WHEN bool_and(p.bound = 'exact') THEN 'exact' ELSE 'about' END AS bound,
        list_distinct(flatten(list(p.flags))) AS flags, list(p.observation_id ORDER BY p.observation_id) AS observation_ids
    FROM points p
    GROUP BY ALL
)
SELECT g.* EXCLUDE (total, n_present, adds), n_present, n_members, members,
    CASE WHEN n_present = n_members AND (n_members = 1 OR adds) THEN total END AS value,
    CASE WHEN n_members > 1 AND NOT adds THEN 'rate_not_added' WHEN n_present < n_members THEN 'member_missing'
        WHEN n_members = 1 THEN 'own' ELSE 'summed' END AS how
FROM (
    SELECT g.*, g.measure = 'level' AND coalesce(i.stock_or_flow IN ('stock', 'flow'), false)
        AND g.unit NOT IN ('PERCENT', 'PERCENTAGE_POINT', 'index_point', 'rank') AND NOT contains(g.unit, '_per_') AS adds
    FROM grouped g LEFT JOIN indicators i ON i.indicator = g.indicator
) g
JOIN sizes z ON z.today_unit_id = g.area_unit_id AND z.period_end = g.period_end;
COMMENT ON VIEW indicator_series_today IS 'indicator_series in the territories of today: old provinces summed where the measure allows it, else null with the reason in how.';
COMMENT ON COLUMN indicator_series_today.area IS 'Code of the unit of today';
COMMENT ON COLUMN indicator_series_today.area_unit_id IS 'The unit of today';
COMMENT ON COLUMN indicator_series_today.status IS 'The least certain status of the parts';
COMMENT ON COLUMN indicator_series_today.bound IS 'exact, or about where a part is not exact';
COMMENT ON COLUMN indicator_series_today.flags IS 'Flags of all parts';
COMMENT ON COLUMN indicator_series_today.observation_ids IS 'Observations of the parts';
COMMENT ON COLUMN indicator_series_today.n_present IS 'Members with a value';
COMMENT ON COLUMN indicator_series_today.n_members IS 'Units that made up the territory at the end of the period';
COMMENT ON COLUMN indicator_series_today.members IS 'Their names';
COMMENT ON COLUMN indicator_series_today.value IS 'The value, or null';
COMMENT ON COLUMN indicator_series_today.how IS 'own, summed, rate_not_added or member_missing';
