-- What the articles assert, with the receipt of each.

CREATE TABLE observations (
    observation_id VARCHAR NOT NULL,
    version_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    start_offset INTEGER NOT NULL,
    end_offset INTEGER NOT NULL,
    numeral VARCHAR NOT NULL,
    sentence_start INTEGER,
    sentence_end INTEGER,
    sentence VARCHAR NOT NULL,
    subject VARCHAR,
    indicator VARCHAR,
    breakdown VARCHAR,
    measure VARCHAR NOT NULL,
    value DOUBLE NOT NULL,
    unit VARCHAR,
    period_start DATE,
    period_end DATE,
    time_period VARCHAR,
    base VARCHAR,
    status VARCHAR NOT NULL,
    bound VARCHAR NOT NULL,
    area VARCHAR,
    area_unit_id VARCHAR,
    low DOUBLE,
    high DOUBLE,
    confidence DOUBLE,
    rule VARCHAR,
    flags VARCHAR[],
    origins VARCHAR,
    cell VARCHAR,
    rule_version VARCHAR NOT NULL
);
COMMENT ON TABLE observations IS 'One row a quantity that an article version asserts, as one generation of rules read it. Rows are added, never changed.';
COMMENT ON COLUMN observations.observation_id IS 'Hash of version, place in the text, indicator, breakdown, measure, period and area';
COMMENT ON COLUMN observations.version_id IS 'Article version (articles.version_id)';
COMMENT ON COLUMN observations.article_id IS 'Article (articles.article_id)';
COMMENT ON COLUMN observations.start_offset IS 'Start of the numeral in the text (or in the cell), code points from 0';
COMMENT ON COLUMN observations.end_offset IS 'End of the numeral, exclusive';
COMMENT ON COLUMN observations.numeral IS 'The numeral as printed: exactly text[start_offset:end_offset]';
COMMENT ON COLUMN observations.sentence_start IS 'Start of the sentence in the text';
COMMENT ON COLUMN observations.sentence_end IS 'End of the sentence, exclusive';
COMMENT ON COLUMN observations.sentence IS 'The sentence, or for a table the row of its cell';
COMMENT ON COLUMN observations.subject IS 'Noun phrase as the article names the thing measured';
COMMENT ON COLUMN observations.indicator IS 'Indicator (indicators.indicator), null where the catalogue has none';
COMMENT ON COLUMN observations.breakdown IS 'Part of the indicator that the number is about';
COMMENT ON COLUMN observations.measure IS 'level, change, change_abs, ratio, plan_ratio, plan_excess, share or contribution';
COMMENT ON COLUMN observations.value IS 'Value in unit, multipliers and sign applied';
COMMENT ON COLUMN observations.unit IS 'Unit of value: PERCENT, PERCENTAGE_POINT, VND, USD or a noun in snake case';
COMMENT ON COLUMN observations.period_start IS 'First day of the time the value is about; null for a stock as of period_end';
COMMENT ON COLUMN observations.period_end IS 'Last day of the time the value is about';
COMMENT ON COLUMN observations.time_period IS 'SDMX time period: 2022, 2022-S1, 2022-Q1, 2022-03, a day, or start/end';
COMMENT ON COLUMN observations.base IS 'What a change or ratio compares with';
COMMENT ON COLUMN observations.status IS 'A stated as fact, P provisional, E estimated, F forecast, target or plan';
COMMENT ON COLUMN observations.bound IS 'exact, above, below or about';
COMMENT ON COLUMN observations.area IS 'Code of the province valid for the period, VN, or the place as named';
COMMENT ON COLUMN observations.area_unit_id IS 'Unit (reference_areas.unit_id) where the area is a province';
COMMENT ON COLUMN observations.low IS 'Lower end of a stated range, in unit';
COMMENT ON COLUMN observations.high IS 'Upper end of a stated range, in unit';
COMMENT ON COLUMN observations.confidence IS 'Confidence of the reader, 0 to 1';
COMMENT ON COLUMN observations.rule IS 'Rule that read it';
COMMENT ON COLUMN observations.flags IS 'Checks that the figure failed; it is kept all the same';
COMMENT ON COLUMN observations.origins IS 'Where each inherited field was found, as JSON';
COMMENT ON COLUMN observations.cell IS 'table,row,column from 0 where the evidence is a table cell';
COMMENT ON COLUMN observations.rule_version IS 'Generation of rules that read it';

