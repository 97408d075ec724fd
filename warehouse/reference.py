"""Reference tables: places, indicators, publishers; and the reviewed corrections."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from warehouse.connection import transaction, writer
from warehouse.errors import CorrectionsError, ReferenceInvalid

_ALIASES = {"indicators": {"code": "indicator"}, "sources": {"id": "source_id", "province": "province_code"}}
"""Names that the catalogue and the registry use for our columns."""

_KEYS = {"reference_areas": "unit_id", "indicators": "indicator", "sources": "source_id"}
_CORRECTION_COLUMNS = [
    "indicator",
    "breakdown",
    "measure",
    "base",
    "unit",
    "area",
    "time_period",
    "expect",
    "value",
    "reason",
    "author",
    "reviewed_on",
]


def load_reference(path: Path, tables: Mapping[str, pa.Table], *, wait: float = 0.0) -> dict[str, int]:
    """Replace the reference tables given (``reference_areas``, ``indicators``, ``sources``); rows of each.

    Columns are matched by name (``code`` and ``id`` are taken for our keys); those we have no column for go into
    ``details`` as JSON; empty text is null. All tables change in one transaction. A source that has articles stays
    known when the registry no longer lists it. Raises ReferenceInvalid, WarehouseLocked or DiskFull.
    """
    unknown = set(tables) - set(_KEYS)
    if unknown:
        raise ReferenceInvalid(f"no such reference table: {', '.join(sorted(unknown))}")
    with writer(Path(path), wait=wait) as connection:
        try:
            with transaction(connection):
                return {name: _replace(connection, name, table) for name, table in tables.items()}
        except (duckdb.ConversionException, duckdb.ConstraintException) as error:
            raise ReferenceInvalid(f"a reference row cannot be kept: {error}") from error


def _replace(connection: duckdb.DuckDBPyConnection, name: str, given: pa.Table) -> int:
    aliases = _ALIASES.get(name, {})
    renamed = [
        aliases.get(column, column) if aliases.get(column) not in given.column_names else column
        for column in given.column_names
    ]
    table = given.rename_columns(renamed)
    _require_columns(connection, name, table)
    _require_unique(name, table)
    columns = _columns(connection, name)
    extra = [column for column in table.column_names if column not in columns]
    connection.register("given", table)
    try:
        selected = ", ".join(_expression(column, kind, table, extra) for column, (kind, _) in columns.items())
        if name == "sources":
            connection.execute(
                "DELETE FROM sources WHERE source_id IN (SELECT source_id FROM given)"
                " OR source_id NOT IN (SELECT source_id FROM articles WHERE source_id IS NOT NULL)"
            )
        else:
            connection.execute(f"DELETE FROM {name}")
        connection.execute(f"INSERT INTO {name} SELECT {selected} FROM given")
    finally:
        connection.unregister("given")
    return int(table.num_rows)


def _columns(connection: duckdb.DuckDBPyConnection, name: str) -> dict[str, tuple[str, bool]]:
    """Column -> (type, whether it may be null), in the table's order."""
    rows = connection.execute(
        "SELECT column_name, data_type, is_nullable FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index",
        [name],
    ).fetchall()
    return {column: (kind, nullable) for column, kind, nullable in rows}


def _require_columns(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    required = [column for column, (_, nullable) in _columns(connection, name).items() if not nullable]
    missing = [column for column in required if column not in table.column_names]
    if missing:
        raise ReferenceInvalid(f"{name} lacks the column {', '.join(missing)}")


def _require_unique(name: str, table: pa.Table) -> None:
    keys = table.column(_KEYS[name]).to_pylist()
    repeated = sorted({str(key) for key in keys if keys.count(key) > 1}) if len(set(keys)) < len(keys) else []
    if repeated:
        raise ReferenceInvalid(f"{name} has {', '.join(repeated)} more than once")


def _expression(column: str, kind: str, table: pa.Table, extra: list[str]) -> str:
    if column == "details" and "details" not in table.column_names:
        if not extra:
            return "NULL"
        fields = ", ".join(f"'{name}', \"{name}\"" for name in extra)
        return f"json_object({fields})"
    if column not in table.column_names:
        return "NULL"
    if pa.types.is_string(table.schema.field(column).type) or pa.types.is_large_string(table.schema.field(column).type):
        return f"CAST(nullif(trim(\"{column}\"), '') AS {kind})"
    return f'CAST("{column}" AS {kind})'


def load_corrections(path: Path, file: Path, *, wait: float = 0.0) -> int:
    """Replace the corrections by those of a CSV file; how many there are.

    Columns: indicator, breakdown, measure, base, unit, area (unit_id, VN or the place as named), time_period, expect,
    value (empty to withdraw the figure), reason, author, reviewed_on (ISO). Raises CorrectionsError with the line,
    WarehouseLocked or DiskFull.
    """
    with Path(file).open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        if reader.fieldnames is None or list(reader.fieldnames) != list(_CORRECTION_COLUMNS):
            raise CorrectionsError(f"{file}: the header must be {','.join(_CORRECTION_COLUMNS)}")
        rows = [_correction(row, f"{file}, line {reader.line_num}") for row in reader]
    with writer(Path(path), wait=wait) as connection, transaction(connection):
        connection.execute("DELETE FROM corrections")
        for row in rows:
            connection.execute(f"INSERT INTO corrections VALUES ({', '.join('?' * len(row))})", row)
    return len(rows)


def _correction(row: Mapping[str, str | None], where: str) -> list[object]:
    cells = {name: (row.get(name) or "").strip() or None for name in _CORRECTION_COLUMNS}
    for name in ("indicator", "measure", "area", "time_period", "expect", "reason", "author", "reviewed_on"):
        if cells[name] is None:
            raise CorrectionsError(f"{where}: {name} is empty")
    try:
        typed = {
            "expect": float(cells["expect"] or ""),
            "value": float(cells["value"]) if cells["value"] else None,
            "reviewed_on": date.fromisoformat(cells["reviewed_on"] or ""),
        }
    except ValueError as error:
        raise CorrectionsError(f"{where}: {error}") from error
    return [typed.get(name, cells[name]) for name in _CORRECTION_COLUMNS]
