"""A small published file with the views' contract, filled with invented figures: what the reports' tests read."""

from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

PROVINCES = Path(__file__).parents[2] / "etl" / "data" / "provinces.csv"
NAME = "solieu-20220415T030000Z-1.duckdb"

SCHEMA = """
CREATE TABLE reference_areas (unit_id VARCHAR, gso_code VARCHAR, name_vi VARCHAR, name_en VARCHAR, slug VARCHAR, kind
    VARCHAR, valid_from DATE, valid_to DATE);
CREATE TABLE observations_current (observation_id VARCHAR, version_id VARCHAR, article_id VARCHAR, start_offset
    INTEGER, end_offset INTEGER, numeral VARCHAR, sentence_start INTEGER, sentence_end INTEGER, sentence VARCHAR,
    subject VARCHAR, indicator VARCHAR, breakdown VARCHAR, measure VARCHAR, value DOUBLE, unit VARCHAR, period_start
    DATE, period_end DATE, time_period VARCHAR, base VARCHAR, status VARCHAR, bound VARCHAR, area VARCHAR,
    area_unit_id VARCHAR, low DOUBLE, high DOUBLE, confidence DOUBLE, rule VARCHAR, flags VARCHAR[], origins VARCHAR,
    cell VARCHAR, rule_version VARCHAR, url VARCHAR, title VARCHAR, source_id VARCHAR, source_name VARCHAR,
    published_at TIMESTAMPTZ, fetched_at TIMESTAMPTZ, segment VARCHAR, record_offset BIGINT, record_id VARCHAR,
    payload_digest VARCHAR, indicator_name_vi VARCHAR, area_name VARCHAR, province_code VARCHAR, duplicate_of
    VARCHAR);
CREATE TABLE indicator_series (indicator VARCHAR, indicator_name_vi VARCHAR, indicator_name_en VARCHAR, breakdown
    VARCHAR, measure VARCHAR, base VARCHAR, unit VARCHAR, area VARCHAR, area_unit_id VARCHAR, area_name VARCHAR,
    time_period VARCHAR, period_start DATE, period_end DATE, value DOUBLE, low DOUBLE, high DOUBLE, status VARCHAR,
    bound VARCHAR, confidence DOUBLE, observation_id VARCHAR, sentence VARCHAR, numeral VARCHAR, url VARCHAR, title
    VARCHAR, source_id VARCHAR, source_name VARCHAR, published_at TIMESTAMPTZ, n_sources BIGINT, n_rivals BIGINT,
    rivals STRUCT("value" DOUBLE, observation_id VARCHAR, source_id VARCHAR, status VARCHAR)[], flags VARCHAR[],
    first_seen TIMESTAMPTZ, last_seen TIMESTAMPTZ, correction_reason VARCHAR, value_as_stated DOUBLE);
CREATE VIEW indicator_conflicts AS SELECT observation_id, rival.observation_id AS rival_observation_id
    FROM (SELECT observation_id, value, unnest(rivals) AS rival FROM indicator_series)
    WHERE abs(rival.value - value) > 1e-9 * abs(value);
CREATE TABLE source_status (source_id VARCHAR, source_name VARCHAR, last_verdict VARCHAR, last_reason VARCHAR,
    last_run_at TIMESTAMPTZ);
CREATE TABLE coverage (indicator VARCHAR, area VARCHAR, time_period VARCHAR, source_id VARCHAR, n_observations
    BIGINT);
CREATE VIEW flagged AS SELECT * FROM observations_current WHERE len(flags) > 0;
CREATE TABLE runs (run_id VARCHAR, started_at TIMESTAMPTZ, finished_at TIMESTAMPTZ, exit_code INTEGER);
"""


