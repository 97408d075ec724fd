-- What was loaded, by which rules, and which generation of rules is the current one.

CREATE TABLE loads (
    segment VARCHAR NOT NULL,
    from_offset BIGINT NOT NULL,
    to_offset BIGINT NOT NULL,
    rule_version VARCHAR NOT NULL,
    loaded_at TIMESTAMPTZ NOT NULL,
    articles BIGINT NOT NULL,
    observations BIGINT NOT NULL,
    people BIGINT NOT NULL,
    documents BIGINT NOT NULL,
    rejections BIGINT NOT NULL,
    quarantined BIGINT NOT NULL,
    already_known BIGINT NOT NULL,
    repeated BIGINT NOT NULL
);
COMMENT ON TABLE loads IS 'The ledger: one row a batch, written in the transaction that loaded it. A batch in the ledger is not loaded again.';
COMMENT ON COLUMN loads.segment IS 'Archive segment';
COMMENT ON COLUMN loads.from_offset IS 'First byte of the batch in the segment';
COMMENT ON COLUMN loads.to_offset IS 'End of the batch in the segment, exclusive';
COMMENT ON COLUMN loads.rule_version IS 'Generation of rules';
COMMENT ON COLUMN loads.loaded_at IS 'Time of the load';
COMMENT ON COLUMN loads.articles IS 'Article versions added';
COMMENT ON COLUMN loads.observations IS 'Observations added';
COMMENT ON COLUMN loads.people IS 'People added';
COMMENT ON COLUMN loads.documents IS 'Documents added';
COMMENT ON COLUMN loads.rejections IS 'Pages without an article added';
COMMENT ON COLUMN loads.quarantined IS 'Rows put into quarantine';
COMMENT ON COLUMN loads.already_known IS 'Observations that an earlier fetch of the same article version had brought';
COMMENT ON COLUMN loads.repeated IS 'Exact repetitions within the batch, loaded once';

CREATE TABLE generations (
    rule_version VARCHAR NOT NULL,
    generation INTEGER NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE generations IS 'Every reading of the archive: one row a rule version, numbered in order of first load.';
COMMENT ON COLUMN generations.rule_version IS 'Version of the rules';
COMMENT ON COLUMN generations.generation IS 'Number of the generation, from 1';
COMMENT ON COLUMN generations.created_at IS 'Time of its first load';

CREATE TABLE generation_switches (
    switch INTEGER NOT NULL,
    rule_version VARCHAR NOT NULL,
    switched_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE generation_switches IS 'History of the current generation: the last row says which one is read.';
COMMENT ON COLUMN generation_switches.switch IS 'Number of the switch, from 1';
COMMENT ON COLUMN generation_switches.rule_version IS 'Generation that became current';
COMMENT ON COLUMN generation_switches.switched_at IS 'Time of the switch';

CREATE VIEW current_generation AS
    SELECT rule_version, generation, created_at FROM generations
    WHERE rule_version = (SELECT arg_max(rule_version, switch) FROM generation_switches);
COMMENT ON VIEW current_generation IS 'The one generation that the views read.';
COMMENT ON COLUMN current_generation.rule_version IS 'Version of the rules';
COMMENT ON COLUMN current_generation.generation IS 'Number of the generation';
COMMENT ON COLUMN current_generation.created_at IS 'Time of its first load';
