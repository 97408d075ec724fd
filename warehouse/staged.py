"""Staged batches: folders that REFINE leaves, found, described, and parted where rows of them hold broken text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

TABLES = ("articles", "observations", "people", "documents", "rejections")
LONGEST_KEPT = 2_000
"""Code points of a field that quarantine keeps."""
_FOLDER = re.compile(r"(.+)@(\d+)-(\d+)")


@dataclass(frozen=True, slots=True)
class Batch:
    """A staged folder: the bytes of an archive segment it was read from, and the rules that read it."""

    folder: Path
    segment: str
    from_offset: int
    to_offset: int
    rule_version: str
    counts: dict[str, int]
    broken: str | None = None
    """Why it cannot be read at all; what it is of is then as its folder's name says."""

    @property
    def key(self) -> list[str | int]:
        """What the ledger knows it by."""
        return [self.segment, self.from_offset, self.to_offset, self.rule_version]


def batches(staging_dir: Path) -> Iterator[Batch]:
    """The batches below a folder, in order. A folder without ``batch.json`` is not whole yet."""
    found = []
    for description in staging_dir.rglob("batch.json"):
        folder = description.parent
        if folder.name.startswith(".") or "@" not in folder.name:
            continue
        found.append(_describe(description))
    return iter(
        sorted(found, key=lambda batch: (batch.rule_version, batch.segment, batch.from_offset, batch.to_offset))
    )


def _describe(description: Path) -> Batch:
    try:
        facts = json.loads(description.read_text("utf-8"))
        counts = {name: int(count) for name, count in (facts.get("counts") or {}).items() if name in TABLES}
        return Batch(
            description.parent,
            str(facts["segment"]),
            int(facts["from_offset"]),
            int(facts["to_offset"]),
            str(facts["rule_version"]),
            counts,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return _of_name(description.parent, f"batch.json does not describe a batch: {error!r}")


def _of_name(folder: Path, broken: str) -> Batch:
    named = _FOLDER.fullmatch(folder.name)
    segment, start, end = named.groups() if named else (folder.name, 0, 0)
    return Batch(folder, segment, int(start), int(end), folder.parent.name, {}, broken)


def check_files(batch: Batch) -> None:
    """Raise ArrowException or FileNotFoundError where a table is missing, torn, or short of the rows it should have."""
    for name in TABLES:
        rows = pq.read_metadata(batch.folder / f"{name}.parquet").num_rows
        if batch.counts.get(name, rows) != rows:
            raise pa.ArrowInvalid(f"{name}.parquet has {rows} rows, batch.json says {batch.counts[name]}")


def part(source: Path, target: Path, name: str) -> list[tuple[str, str, str]]:
    """Write the sound rows of a table to ``target``; the broken ones as (table, row id, content)."""
    table = pq.read_table(source / f"{name}.parquet")
    broken = [index for index in range(table.num_rows) if not _is_sound(table.slice(index, 1))]
    sound = sorted(set(range(table.num_rows)) - set(broken))
    pq.write_table(table.take(pa.array(sound, pa.int64())), target / f"{name}.parquet")
    return [(name, *_shown(table.slice(index, 1))) for index in broken]


def _is_sound(row: pa.Table) -> bool:
    try:
        row.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _shown(row: pa.Table) -> tuple[str, str]:
    """The first field of a row, and all of it as JSON with what is no text replaced."""
    fields: dict[str, str | None] = {}
    for name, column in zip(row.column_names, row.columns, strict=True):
        kind = column.type
        if pa.types.is_string(kind):
            octets = column.cast(pa.binary()).to_pylist()[0]
            fields[name] = None if octets is None else octets.decode("utf-8", "replace")[:LONGEST_KEPT]
        elif not pa.types.is_list(kind):
            fields[name] = str(column.to_pylist()[0])
    return str(next(iter(fields.values()))), json.dumps(fields, ensure_ascii=False)