@dataclass
class Press:
    """Collects invented statements and writes them as a published file.

    ``says`` is one observation; those of one key become one row of the series, the first chosen and the rest rivals.
    """

    statements: list[dict[str, Any]] = field(default_factory=list)
    verdicts: list[tuple[str, str, str | None]] = field(default_factory=list)

    def says(
        self,
        indicator: str | None,
        measure: str,
        value: float,
        unit: str,
        *,
        area: str = "36",
        unit_id: str | None = "nam-dinh@pre2025",
        name: str = "Nam Định",
        period: tuple[date | None, date] = (date(2022, 1, 1), date(2022, 3, 31)),
        sentence: str | None = None,
        numeral: str = "10,23",
        **others: Any,
    ) -> str:
        """Record one statement and return its observation id."""
        text = sentence if sentence is not None else f"Theo báo cáo của tỉnh {name}, số liệu đạt {numeral} trong kỳ."
        at = max(text.find(numeral), 0)
        number = len(self.statements)
        identity = hashlib.sha256(f"{number}".encode()).hexdigest()[:16]
        start = others.pop("sentence_start", 40)
        row = {
            "observation_id": identity,
            "version_id": f"v{number}",
            "article_id": f"a{number}",
            "start_offset": start + at,
            "end_offset": start + at + len(numeral),
            "numeral": numeral,
            "sentence_start": start,
            "sentence_end": start + len(text),
            "sentence": text,
            "subject": "chỉ tiêu",
            "indicator": indicator,
            "breakdown": None,
            "measure": measure,
            "value": value,
            "unit": unit,
            "period_start": period[0],
            "period_end": period[1],
            "time_period": f"{period[0]}/{period[1]}",
            "base": None,
            "status": "A",
            "bound": "exact",
            "area": area,
            "area_unit_id": unit_id,
            "low": None,
            "high": None,
            "confidence": 0.95,
            "rule": "clause.change",
            "flags": [],
            "origins": "{}",
            "cell": None,
            "rule_version": "r1",
            "url": f"https://bao.example/bai/{number}",
            "title": f"Kinh tế {name} khởi sắc",
            "source_id": "bao-vi-du",
            "source_name": "Báo Ví Dụ",
            "published_at": datetime(2022, 4, 8, 1, 30, tzinfo=UTC),
            "fetched_at": datetime(2022, 4, 10, 2, 0, tzinfo=UTC),
            "segment": "solieu-20220410T020000Z-abcd1234-00000.warc.gz",
            "record_offset": 1000 + number,
            "record_id": f"<urn:uuid:{number}>",
            "payload_digest": f"sha256:{number}",
            "indicator_name_vi": indicator and f"Tên của {indicator}",
            "area_name": name,
            "province_code": area,
            "duplicate_of": None,
            **others,
        }
        self.statements.append(row)
        return identity

    def publish(self, folder: Path, name: str = NAME) -> Path:
        """Write the file and return its path."""
        path = folder / name
        with duckdb.connect(str(path)) as connection:
            connection.execute(SCHEMA)
            connection.executemany("INSERT INTO reference_areas VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _areas())
            for row in self.statements:
                _insert(connection, "observations_current", row)
            for row in self._series():
                _insert(connection, "indicator_series", row)
            for source, verdict, reason in self.verdicts:
                connection.execute(
                    "INSERT INTO source_status VALUES (?, ?, ?, ?, NULL)", [source, source, verdict, reason]
                )
        return path

    def _series(self) -> list[dict[str, Any]]:
        keyed: defaultdict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
        for row in self.statements:
            if row["indicator"]:
                key = ("indicator", "breakdown", "measure", "base", "unit", "area_unit_id", "area")
                keyed[*(row[k] for k in key), row["period_start"], row["period_end"], row["status"] == "F"].append(row)
        return [_point(rows) for rows in keyed.values()]


def _point(rows: list[dict[str, Any]]) -> dict[str, Any]:
    first, *others = rows
    rivals = [{k: row[k] for k in ("value", "observation_id", "source_id", "status")} for row in others]
    return {
        **{column: first[column] for column in first.keys() - _OF_OBSERVATIONS_ONLY},
        "indicator_name_en": f"Name of {first['indicator']}",
        "n_sources": 1,
        "n_rivals": len(rivals),
        "rivals": rivals,
        "first_seen": first["fetched_at"],
        "last_seen": first["fetched_at"],
    }


_OF_OBSERVATIONS_ONLY = {
    *("version_id", "article_id", "start_offset", "end_offset", "sentence_start", "sentence_end", "subject", "rule"),
    *("origins", "cell", "rule_version", "fetched_at", "segment", "record_offset", "record_id", "payload_digest"),
    *("province_code", "duplicate_of"),
}


def _insert(connection: duckdb.DuckDBPyConnection, table: str, row: dict[str, Any]) -> None:
    places = ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", list(row.values()))


def _areas() -> list[list[str | None]]:
    with PROVINCES.open(encoding="utf-8", newline="") as file:
        columns = ("unit_id", "gso_code", "name_vi", "name_en", "slug", "kind", "valid_from", "valid_to")
        return [[row[column] or None for column in columns] for row in csv.DictReader(file)]
