"""Loading staged batches: each in one transaction with its row in the ledger.

A batch that the ledger knows is skipped. An article version is read once a generation: when another fetch shows it
again, the fetch is noted and its rows are compared with those that stand, not added a second time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa

from warehouse import duplicates, quarantine
from warehouse.connection import transaction, writer
from warehouse.errors import LoadError
from warehouse.staged import LONGEST_KEPT, TABLES, Batch, batches, check_files, part

_ROW_IDS = {
    "articles": "record_id",
    "observations": "observation_id",
    "people": "left(concat_ws(':', version_id, start_offset, name), 200)",
    "documents": "left(concat_ws(':', version_id, start_offset, number), 200)",
    "rejections": "record_id",
}
_BROKEN_TEXT = "invalid string encoding"


@dataclass(slots=True)
class BatchReport:
    """Rows that one batch brought. ``skipped`` where the ledger had it; ``failed`` says why it could not be read."""

    segment: str
    from_offset: int
    to_offset: int
    rule_version: str
    articles: int = 0
    observations: int = 0
    people: int = 0
    documents: int = 0
    rejections: int = 0
    quarantined: int = 0
    already_known: int = 0
    repeated: int = 0
    skipped: bool = False
    failed: str | None = None


@dataclass(slots=True)
class LoadReport:
    """What a load brought. ``skipped`` counts batches that the ledger had, ``failed`` those that could not be read."""

    batches: int = 0
    articles: int = 0
    observations: int = 0
    quarantined: int = 0
    skipped: int = 0
    people: int = 0
    documents: int = 0
    rejections: int = 0
    already_known: int = 0
    repeated: int = 0
    failed: int = 0

    def add(self, report: BatchReport) -> None:
        """Count one batch."""
        self.skipped += report.skipped
        self.failed += report.failed is not None
        self.batches += not report.skipped and report.failed is None
        for name in (*TABLES, "quarantined", "already_known", "repeated"):
            setattr(self, name, getattr(self, name) + getattr(report, name))


def load(
    path: Path,
    staging_dir: Path,
    *,
    on_batch: Callable[[BatchReport], None] | None = None,
    wait: float = 0.0,
) -> LoadReport:
    """Load every staged batch below ``staging_dir`` that the ledger of the file at ``path`` does not know.

    Batches go in order of rules, segment and offset, so that the end state does not depend on interruptions. A folder
    that cannot be read is noted in quarantine and tried again the next time. ``on_batch`` is told of each batch. At the
    end the new articles are compared with the others for near-duplicates.
    Raises LoadError (no schema, no reference tables), WarehouseLocked or DiskFull.
    """
    report = LoadReport()
    with writer(Path(path), wait=wait) as connection:
        _require_reference(connection)
        connection.execute(quarantine.CELL_TEXT)
        done = set(connection.execute("SELECT segment, from_offset, to_offset, rule_version FROM loads").fetchall())
        for batch in batches(Path(staging_dir)):
            loaded = _skip(batch) if tuple(batch.key) in done else _load(connection, batch)
            report.add(loaded)
            if on_batch is not None:
                on_batch(loaded)
        for (rule_version,) in connection.execute(
            "SELECT rule_version FROM generations ORDER BY generation"
        ).fetchall():
            duplicates.link(connection, rule_version)
    return report


def _require_reference(connection: duckdb.DuckDBPyConnection) -> None:
    try:
        for table in ("reference_areas", "indicators"):
            if connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is None:
                raise LoadError(f"{table} is empty: load the reference tables first")
    except duckdb.CatalogException as error:
        raise LoadError("the file has no schema: migrate it first") from error


def _skip(batch: Batch) -> BatchReport:
    return BatchReport(batch.segment, batch.from_offset, batch.to_offset, batch.rule_version, skipped=True)


def _load(connection: duckdb.DuckDBPyConnection, batch: Batch) -> BatchReport:
    if batch.broken is not None:
        return _note_unreadable(connection, batch, LoadError(batch.broken))
    try:
        check_files(batch)
        return _load_readable(connection, batch)
    except (duckdb.InvalidInputException, duckdb.ConversionException) as error:
        if _BROKEN_TEXT not in str(error).lower():
            return _note_unreadable(connection, batch, error)
    except (duckdb.BinderException, duckdb.ConstraintException, pa.ArrowException, FileNotFoundError) as error:
        return _note_unreadable(connection, batch, error)
    return _load_repaired(connection, batch)


def _load_readable(connection: duckdb.DuckDBPyConnection, batch: Batch) -> BatchReport:
    with transaction(connection):
        return _load_rows(connection, batch, batch.folder, [])


def _load_repaired(connection: duckdb.DuckDBPyConnection, batch: Batch) -> BatchReport:
    """Load a batch that has broken UTF-8: its broken rows apart, as what can be shown of them."""
    with TemporaryDirectory(prefix="solieu-repair-") as folder:
        broken = [row for name in TABLES for row in part(batch.folder, Path(folder), name)]
        try:
            with transaction(connection):
                return _load_rows(connection, batch, Path(folder), broken)
        except (duckdb.InvalidInputException, duckdb.ConversionException) as error:
            return _note_unreadable(connection, batch, error)


def _load_rows(
    connection: duckdb.DuckDBPyConnection, batch: Batch, folder: Path, broken: list[tuple[str, str, str]]
) -> BatchReport:
    report = BatchReport(batch.segment, batch.from_offset, batch.to_offset, batch.rule_version)
    _open_generation(connection, batch)
    for table, row_id, content in broken:
        report.quarantined += _isolate(
            connection, batch, table, "SELECT 'invalid_utf8' AS reason, ? AS row_id, ? AS content", [row_id, content]
        )
    report.quarantined += _stage_articles(connection, batch, folder)
    report.articles = _insert_articles(connection)
    _stage_observations(connection, batch, folder)
    report.already_known, report.repeated = _count_left_out(connection)
    report.quarantined += _quarantine_observations(connection, batch, folder)
    report.observations = _insert_observations(connection, folder)
    for name, rules in (("people", quarantine.PEOPLE), ("documents", quarantine.DOCUMENTS)):
        inserted, isolated = _load_mentions(connection, batch, folder, name, rules)
        setattr(report, name, inserted)
        report.quarantined += isolated
    inserted, isolated = _load_rejections(connection, batch, folder)
    report.rejections = inserted
    report.quarantined += isolated
    _enter_ledger(connection, batch, report)
    return report


def _open_generation(connection: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    connection.execute(
        "INSERT INTO generations SELECT $1, (SELECT coalesce(max(generation), 0) + 1 FROM generations), now()"
        " WHERE NOT EXISTS (FROM generations WHERE rule_version = $1)",
        [batch.rule_version],
    )


def _stage_articles(connection: duckdb.DuckDBPyConnection, batch: Batch, folder: Path) -> int:
    """Judge the batch's articles into ``staged_articles``; those refused, quarantined.

    ``known``: these rules have read the version before. ``staged_versions`` holds one row a version: where the batch
    has several fetches of it, the first that is not refused.
    """
    judged = quarantine.reason(quarantine.ARTICLES, batch.rule_version)
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE staged_articles AS
        SELECT *, {judged} AS reason,
            CAST(coalesce(published_at, fetched_at) AT TIME ZONE 'Asia/Ho_Chi_Minh' AS DATE) AS known_on,
            version_id IN (SELECT version_id FROM articles WHERE rule_version = {_literal(batch.rule_version)}) AS known
        FROM {_parquet(folder, "articles")};
        CREATE OR REPLACE TEMP TABLE staged_again AS
        SELECT file_row_number AS row FROM (
            SELECT file_row_number, version_id, reason, fetched_at, record_id FROM staged_articles
            WHERE (SELECT count(*) > count(DISTINCT version_id) FROM staged_articles)
        ) QUALIFY row_number() OVER (
            PARTITION BY version_id ORDER BY reason NULLS FIRST, fetched_at, record_id, file_row_number) > 1;
        CREATE OR REPLACE TEMP VIEW staged_versions AS
        FROM staged_articles WHERE file_row_number NOT IN (SELECT row FROM staged_again)
        """
    )
    return _isolate(
        connection,
        batch,
        "articles",
        f"SELECT reason, record_id AS row_id, {_content(connection, 'articles')} AS content FROM staged_articles"
        " WHERE reason IS NOT NULL",
    )


