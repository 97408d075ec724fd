"""What a report asks of the published file: SQL to its views, typed rows back, always in one fixed order.

Only the views that the warehouse promises to analysts are used. The file is opened read-only by its own name, not by
the ``solieu.duckdb`` link, so one report never sees two snapshots; its bytes are never read beside DuckDB, since that
would drop DuckDB's lock on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

from reports.periods import Period

_STAMP = re.compile(r"(\d{8}T\d{6})Z")
_LOCAL = "timezone('Asia/Ho_Chi_Minh', {column}::TIMESTAMPTZ)"
_NEEDED = ("indicator_series", "observations_current")


class NotPublished(ValueError):
    """The file is not a published warehouse: it cannot be opened, or lacks a view that reports need."""


@dataclass(frozen=True, slots=True)
class Rival:
    """Another value given for the same figure: by whom, with what status."""

    value: float
    observation_id: str
    source_id: str
    status: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of ``indicator_series``: the value chosen for one indicator, part, measure, base, area and period."""

    indicator: str
    indicator_name_vi: str | None
    indicator_name_en: str | None
    breakdown: str | None
    measure: str
    base: str | None
    unit: str
    area: str
    area_unit_id: str | None
    area_name: str
    time_period: str
    period_start: date | None
    period_end: date
    value: float
    low: float | None
    high: float | None
    status: str
    bound: str
    confidence: float | None
    observation_id: str
    n_sources: int
    correction_reason: str | None
    value_as_stated: float | None
    rivals: tuple[Rival, ...]
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a figure stands: the sentence, the article, the page, the archive record and the rule that read it."""

    observation_id: str
    sentence: str
    sentence_start: int
    start_offset: int
    end_offset: int
    numeral: str
    subject: str | None
    title: str
    source_id: str
    source_name: str
    url: str
    published_at: datetime | None
    fetched_at: datetime | None
    segment: str
    record_offset: int
    record_id: str
    payload_digest: str
    rule: str | None
    rule_version: str
    origins: str | None
    cell: str | None


@dataclass(frozen=True, slots=True)
class Area:
    """A province as a unit with validity: ``unit_id`` tells Nam Định of before July 2025 from what followed it."""

    unit_id: str
    code: str
    name_vi: str
    name_en: str
    slug: str
    valid_from: date | None
    valid_to: date | None

    def name(self, lang: str) -> str:
        return self.name_en if lang == "en" else self.name_vi

    def within(self, period: Period) -> bool:
        """Was it a unit on any day of the period?"""
        return (self.valid_from or date.min) <= period.end and (self.valid_to or date.max) >= period.start


@dataclass(frozen=True, slots=True)
class SourceShare:
    """What one source gave to the period: ``articles`` with figures of it, ``observations`` and ``catalogued`` ones."""

    source_id: str
    source_name: str
    articles: int
    observations: int
    catalogued: int
    first_published: datetime | None
    last_published: datetime | None
    last_fetched: datetime | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the last run of a source ended, in the run's own word, and why."""

    source_name: str
    word: str
    reason: str | None

    @property
    def well(self) -> bool:
        return self.word in {"ok", "empty_as_expected"}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The published file a report was made from; ``stamp`` is UTC, None where the file's name carries none."""

    name: str
    stamp: datetime | None


