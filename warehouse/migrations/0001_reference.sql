-- What the figures refer to: places with their validity, indicators, and the publishers with their standing.
-- No primary or foreign keys anywhere: they cost half the file and three quarters of the load rate, and DuckDB checks
-- them too eagerly inside a transaction. Uniqueness and references are gates (see checks.py) that run before publishing.

CREATE TABLE reference_areas (
    unit_id VARCHAR NOT NULL,
    gso_code VARCHAR NOT NULL,
    iso_3166_2 VARCHAR,
    name_vi VARCHAR NOT NULL,
    name_en VARCHAR,
    slug VARCHAR NOT NULL,
    kind VARCHAR,
    valid_from DATE,
    valid_to DATE,
    successor_gso_code VARCHAR,
    successor_slug VARCHAR,
    merged_from_gso VARCHAR,
    legal_basis VARCHAR,
    details JSON,
    CHECK (valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to)
);
COMMENT ON TABLE reference_areas IS 'Provinces and centrally run cities: one row a unit and span of validity. A code is no key: it changed owner in 2025.';
COMMENT ON COLUMN reference_areas.unit_id IS 'Identity of the unit over its validity, e.g. nam-dinh@pre2025';
COMMENT ON COLUMN reference_areas.gso_code IS 'Two-digit code of the General Statistics Office, valid with the unit only';
COMMENT ON COLUMN reference_areas.iso_3166_2 IS 'ISO 3166-2 code, of the name-bearing former unit where none was published';
COMMENT ON COLUMN reference_areas.name_vi IS 'Name in Vietnamese without its kind word';
COMMENT ON COLUMN reference_areas.name_en IS 'Name in English';
COMMENT ON COLUMN reference_areas.slug IS 'Name without accents, hyphenated; old and new unit of one name share it';
COMMENT ON COLUMN reference_areas.kind IS 'tỉnh or thành phố';
COMMENT ON COLUMN reference_areas.valid_from IS 'First day of the unit; null before the period of interest';
COMMENT ON COLUMN reference_areas.valid_to IS 'Last day of the unit; null while it stands';
COMMENT ON COLUMN reference_areas.successor_gso_code IS 'Code of the unit that holds the territory afterwards';
COMMENT ON COLUMN reference_areas.successor_slug IS 'Slug of the unit that holds the territory afterwards';
COMMENT ON COLUMN reference_areas.merged_from_gso IS 'Codes of the units it was merged from, separated by spaces';
COMMENT ON COLUMN reference_areas.legal_basis IS 'Number of the act that made it';
COMMENT ON COLUMN reference_areas.details IS 'Further columns of the reference file, as JSON';

CREATE TABLE indicators (
    indicator VARCHAR NOT NULL,
    name_vi VARCHAR NOT NULL,
    name_en VARCHAR,
    domain VARCHAR,
    tier INTEGER,
    unit VARCHAR,
    stock_or_flow VARCHAR,
    catalogue_version VARCHAR,
    details JSON
);
COMMENT ON TABLE indicators IS 'The catalogue of indicators that the reader knows.';
COMMENT ON COLUMN indicators.indicator IS 'Code of the indicator, e.g. iip';
COMMENT ON COLUMN indicators.name_vi IS 'Name in Vietnamese';
COMMENT ON COLUMN indicators.name_en IS 'Name in English';
COMMENT ON COLUMN indicators.domain IS 'Part of the economy or society';
COMMENT ON COLUMN indicators.tier IS '1 core, 2 common, 3 occasional';
COMMENT ON COLUMN indicators.unit IS 'Canonical unit of its level';
COMMENT ON COLUMN indicators.stock_or_flow IS 'stock, flow, ratio, index or price; only levels of stocks and flows add up over areas';
COMMENT ON COLUMN indicators.catalogue_version IS 'Version of the catalogue it came from';
COMMENT ON COLUMN indicators.details IS 'Further facts of the catalogue (plausible ranges and the like), as JSON';

CREATE TABLE sources (
    source_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    province_code VARCHAR,
    home VARCHAR,
    details JSON
);
COMMENT ON TABLE sources IS 'Publishers of the pages.';
COMMENT ON COLUMN sources.source_id IS 'Identifier in the source registry';
COMMENT ON COLUMN sources.name IS 'Name of the publisher';
COMMENT ON COLUMN sources.kind IS 'statistics_office, provincial_portal, department, party_newspaper, broadcaster, ...; decides its rank in source_kinds';
COMMENT ON COLUMN sources.province_code IS 'Code of the province today';
COMMENT ON COLUMN sources.home IS 'Home page';
COMMENT ON COLUMN sources.details IS 'Further facts of the registry, as JSON';

CREATE TABLE source_kinds (
    kind VARCHAR NOT NULL,
    rank INTEGER NOT NULL,
    official BOOLEAN NOT NULL
);
COMMENT ON TABLE source_kinds IS 'Precedence of kinds of publisher: the lowest rank is preferred; a kind that is not listed ranks 9.';
COMMENT ON COLUMN source_kinds.kind IS 'Kind of publisher';
COMMENT ON COLUMN source_kinds.rank IS '1 is the most official';
COMMENT ON COLUMN source_kinds.official IS 'Whether the publisher is an authority on the figure';
INSERT INTO source_kinds VALUES
    ('statistics_office', 1, true), ('department', 2, true), ('provincial_portal', 3, true), ('portal', 3, true),
    ('party_newspaper', 5, false), ('newspaper', 5, false), ('broadcaster', 6, false), ('agency', 6, false);
