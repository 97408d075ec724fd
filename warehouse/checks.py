"""Checks of a warehouse file. An error is a gate: a file that fails it is not published. A warning is told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb

from warehouse import quarantine
from warehouse.connection import reader
from warehouse.errors import WarehouseUnreadable

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Check:
    """The outcome of one check: ``detail`` says what was found, with an example where something was."""

    name: str
    ok: bool
    severity: Severity
    detail: str


@dataclass(frozen=True, slots=True)
class Question:
    """A check as SQL that gives the number of offending rows and one of them."""

    name: str
    severity: Severity
    sql: str


def _repeated(table: str, key: str) -> str:
    """Counts keys that stand more than once; the cheap comparison of two counts comes first."""
    return (
        f"SELECT count(*), min(CAST(k AS VARCHAR)) FROM (SELECT row({key}) AS k FROM {table}"
        f" WHERE (SELECT count(*) <> count(DISTINCT hash({key})) FROM {table}) GROUP BY ALL HAVING count(*) > 1)"
    )


_CURRENT = "(SELECT rule_version FROM current_generation)"
_EVIDENCE = f"""
    SELECT count(*), min(o.observation_id) FROM observations o
    LEFT JOIN articles a ON a.version_id = o.version_id AND a.rule_version = o.rule_version
    WHERE o.rule_version = {_CURRENT} AND coalesce(substr(
        CASE WHEN o.cell IS NULL THEN a.text ELSE cell_text(a.tables, o.cell) END,
        o.start_offset + 1, o.end_offset - o.start_offset) <> o.numeral, true)
"""

QUESTIONS = (
    Question("one row an article version", "error", _repeated("articles", "version_id, rule_version")),
    Question("one row an observation", "error", _repeated("observations", "observation_id, rule_version")),
    Question("one row a fetch", "error", _repeated("article_sightings", "record_id, version_id, rule_version")),
    Question("one row a batch", "error", _repeated("loads", "segment, from_offset, to_offset, rule_version")),
    Question("one row a run", "error", _repeated("runs", "run_id")),
    Question("one row an area", "error", _repeated("reference_areas", "unit_id")),
    Question("one row an indicator", "error", _repeated("indicators", "indicator")),
    Question(
        "every observation has its article",
        "error",
        "SELECT count(*), min(o.observation_id) FROM observations o ANTI JOIN articles a"
        " ON a.version_id = o.version_id AND a.rule_version = o.rule_version",
    ),
    Question(
        "every article has its fetch",
        "error",
        "SELECT count(*), min(a.version_id) FROM articles a ANTI JOIN article_sightings s"
        " ON s.version_id = a.version_id AND s.rule_version = a.rule_version AND s.record_id = a.record_id",
    ),
    Question("every offset points at its numeral", "error", _EVIDENCE),
    Question(
        "every indicator is in the catalogue",
        "error",
        "SELECT count(*), min(indicator) FROM (SELECT DISTINCT indicator FROM observations"
        f" WHERE indicator IS NOT NULL AND rule_version = {_CURRENT}) ANTI JOIN indicators USING (indicator)",
    ),
    Question(
        "every province is a known unit",
        "error",
        "SELECT count(*), min(area_unit_id) FROM (SELECT DISTINCT area_unit_id FROM observations"
        f" WHERE area_unit_id IS NOT NULL AND rule_version = {_CURRENT}) o"
        " ANTI JOIN reference_areas r ON r.unit_id = o.area_unit_id",
    ),
    Question(
        "every value is a number",
        "error",
        "SELECT count(*), min(observation_id) FROM observations WHERE isnan(value) OR isinf(value)",
    ),
    Question(
        "every generation is listed",
        "error",
        "SELECT count(*), min(rule_version) FROM (SELECT DISTINCT rule_version FROM loads)"
        " ANTI JOIN generations USING (rule_version)",
    ),
    Question(
        "a generation is current",
        "error",
        "SELECT 1, 'use_generation was never called' WHERE NOT EXISTS (FROM current_generation)"
        " UNION ALL SELECT 0, NULL ORDER BY 1 DESC LIMIT 1",
    ),
    Question(
        "every publisher is in the registry",
        "warning",
        "SELECT count(*), min(source_id) FROM (SELECT DISTINCT source_id FROM articles)"
        " ANTI JOIN sources USING (source_id)",
    ),
    Question(
        "every province stood in its period",
        "warning",
        "SELECT count(*), min(o.observation_id) FROM observations o"
        " JOIN reference_areas r ON r.unit_id = o.area_unit_id"
        f" WHERE o.rule_version = {_CURRENT} AND o.status <> 'F'"
        " AND (r.valid_from > o.period_end OR r.valid_to < coalesce(o.period_start, o.period_end))",
    ),
    Question(
        "every sentence holds its numeral",
        "warning",
        "SELECT count(*), min(observation_id) FROM observations"
        f" WHERE rule_version = {_CURRENT} AND NOT contains(sentence, numeral)",
    ),
    Question(
        "nothing is in quarantine",
        "warning",
        "SELECT sum(n)::BIGINT, string_agg(reason || ' ' || n, ', ' ORDER BY n DESC, reason) FROM"
        f" (SELECT reason, count(*) AS n FROM quarantine WHERE rule_version = {_CURRENT} GROUP BY reason)",
    ),
)

PUBLISHED_QUESTIONS = (
    Question(
        "one row a point of a series",
        "error",
        _repeated(
            "series_points",
            "indicator, breakdown, measure, base, unit, coalesce(area_unit_id, area), period_start, period_end,"
            " status = 'F'",
        ),
    ),
    Question(
        "every correction still meets its error",
        "warning",
        "SELECT count(*), min(c.indicator || ' ' || c.area || ' ' || c.time_period || ' expects ' || c.expect)"
        " FROM corrections c ANTI JOIN series_points s ON s.indicator = c.indicator AND s.measure = c.measure"
        " AND s.time_period = c.time_period AND coalesce(s.area_unit_id, s.area) = c.area"
        " AND s.breakdown IS NOT DISTINCT FROM c.breakdown AND s.base IS NOT DISTINCT FROM c.base"
        " AND s.unit IS NOT DISTINCT FROM c.unit AND s.correction_reason IS NOT NULL",
    ),
)


def check(path: Path) -> list[Check]:
    """Check a writer's or a published file; every check with its outcome, errors first.

    Raises WarehouseUnreadable (no file, no schema) or WarehouseLocked.
    """
    with reader(Path(path)) as connection:
        try:
            return run(connection, with_views=_has_views(connection))
        except duckdb.CatalogException as error:
            raise WarehouseUnreadable(Path(path), f"no schema of this version: {error}") from error


def run(connection: duckdb.DuckDBPyConnection, *, with_views: bool) -> list[Check]:
    """Ask every question of an open file."""
    connection.execute(quarantine.CELL_TEXT)
    questions = QUESTIONS + PUBLISHED_QUESTIONS if with_views else QUESTIONS
    answers = [_ask(connection, question) for question in questions]
    return sorted(answers, key=lambda answer: answer.severity == "warning")


def _has_views(connection: duckdb.DuckDBPyConnection) -> bool:
    return connection.execute("FROM duckdb_tables() WHERE table_name = 'series_points'").fetchone() is not None


def _ask(connection: duckdb.DuckDBPyConnection, question: Question) -> Check:
    row = connection.execute(question.sql).fetchone()
    n, example = row if row is not None else (0, None)
    if not n:
        return Check(question.name, True, question.severity, "none found against it")
    return Check(question.name, False, question.severity, f"{n} against it, e.g. {example}")