def _insert_articles(connection: duckdb.DuckDBPyConnection) -> int:
    """Add the versions that are new and note every fetch; an earlier fetch of a known version becomes its receipt."""
    columns = _columns(connection, "article_sightings")
    connection.execute(
        f"""
        INSERT INTO article_sightings BY NAME
        SELECT DISTINCT {columns} FROM staged_articles s WHERE reason IS NULL AND NOT EXISTS (
            FROM article_sightings t
            WHERE t.record_id = s.record_id AND t.version_id = s.version_id AND t.rule_version = s.rule_version)
        """
    )
    connection.execute(
        """
        UPDATE articles SET fetched_at = s.fetched_at, segment = s.segment, record_offset = s.record_offset,
            record_id = s.record_id, payload_digest = s.payload_digest, url = s.url
        FROM staged_versions s
        WHERE s.known AND s.reason IS NULL AND articles.version_id = s.version_id
            AND articles.rule_version = s.rule_version
            AND (s.fetched_at, s.record_id) < (articles.fetched_at, articles.record_id)
        """
    )
    return _count(
        connection,
        f"INSERT INTO articles BY NAME SELECT {_columns(connection, 'articles')} FROM staged_versions"
        " WHERE reason IS NULL AND NOT known",
    )


def _stage_observations(connection: duckdb.DuckDBPyConnection, batch: Batch, folder: Path) -> None:
    """Note in ``left_out`` the rows that do not enter: with the reason, or null for a repetition or a known one."""
    rows = _parquet(folder, "observations")
    judged = quarantine.reason(quarantine.OBSERVATIONS, batch.rule_version)
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE left_out AS
        SELECT * FROM (
            SELECT o.file_row_number AS row, {judged} AS reason, false AS repeated
            FROM {rows} o
            LEFT JOIN staged_versions a ON a.version_id = o.version_id
            LEFT JOIN indicators i ON i.indicator = o.indicator
            LEFT JOIN (SELECT DISTINCT gso_code FROM reference_areas) c ON c.gso_code = o.area
            LEFT JOIN reference_areas u ON u.unit_id = o.area_unit_id
        ) WHERE reason IS NOT NULL
        """
    )
    _leave_out_repetitions(connection, rows)
    _leave_out_known(connection, rows, batch)


def _leave_out_repetitions(connection: duckdb.DuckDBPyConnection, rows: str) -> None:
    """Of rows with one id the first enters where they agree, and none where they contradict one another."""
    repeated = connection.execute(
        f"SELECT 1 FROM (SELECT count(observation_id) - count(DISTINCT observation_id) AS n FROM {rows}) WHERE n > 0"
    ).fetchone()
    if repeated is None:
        return
    connection.execute(
        f"""
        INSERT INTO left_out
        SELECT row, CASE WHEN readings > 1 THEN 'contradictory_duplicate' END, readings = 1
        FROM (
            SELECT file_row_number AS row,
                row_number() OVER same AS nth,
                count(*) OVER (PARTITION BY observation_id) AS n,
                count(DISTINCT hash(value, unit, indicator, breakdown, measure, base, status, bound, period_start,
                    period_end, area, low, high, version_id)) OVER (PARTITION BY observation_id) AS readings
            FROM {rows} WHERE observation_id IS NOT NULL
            WINDOW same AS (PARTITION BY observation_id ORDER BY file_row_number)
        ) WHERE n > 1 AND (readings > 1 OR nth > 1) AND row NOT IN (SELECT row FROM left_out)
        """
    )


def _leave_out_known(connection: duckdb.DuckDBPyConnection, rows: str, batch: Batch) -> None:
    """Rows of versions that were read before: the same reading is known, another one is refused."""
    if connection.execute("SELECT 1 FROM staged_articles WHERE known LIMIT 1").fetchone() is None:
        return
    connection.execute(
        f"""
        INSERT INTO left_out
        SELECT o.file_row_number,
            CASE WHEN t.observation_id IS NULL OR t.value <> o.value THEN 'reading_differs' END, false
        FROM {rows} o
        SEMI JOIN (FROM staged_articles WHERE known) k ON k.version_id = o.version_id
        LEFT JOIN (
            SELECT observation_id, any_value(value) AS value FROM observations
            WHERE rule_version = $1 AND version_id IN (SELECT version_id FROM staged_articles WHERE known)
            GROUP BY observation_id
        ) t ON t.observation_id = o.observation_id
        WHERE o.file_row_number NOT IN (SELECT row FROM left_out)
        """,
        [batch.rule_version],
    )


def _count_left_out(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Rows known already, and exact repetitions within the batch."""
    row = connection.execute(
        "SELECT count(*) FILTER (NOT repeated), count(*) FILTER (repeated) FROM left_out WHERE reason IS NULL"
    ).fetchone()
    assert row is not None
    return int(row[0]), int(row[1])