CREATE TABLE people (
    version_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    positions VARCHAR[],
    organisation VARCHAR,
    area VARCHAR,
    elected_to VARCHAR,
    start_offset INTEGER,
    end_offset INTEGER,
    rule_version VARCHAR NOT NULL
);
COMMENT ON TABLE people IS 'People named with a position.';
COMMENT ON COLUMN people.version_id IS 'Article version';
COMMENT ON COLUMN people.name IS 'Name as printed';
COMMENT ON COLUMN people.positions IS 'Positions with abbreviations written out';
COMMENT ON COLUMN people.organisation IS 'Body in which the position is held';
COMMENT ON COLUMN people.area IS 'Code of the province';
COMMENT ON COLUMN people.elected_to IS 'Body that the person was elected to in this article';
COMMENT ON COLUMN people.start_offset IS 'Start of the name in the text';
COMMENT ON COLUMN people.end_offset IS 'End of the name, exclusive';
COMMENT ON COLUMN people.rule_version IS 'Generation of rules that read it';

CREATE TABLE documents (
    version_id VARCHAR NOT NULL,
    number VARCHAR NOT NULL,
    kind VARCHAR,
    issuer VARCHAR,
    issued_on DATE,
    start_offset INTEGER,
    end_offset INTEGER,
    rule_version VARCHAR NOT NULL
);
COMMENT ON TABLE documents IS 'Documents cited: resolutions, decisions, directives.';
COMMENT ON COLUMN documents.version_id IS 'Article version';
COMMENT ON COLUMN documents.number IS 'Number and symbol, e.g. 09-NQ/TU';
COMMENT ON COLUMN documents.kind IS 'Kind of document';
COMMENT ON COLUMN documents.issuer IS 'Body that issued it';
COMMENT ON COLUMN documents.issued_on IS 'Day of issue';
COMMENT ON COLUMN documents.start_offset IS 'Start of the citation in the text';
COMMENT ON COLUMN documents.end_offset IS 'End of the citation, exclusive';
COMMENT ON COLUMN documents.rule_version IS 'Generation of rules that read it';

CREATE TABLE quarantine (
    table_name VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    row_id VARCHAR,
    detail VARCHAR,
    content VARCHAR,
    segment VARCHAR NOT NULL,
    from_offset BIGINT NOT NULL,
    to_offset BIGINT NOT NULL,
    rule_version VARCHAR NOT NULL,
    quarantined_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE quarantine IS 'Staged rows that were not let in, one row each with the reason. They are kept for repair and counted, never dropped.';
COMMENT ON COLUMN quarantine.table_name IS 'Table the row was meant for; batch for a staged batch that could not be read at all';
COMMENT ON COLUMN quarantine.reason IS 'Reason in one word, e.g. value_out_of_range';
COMMENT ON COLUMN quarantine.row_id IS 'Identifier of the row, where it has one';
COMMENT ON COLUMN quarantine.detail IS 'What was wrong, in words';
COMMENT ON COLUMN quarantine.content IS 'The row as JSON, long fields cut';
COMMENT ON COLUMN quarantine.segment IS 'Archive segment of the batch';
COMMENT ON COLUMN quarantine.from_offset IS 'First byte of the batch in the segment';
COMMENT ON COLUMN quarantine.to_offset IS 'End of the batch in the segment, exclusive';
COMMENT ON COLUMN quarantine.rule_version IS 'Generation of rules of the batch';
COMMENT ON COLUMN quarantine.quarantined_at IS 'Time of the load';
