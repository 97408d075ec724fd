-- Reviewed corrections of published figures, and the raw rows they guard against.

CREATE TABLE corrections (
    indicator VARCHAR NOT NULL,
    breakdown VARCHAR,
    measure VARCHAR NOT NULL,
    base VARCHAR,
    unit VARCHAR,
    area VARCHAR NOT NULL,
    time_period VARCHAR NOT NULL,
    expect DOUBLE NOT NULL,
    value DOUBLE,
    reason VARCHAR NOT NULL,
    author VARCHAR NOT NULL,
    reviewed_on DATE NOT NULL
);
COMMENT ON TABLE corrections IS 'Reviewed corrections: each overrules one value of indicator_series while that value is still the expected wrong one.';
COMMENT ON COLUMN corrections.indicator IS 'Indicator';
COMMENT ON COLUMN corrections.breakdown IS 'Breakdown, null for the whole';
COMMENT ON COLUMN corrections.measure IS 'Measure';
COMMENT ON COLUMN corrections.base IS 'Base, null where there is none';
COMMENT ON COLUMN corrections.unit IS 'Unit of expect and value';
COMMENT ON COLUMN corrections.area IS 'unit_id of the province, or VN, or the place as named';
COMMENT ON COLUMN corrections.time_period IS 'Time period';
COMMENT ON COLUMN corrections.expect IS 'The wrong value as the articles give it; once they give another, the correction is stale and not applied';
COMMENT ON COLUMN corrections.value IS 'The right value in unit; null withdraws the figure';
COMMENT ON COLUMN corrections.reason IS 'Why, with the evidence';
COMMENT ON COLUMN corrections.author IS 'Who reviewed it';
COMMENT ON COLUMN corrections.reviewed_on IS 'Day of the review';