class Published:
    """A published warehouse file, open read-only."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> None:
        self._connection = connection
        self.snapshot = snapshot
        self._views = {name for (name,) in self._rows("SELECT table_name FROM information_schema.tables")}
        missing = [view for view in _NEEDED if view not in self._views]
        if missing:
            raise NotPublished(f"{snapshot.name} is not a published warehouse: it has no {', '.join(missing)}")

    def figures(self, period: Period) -> list[Figure]:
        """Provincial and national figures of the period, of its year to date, and of every span inside the period.

        A span inside is dated from and to within the period; a stock as of a day (no start) counts by that day.
        """
        start = min(period.start, period.year_to_date.start if period.year_to_date else period.start)
        return self._figures(
            "period_end BETWEEN $first AND $last AND coalesce(period_start, $first) >= $first"
            " AND (area_unit_id IS NOT NULL OR area = 'VN')",
            {"first": start, "last": period.end},
        )

    def _figures(self, condition: str, values: dict[str, object]) -> list[Figure]:
        rows = self._rows(
            f"SELECT {', '.join(self._figure_columns())} FROM indicator_series WHERE isfinite(value) AND {condition}"
            " ORDER BY indicator, breakdown NULLS FIRST, area, area_unit_id, measure, base NULLS FIRST,"
            " period_end DESC, period_start NULLS FIRST, observation_id",
            values,
        )
        return [_figure(row) for row in rows]

    def _figure_columns(self) -> list[str]:
        """The contract's columns; those of corrections only where the file has them."""
        there = {name for name, *_ in self._rows("DESCRIBE indicator_series")}
        optional = {name: name if name in there else "NULL" for name in ("correction_reason", "value_as_stated")}
        return ["coalesce(unit, '')" if f.name == "unit" else optional.get(f.name, f.name) for f in fields(Figure)]

    def withdrawn(self, period: Period) -> set[tuple[str, str]]:
        """(unit, indicator) of figures of the period that a reviewed correction took back: their value is null."""
        return set(
            self._rows(
                "SELECT coalesce(area_unit_id, area), indicator FROM indicator_series WHERE value IS NULL"
                " AND period_end = $last AND coalesce(period_start, $first) = $first",
                {"first": period.start, "last": period.end},
            )
        )

    def conflicts(self) -> set[tuple[str, str]]:
        """Pairs of a chosen and a rival observation that contradict each other by more than rounding or revision."""
        if "indicator_conflicts" not in self._views:
            return set()
        return set(self._rows("SELECT observation_id, rival_observation_id FROM indicator_conflicts"))

    def evidence(self, observation_ids: Iterable[str]) -> dict[str, Evidence]:
        """The receipts of these observations, by id; an id that the file does not hold is absent."""
        selected = ", ".join(
            _LOCAL.format(column=f.name) if f.name in {"published_at", "fetched_at"} else f.name
            for f in fields(Evidence)
        )
        rows = self._rows(
            f"SELECT {selected} FROM observations_current WHERE observation_id IN (SELECT unnest($ids::VARCHAR[]))",
            {"ids": sorted(set(observation_ids))},
        )
        return {row[0]: Evidence(*row) for row in rows}

    def areas(self) -> list[Area]:
        """Every unit that was ever a province, by code and validity; from the figures where no reference is loaded."""
        if "reference_areas" not in self._views:
            return self._areas_of_figures()
        rows = self._rows(
            "SELECT unit_id, gso_code, name_vi, coalesce(name_en, name_vi), slug, valid_from, valid_to"
            " FROM reference_areas"
            " ORDER BY gso_code, valid_from NULLS FIRST, unit_id"
        )
        return [Area(*row) for row in rows]

    def _areas_of_figures(self) -> list[Area]:
        rows = self._rows(
            "SELECT area_unit_id, min(area), min(area_name) FROM indicator_series WHERE area_unit_id IS NOT NULL"
            " GROUP BY area_unit_id ORDER BY 2, 1"
        )
        return [Area(unit, code, name, name, unit.partition("@")[0], None, None) for unit, code, name in rows]

    def shares(self, period: Period, units: Iterable[str] = ()) -> list[SourceShare]:
        """What each source gave to the period (on these units, if any), in order of weight."""
        local = {name: _LOCAL.format(column=name) for name in ("published_at", "fetched_at")}
        rows = self._rows(
            "SELECT source_id, any_value(source_name ORDER BY source_name), count(DISTINCT article_id), count(*),"
            f" count(indicator), min({local['published_at']}), max({local['published_at']}), max({local['fetched_at']})"
            " FROM observations_current WHERE period_end BETWEEN $first AND $last"
            " AND coalesce(period_start, $first) >= $first"
            " AND (len($units) = 0 OR list_contains($units, coalesce(area_unit_id, area)))"
            " GROUP BY source_id ORDER BY 5 DESC, 4 DESC, 1",
            {"first": period.start, "last": period.end, "units": list(units)},
        )
        return [SourceShare(*row) for row in rows]

    def reporting_areas(self, period: Period) -> dict[str, int]:
        """Catalogued observations of any span inside the period, by unit: who said anything at all."""
        return dict(
            self._rows(
                "SELECT area_unit_id, count(*) FROM observations_current WHERE area_unit_id IS NOT NULL"
                " AND indicator IS NOT NULL AND period_end BETWEEN $first AND $last"
                " AND coalesce(period_start, $first) >= $first GROUP BY area_unit_id ORDER BY area_unit_id",
                {"first": period.start, "last": period.end},
            )
        )

    def verdicts(self) -> dict[str, Verdict]:
        """How the last run of each source ended, by source; empty where the file holds no runs."""
        if "source_status" not in self._views:
            return {}
        rows = self._rows(
            "SELECT source_id, coalesce(source_name, source_id), last_verdict, last_reason FROM source_status"
            " WHERE last_verdict IS NOT NULL ORDER BY 2, 1"
        )
        return {source: Verdict(name, verdict, reason) for source, name, verdict, reason in rows}

    def spans(self, units: Iterable[str] = ()) -> list[tuple[date, date, int]]:
        """Spans of days that have provincial figures (of these units, if any): start, end and how many, by time."""
        return self._rows(
            "SELECT period_start, period_end, count(*) FROM indicator_series"
            " WHERE period_start IS NOT NULL AND period_end IS NOT NULL AND isfinite(value)"
            " AND (area_unit_id IS NOT NULL OR area = 'VN')"
            " AND (len($units) = 0 OR list_contains($units, coalesce(area_unit_id, area)))"
            " GROUP BY ALL ORDER BY 1, 2",
            {"units": list(units)},
        )

    def _rows(self, sql: str, values: dict[str, object] | None = None) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql, values or {}).fetchall()


@contextmanager
def open_published(path: Path) -> Iterator[Published]:
    """Open a published file, or the link to it.

    Raises:
        NotPublished: no such file, not a DuckDB file, or not a warehouse.
    """
    real = path.resolve()
    if not real.is_file():
        raise NotPublished(f"no published warehouse at {path}")
    try:
        connection = duckdb.connect(str(real), read_only=True)
    except duckdb.Error as error:
        raise NotPublished(f"{path} cannot be opened as a published warehouse: {error}") from error
    with connection:
        connection.execute(
            "SET TimeZone = 'UTC'"
        )  # a TIMESTAMP without a zone is UTC, whatever the machine's clock says
        yield Published(connection, Snapshot(real.name, _stamp(real.name)))


def _stamp(name: str) -> datetime | None:
    found = _STAMP.search(name)
    return datetime.strptime(found[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC) if found else None


def _figure(row: tuple[Any, ...]) -> Figure:
    *plain, rivals, flags = row
    kept = tuple(Rival(r["value"], r["observation_id"], r["source_id"], r["status"]) for r in rivals or ())
    return Figure(*(*plain, kept, tuple(flags or ())))