def _quarantine_observations(connection: duckdb.DuckDBPyConnection, batch: Batch, folder: Path) -> int:
    if connection.execute("SELECT 1 FROM left_out WHERE reason IS NOT NULL LIMIT 1").fetchone() is None:
        return 0
    return _isolate(
        connection,
        batch,
        "observations",
        f"SELECT reason, observation_id AS row_id, {_content(connection, 'observations')} AS content"
        f" FROM {_parquet(folder, 'observations')} o JOIN left_out ON row = file_row_number WHERE reason IS NOT NULL",
    )


def _insert_observations(connection: duckdb.DuckDBPyConnection, folder: Path) -> int:
    columns = _columns(connection, "observations")
    kept = f"SELECT {columns} FROM {_parquet(folder, 'observations')}"
    if connection.execute("SELECT 1 FROM left_out LIMIT 1").fetchone() is not None:
        kept += " WHERE file_row_number NOT IN (SELECT row FROM left_out)"
    return _count(connection, f"INSERT INTO observations BY NAME {kept}")


def _load_mentions(
    connection: duckdb.DuckDBPyConnection, batch: Batch, folder: Path, name: str, rules: list[quarantine.Rule]
) -> tuple[int, int]:
    """People or documents of the versions that are new; rows added, rows quarantined."""
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE staged_mentions AS
        SELECT o.*, a.known, {quarantine.reason(rules, batch.rule_version)} AS reason
        FROM {_parquet(folder, name)} o LEFT JOIN staged_versions a ON a.version_id = o.version_id
        """
    )
    isolated = _isolate(
        connection,
        batch,
        name,
        f"SELECT reason, {_ROW_IDS[name]} AS row_id, {_content(connection, name)} AS content FROM staged_mentions"
        " WHERE reason IS NOT NULL",
    )
    columns = _columns(connection, name)
    inserted = _count(
        connection,
        f"INSERT INTO {name} BY NAME SELECT DISTINCT {columns} FROM staged_mentions WHERE reason IS NULL AND NOT known",
    )
    return inserted, isolated


def _load_rejections(connection: duckdb.DuckDBPyConnection, batch: Batch, folder: Path) -> tuple[int, int]:
    judged = quarantine.reason(quarantine.REJECTIONS, batch.rule_version)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE staged_rejections AS SELECT *, {judged} AS reason_out"
        f" FROM {_parquet(folder, 'rejections')}"
    )
    isolated = _isolate(
        connection,
        batch,
        "rejections",
        f"SELECT reason_out AS reason, record_id AS row_id, {_content(connection, 'rejections')} AS content"
        " FROM staged_rejections WHERE reason_out IS NOT NULL",
    )
    inserted = _count(
        connection,
        f"""
        INSERT INTO rejections BY NAME
        SELECT {_columns(connection, "rejections")} FROM staged_rejections s WHERE reason_out IS NULL AND NOT EXISTS (
            FROM rejections t WHERE t.record_id = s.record_id AND t.rule_version = s.rule_version)
        QUALIFY row_number() OVER (PARTITION BY record_id ORDER BY verdict) = 1
        """,
    )
    return inserted, isolated


def _isolate(
    connection: duckdb.DuckDBPyConnection,
    batch: Batch,
    table: str,
    refused: str,
    parameters: list[str] | None = None,
    detail: str | None = None,
) -> int:
    """Put the rows of a query (reason, row_id, content) into quarantine, unless the same refusal stands there."""
    return _count(
        connection,
        f"""
        INSERT INTO quarantine BY NAME
        SELECT {_literal(table)} AS table_name, reason, row_id, {_literal(detail)} AS detail, content,
            {_literal(batch.segment)} AS segment, {batch.from_offset} AS from_offset, {batch.to_offset} AS to_offset,
            {_literal(batch.rule_version)} AS rule_version, now() AS quarantined_at
        FROM ({refused}) r WHERE NOT EXISTS (
            FROM quarantine q WHERE q.table_name = {_literal(table)} AND q.rule_version = {_literal(batch.rule_version)}
                AND q.row_id IS NOT DISTINCT FROM r.row_id AND q.reason = r.reason
                AND q.content IS NOT DISTINCT FROM r.content)
        """,
        parameters,
    )


def _note_unreadable(connection: duckdb.DuckDBPyConnection, batch: Batch, error: Exception) -> BatchReport:
    """A batch that cannot be read stays out of the ledger, so that it is tried again once it has been made anew."""
    said = str(error).splitlines()[0] if str(error) else type(error).__name__
    report = BatchReport(batch.segment, batch.from_offset, batch.to_offset, batch.rule_version, failed=said)
    with transaction(connection):
        report.quarantined = _isolate(
            connection,
            batch,
            "batch",
            "SELECT 'unreadable_batch' AS reason, ? AS row_id, NULL::VARCHAR AS content",
            [batch.folder.name],
            detail=said[:LONGEST_KEPT],
        )
    return report


def _enter_ledger(connection: duckdb.DuckDBPyConnection, batch: Batch, report: BatchReport) -> None:
    counted = [name for name in asdict(report) if name in (*TABLES, "quarantined", "already_known", "repeated")]
    connection.execute(
        f"INSERT INTO loads (segment, from_offset, to_offset, rule_version, loaded_at, {', '.join(counted)})"
        f" VALUES (?, ?, ?, ?, now(), {', '.join('?' * len(counted))})",
        [*batch.key, *(getattr(report, name) for name in counted)],
    )
    connection.execute(
        "DELETE FROM quarantine WHERE table_name = 'batch' AND rule_version = ? AND row_id = ?",
        [batch.rule_version, batch.folder.name],
    )


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    return ", ".join(name for name, *_ in connection.execute(f"DESCRIBE {table}").fetchall())


def _content(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    names = [name for name, *_ in connection.execute(f"DESCRIBE {table}").fetchall()]
    fields = ", ".join(f"'{name}', left(CAST({name} AS VARCHAR), {LONGEST_KEPT})" for name in names)
    return f"CAST(json_object({fields}) AS VARCHAR)"


def _count(connection: duckdb.DuckDBPyConnection, statement: str, parameters: list[str] | None = None) -> int:
    """Run an INSERT; the rows it added."""
    row = connection.execute(statement, parameters or []).fetchone()
    return int(row[0]) if row else 0


def _parquet(folder: Path, table: str) -> str:
    return f"read_parquet({_literal(str(folder / f'{table}.parquet'))}, file_row_number = true)"


def _literal(text: str | None) -> str:
    return "NULL" if text is None else "'" + text.replace("'", "''") + "'"
