-- From every unit that ever was to the unit that holds its territory today.

CREATE VIEW area_lineage AS
WITH RECURSIVE up AS (
    SELECT unit_id, unit_id AS at_unit, valid_to, successor_gso_code, successor_slug, 0 AS steps FROM reference_areas
    UNION ALL
    SELECT up.unit_id, next.unit_id, next.valid_to, next.successor_gso_code, next.successor_slug, steps + 1
    FROM up JOIN reference_areas next
        ON next.gso_code = up.successor_gso_code AND next.slug = up.successor_slug AND next.valid_from = up.valid_to + 1
    WHERE steps < 20
)
SELECT up.unit_id, was.gso_code, was.name_vi, was.slug, was.valid_from, was.valid_to,
    up.at_unit AS today_unit_id, now.gso_code AS today_gso_code, now.name_vi AS today_name_vi, now.slug AS today_slug
FROM up
JOIN reference_areas was ON was.unit_id = up.unit_id
JOIN reference_areas now ON now.unit_id = up.at_unit
WHERE up.valid_to IS NULL;
COMMENT ON VIEW area_lineage IS 'Every province that ever was, with the unit that holds its territory today.';
COMMENT ON COLUMN area_lineage.unit_id IS 'The unit';
COMMENT ON COLUMN area_lineage.gso_code IS 'Its code';
COMMENT ON COLUMN area_lineage.name_vi IS 'Its name';
COMMENT ON COLUMN area_lineage.slug IS 'Its slug';
COMMENT ON COLUMN area_lineage.valid_from IS 'Its first day';
COMMENT ON COLUMN area_lineage.valid_to IS 'Its last day, null while it stands';
COMMENT ON COLUMN area_lineage.today_unit_id IS 'Unit of today';
COMMENT ON COLUMN area_lineage.today_gso_code IS 'Code of the unit of today';
COMMENT ON COLUMN area_lineage.today_name_vi IS 'Name of the unit of today';
COMMENT ON COLUMN area_lineage.today_slug IS 'Slug of the unit of today';
