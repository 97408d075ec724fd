-- What the runs did, source by source.

CREATE TABLE runs (
    run_id VARCHAR NOT NULL,
    started_at TIMESTAMPTZ,
    finished_at TIMESTAMPTZ,
    exit_code INTEGER,
    rule_version VARCHAR,
    details JSON
);
COMMENT ON TABLE runs IS 'One row a run of the main job.';
COMMENT ON COLUMN runs.run_id IS 'Identifier of the run';
COMMENT ON COLUMN runs.started_at IS 'Start of the run';
COMMENT ON COLUMN runs.finished_at IS 'End of the run';
COMMENT ON COLUMN runs.exit_code IS '0 all well, 1 some sources failed, 3 nothing could be done';
COMMENT ON COLUMN runs.rule_version IS 'Generation of rules the run read with';
COMMENT ON COLUMN runs.details IS 'Everything else that the run recorded, as JSON';

CREATE TABLE source_runs (
    run_id VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL,
    verdict VARCHAR NOT NULL,
    reason VARCHAR,
    requests BIGINT,
    pages BIGINT,
    new_pages BIGINT,
    unchanged BIGINT,
    bytes BIGINT,
    errors JSON,
    started_at TIMESTAMPTZ,
    finished_at TIMESTAMPTZ
);
COMMENT ON TABLE source_runs IS 'One row a source and run.';
COMMENT ON COLUMN source_runs.run_id IS 'Run';
COMMENT ON COLUMN source_runs.source_id IS 'Publisher';
COMMENT ON COLUMN source_runs.verdict IS 'How it ended, in one word: ok, blocked, parse_drift, ...';
COMMENT ON COLUMN source_runs.reason IS 'Why, in a sentence';
COMMENT ON COLUMN source_runs.requests IS 'Requests sent';
COMMENT ON COLUMN source_runs.pages IS 'Pages archived';
COMMENT ON COLUMN source_runs.new_pages IS 'Pages not seen before';
COMMENT ON COLUMN source_runs.unchanged IS 'Pages that had not changed';
COMMENT ON COLUMN source_runs.bytes IS 'Bytes received';
COMMENT ON COLUMN source_runs.errors IS 'Errors by class, as JSON';
COMMENT ON COLUMN source_runs.started_at IS 'Start';
COMMENT ON COLUMN source_runs.finished_at IS 'End';
