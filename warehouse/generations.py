"""Generations: each rule version's reading of the whole archive. One is current; the others stay to compare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from warehouse.connection import reader, transaction, writer
from warehouse.errors import GenerationError


@dataclass(frozen=True, slots=True)
class Generation:
    """One reading of the archive, with the rows it holds."""

    generation: int
    rule_version: str
    created_at: datetime
    articles: int
    observations: int
    is_current: bool


def generations(path: Path) -> list[Generation]:
    """Every generation in the file, oldest first. Raises WarehouseUnreadable or WarehouseLocked."""
    with reader(Path(path)) as connection:
        rows = connection.execute(
            """
            SELECT g.generation, g.rule_version, g.created_at,
                (SELECT count(*) FROM articles a WHERE a.rule_version = g.rule_version),
                (SELECT count(*) FROM observations o WHERE o.rule_version = g.rule_version),
                g.rule_version IS NOT DISTINCT FROM (SELECT rule_version FROM current_generation)
            FROM generations g ORDER BY g.generation
            """
        ).fetchall()
    return [Generation(*row) for row in rows]


def use_generation(
    path: Path, generation: str | int, *, segments: Mapping[str, int] | None = None, wait: float = 0.0
) -> str | None:
    """Make a generation (its rule version or number) the current one, in one step; the rule version that was before.

    It must cover every byte of the archive that the current one covers, and of ``segments`` (name -> whole length in
    bytes) where given. Naming the current one again changes nothing. Raises GenerationError with the segments that are
    not covered, WarehouseLocked or DiskFull.
    """
    with writer(Path(path), wait=wait) as connection, transaction(connection):
        rule_version = _rule_version(connection, generation)
        before = connection.execute("SELECT generation, rule_version FROM current_generation").fetchone()
        _require_complete(connection, rule_version, segments or {})
        if before is None or before[1] != rule_version:
            connection.execute(
                "INSERT INTO generation_switches"
                " SELECT coalesce(max(switch), 0) + 1, ?, now() FROM generation_switches",
                [rule_version],
            )
    return str(before[1]) if before else None


def drop_generation(path: Path, generation: str | int, *, wait: float = 0.0) -> int:
    """Forget a generation that is not current; the observations that went with it.

    The archive can bring it back. Raises GenerationError (unknown or current), WarehouseLocked or DiskFull.
    """
    with writer(Path(path), wait=wait) as connection, transaction(connection):
        rule_version = _rule_version(connection, generation)
        current = connection.execute("SELECT rule_version FROM current_generation").fetchone()
        if current is not None and current[0] == rule_version:
            raise GenerationError(f"generation {generation} is the current one")
        tables = (
            "observations articles article_sightings people documents rejections quarantine loads story_signatures"
            " story_links"
        )
        dropped = 0
        for table in (*tables.split(), "generation_switches", "generations"):
            row = connection.execute(f"DELETE FROM {table} WHERE rule_version = ?", [rule_version]).fetchone()
            dropped += int(row[0]) if row and table == "observations" else 0
    return dropped


def _rule_version(connection: duckdb.DuckDBPyConnection, generation: str | int) -> str:
    row = connection.execute(
        "SELECT rule_version FROM generations WHERE rule_version = $1 OR CAST(generation AS VARCHAR) = $1"
        " ORDER BY rule_version <> $1 LIMIT 1",
        [str(generation)],
    ).fetchone()
    if row is None:
        raise GenerationError(f"there is no generation {generation}")
    return str(row[0])


def _require_complete(connection: duckdb.DuckDBPyConnection, rule_version: str, segments: Mapping[str, int]) -> None:
    needed = _spans(connection, "rule_version = (SELECT rule_version FROM current_generation)")
    for segment, length in segments.items():
        needed.setdefault(segment, []).append((0, length))
    read = _spans(connection, "rule_version = ?", rule_version)
    missing = [
        f"{segment} from byte {start} to {end}"
        for segment, spans in sorted(needed.items())
        for start, end in spans
        if not any(first <= start and end <= last for first, last in read.get(segment, []))
    ]
    if missing:
        shown = ", ".join(missing[:5]) + (f" and {len(missing) - 5} more" if len(missing) > 5 else "")
        raise GenerationError(f"generation {rule_version} has not read all of the archive: {shown}")


def _spans(connection: duckdb.DuckDBPyConnection, condition: str, *parameters: str) -> dict[str, list[tuple[int, int]]]:
    """Segment -> the spans of bytes that the batches cover, those that touch joined."""
    spans: dict[str, list[tuple[int, int]]] = {}
    batches = connection.execute(
        f"SELECT segment, from_offset, to_offset FROM loads WHERE {condition} ORDER BY ALL", list(parameters)
    ).fetchall()
    for segment, start, end in batches:
        joined = spans.setdefault(segment, [])
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return spans


_COMPARED = (
    "indicator", "breakdown", "measure", "value", "low", "high", "unit", "time_period", "base", "status", "bound",
    "area", "flags",
)  # fmt: skip
"""What a figure was read as; another reading of it is a change."""

# A figure stands where its numeral does. Where both generations read the same text of an article that is an offset;
# where the text itself was read differently, offsets have moved, and a figure is the same where sentence and numeral
# are. Of several readings of one numeral, those that are alike in all are set apart first, so that one more is one
# added, and no change of the others.
_DIFF = """
WITH versions AS (
    SELECT version_id, rule_version, url, count(*) OVER (PARTITION BY version_id) = 2 AS same_text,
        row_number() OVER (PARTITION BY article_id, rule_version ORDER BY fetched_at, version_id) AS nth_version
    FROM articles WHERE rule_version IN ($a, $b)
), placed AS (
    SELECT o.*, v.url, CASE WHEN same_text THEN o.version_id
            ELSE concat_ws(chr(31), o.article_id, nth_version, sentence, numeral) END AS anchor,
        CASE WHEN same_text THEN start_offset ELSE dense_rank() OVER (
            PARTITION BY o.rule_version, o.article_id, nth_version, sentence, numeral, cell ORDER BY start_offset)
        END AS place,
        row({compared}, period_start, period_end) AS reading
    FROM observations o JOIN versions v ON v.version_id = o.version_id AND v.rule_version = o.rule_version
    WHERE o.rule_version IN ($a, $b)
), alike AS (
    SELECT *, row_number() OVER (
        PARTITION BY rule_version, anchor, place, cell, reading ORDER BY observation_id) AS nth_alike
    FROM placed
), unlike AS (
    SELECT *, row_number() OVER (
        PARTITION BY rule_version, anchor, place, cell ORDER BY measure, indicator, observation_id) AS nth
    FROM (
        SELECT *, count(*) OVER (PARTITION BY anchor, place, cell, reading, nth_alike) AS generations FROM alike
    ) WHERE generations = 1 AND $a <> $b
), a AS (SELECT * FROM unlike WHERE rule_version = $a), b AS (SELECT * FROM unlike WHERE rule_version = $b)
SELECT CASE WHEN a.observation_id IS NULL THEN 'added' WHEN b.observation_id IS NULL THEN 'removed'
        ELSE 'changed' END AS change,
    coalesce(b.article_id, a.article_id) AS article_id, coalesce(b.url, a.url) AS url,
    coalesce(b.numeral, a.numeral) AS numeral, coalesce(b.sentence, a.sentence) AS sentence,
    coalesce(b.subject, a.subject) AS subject,
    a.observation_id AS observation_before, b.observation_id AS observation_after,
    {before_and_after}
FROM a FULL JOIN b ON a.anchor = b.anchor AND a.place = b.place AND a.cell IS NOT DISTINCT FROM b.cell AND a.nth = b.nth
ORDER BY url, coalesce(b.start_offset, a.start_offset), change, numeral, observation_before, observation_after
""".format(
    compared=", ".join(_COMPARED),
    before_and_after=", ".join(f"a.{name} AS {name}_before, b.{name} AS {name}_after" for name in _COMPARED),
)


def diff(path: Path, generation_a: str | int, generation_b: str | int) -> pa.Table:
    """Figures that generation ``b`` adds, changes or removes against ``a``, each with its sentence and page.

    A figure is the same where the article and the place of the numeral in its text are; where the text was read
    differently, where the sentence and the numeral are. Columns: change, article_id, url, numeral, sentence, subject,
    the observations, and each field before and after. Raises GenerationError, WarehouseUnreadable or WarehouseLocked.
    """
    with reader(Path(path)) as connection:
        names = {key: _rule_version(connection, given) for key, given in (("a", generation_a), ("b", generation_b))}
        return connection.execute(_DIFF, names).to_arrow_table()
