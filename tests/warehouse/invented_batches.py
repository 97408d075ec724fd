"""Staged batches of invented articles, in the form that REFINE leaves them."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

import warehouse
from etl.rows import TABLES

ROOT = Path(__file__).parents[2]
RULES = "rules-1"
Row = dict[str, Any]

INDICATORS = pa.table(
    {
        "code": ["iip", "export_value", "state_budget_revenue", "population", "poverty_rate"],
        "name_vi": ["Chỉ số sản xuất công nghiệp", "Kim ngạch xuất khẩu", "Thu ngân sách", "Dân số", "Tỷ lệ hộ nghèo"],
        "name_en": ["Industrial production", "Exports", "Budget revenue", "Population", "Poverty rate"],
        "domain": ["industry", "trade", "budget", "population", "poverty"],
        "tier": [1, 1, 1, 2, 2],
        "unit": ["PERCENT", "USD", "VND", "person", "PERCENT"],
        "stock_or_flow": ["index", "flow", "flow", "stock", "ratio"],
    }
)
SOURCES = pa.table(
    {
        "source_id": ["bao-song", "bao-bien", "cuc-thong-ke", "cong-tinh"],
        "name": ["Báo Sông", "Báo Biển", "Cục Thống kê", "Cổng tỉnh"],
        "kind": ["party_newspaper", "party_newspaper", "statistics_office", "provincial_portal"],
        "province_code": ["37", "37", "37", "37"],
        "home": [None, None, None, None],
        "delay": [1.0, 1.0, 2.0, 1.0],
    }
)


def areas() -> pa.Table:
    """The project's own table of provinces."""
    with (ROOT / "etl" / "data" / "provinces.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return pa.table({name: [row[name] for row in rows] for name in rows[0]})


def reference() -> dict[str, pa.Table]:
    """The reference tables of these tests."""
    return {"reference_areas": areas(), "indicators": INDICATORS, "sources": SOURCES}


def hashed(*parts: object) -> str:
    """An identifier of sixteen hexadecimal digits."""
    return hashlib.blake2b("\0".join(map(str, parts)).encode(), digest_size=8).hexdigest()


def article(
    text: str,
    *,
    key: str = "a1",
    source: str = "bao-song",
    published: str = "2022-04-08T02:00:00+00:00",
    fetched: str = "2022-04-09T02:00:00+00:00",
    rules: str = RULES,
    segment: str = "seg-1",
    offset: int = 0,
    **more: Any,
) -> Row:
    """One article row; ``key`` is its identity."""
    article_id = hashed(key)
    content = hashed(text)
    row: Row = dict.fromkeys(TABLES["articles"].names)
    row |= {
        "version_id": hashed(article_id, content),
        "article_id": article_id,
        "document_key": key,
        "source_id": source,
        "province_code": "36",
        "url": f"https://{source}.example/{key}.html",
        "title": f"Tình hình kinh tế {key}",
        "text": text,
        "published_at": datetime.fromisoformat(published),
        "published_precision": "minute",
        "captions": [],
        "tags": [],
        "content_hash": content,
        "simhash": hashed(text),
        "fetched_at": datetime.fromisoformat(fetched),
        "segment": segment,
        "record_offset": offset,
        "record_id": f"<urn:uuid:{hashed(key, fetched)}>",
        "payload_digest": "sha1:X",
        "rule_version": rules,
    }
    return row | more


def observation(of: Row, numeral: str, value: float, **more: Any) -> Row:
    """One observation of an article whose text holds the numeral."""
    start = of["text"].index(numeral)
    row: Row = dict.fromkeys(TABLES["observations"].names)
    row |= {
        "version_id": of["version_id"],
        "article_id": of["article_id"],
        "start_offset": start,
        "end_offset": start + len(numeral),
        "numeral": numeral,
        "sentence_start": 0,
        "sentence_end": len(of["text"]),
        "sentence": of["text"],
        "subject": "chỉ số sản xuất công nghiệp",
        "indicator": "iip",
        "measure": "change",
        "value": value,
        "unit": "PERCENT",
        "period_start": date(2022, 1, 1),
        "period_end": date(2022, 3, 31),
        "time_period": "2022-Q1",
        "base": "same_period_last_year",
        "status": "E",
        "bound": "exact",
        "area": "36",
        "area_unit_id": "nam-dinh@pre2025",
        "confidence": 0.9,
        "rule": "test",
        "flags": [],
        "origins": "{}",
        "rule_version": of["rule_version"],
    }
    row |= more
    row.setdefault("observation_id", None)
    if row["observation_id"] is None and "observation_id" not in more:
        row["observation_id"] = hashed(
            row["version_id"], start, row["indicator"], row["breakdown"], row["measure"], row["period_end"], row["area"]
        )
    return row


def stage(
    folder: Path,
    *,
    articles: Iterable[Row] = (),
    observations: Iterable[Row] = (),
    people: Iterable[Row] = (),
    documents: Iterable[Row] = (),
    rejections: Iterable[Row] = (),
    segment: str = "seg-1",
    span: tuple[int, int] = (0, 100),
    rules: str = RULES,
) -> Path:
    """Write one batch below ``folder``; the folder of the batch."""
    given = {
        "articles": articles,
        "observations": observations,
        "people": people,
        "documents": documents,
        "rejections": rejections,
    }
    tables = {name: pa.Table.from_pylist(list(rows), schema=TABLES[name]) for name, rows in given.items()}
    return stage_tables(folder, tables, segment=segment, span=span, rules=rules)


def stage_tables(
    folder: Path,
    tables: dict[str, pa.Table],
    *,
    segment: str = "seg-1",
    span: tuple[int, int] = (0, 100),
    rules: str = RULES,
) -> Path:
    """Write one batch of ready tables below ``folder``."""
    batch = folder / rules / f"{segment}@{span[0]}-{span[1]}"
    batch.mkdir(parents=True)
    for name, schema in TABLES.items():
        pq.write_table(tables.get(name, schema.empty_table()), batch / f"{name}.parquet")
    facts = {
        "segment": segment,
        "from_offset": span[0],
        "to_offset": span[1],
        "rule_version": rules,
        "counts": {name: table.num_rows for name, table in tables.items()},
        "created": datetime.now(UTC).isoformat(),
    }
    (batch / "batch.json").write_text(json.dumps(facts), "utf-8")
    return batch


class House:
    """A warehouse with reference tables in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "warehouse" / "solieu.duckdb"
        self.staging = folder / "staging"
        self.published = folder / "published"
        warehouse.migrate(self.file)
        warehouse.load_reference(self.file, reference())

    def stage(self, **rows: Any) -> Path:
        """Write a batch."""
        return stage(self.staging, **rows)

    def load(self) -> warehouse.LoadReport:
        """Load what is staged."""
        return warehouse.load(self.file, self.staging)

    def publish(self, rules: str = RULES, **options: Any) -> warehouse.Published:
        """Make a generation current and publish."""
        warehouse.use_generation(self.file, rules)
        return warehouse.publish(self.file, self.published, **options)

    def ask(self, sql: str, *, published: bool = False) -> list[Row]:
        """Rows of the published or the writer's file as dictionaries."""
        target = self.published / "solieu.duckdb" if published else self.file
        return warehouse.query(target, sql).to_pylist()
