"""Exports of the published file: Parquet, CSV, XLSX, SDMX-CSV with its structure, and a Frictionless data package.

The same data give the same bytes: rows are sorted by all their columns, one thread writes, and no clock is asked.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Collection, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter

from warehouse import sdmx
from warehouse.connection import disk_errors, reader
from warehouse.errors import ExportError

FORMATS = ("parquet", "csv", "xlsx", "sdmx")
RELATIONS = ("indicator_series", "observations_current", "indicators", "reference_areas", "sources")
_PARTITIONED = {"indicator_series": "indicator"}
_SHEETS = ("indicator_series", "indicators", "reference_areas", "sources")
_ROWS_A_SHEET = 1_000_000
_LONGEST_CELL = 32_000
_SOME_DAY = datetime(2022, 1, 1)
"""Time stamp of every workbook, so that the same data give the same bytes."""
_FIELD_TYPES = {
    "BOOLEAN": "boolean", "TINYINT": "integer", "SMALLINT": "integer", "INTEGER": "integer", "BIGINT": "integer",
    "HUGEINT": "integer", "DOUBLE": "number", "FLOAT": "number", "DATE": "date", "TIMESTAMP WITH TIME ZONE": "datetime",
}  # fmt: skip


def export(published: Path, out_dir: Path, *, formats: Collection[str] = FORMATS) -> list[Path]:
    """Write the published file's relations into ``out_dir`` in each format; the files written, in order.

    The folder appears whole, in the place of an earlier export. ``datapackage.json`` describes the files.
    Raises ExportError (unknown format, or a folder that is no export), WarehouseUnreadable or DiskFull.
    """
    unknown = set(formats) - set(FORMATS)
    if unknown:
        raise ExportError(f"no such format: {', '.join(sorted(unknown))}; there are {', '.join(FORMATS)}")
    out_dir = Path(out_dir)
    if out_dir.exists() and any(out_dir.iterdir()) and not (out_dir / "datapackage.json").exists():
        raise ExportError(f"{out_dir} holds something else than an export")
    building = out_dir.with_name(f".{out_dir.name}.building")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    try:
        with disk_errors(out_dir), reader(Path(published)) as connection:
            _write_all(connection, building, formats)
        _replace(out_dir, building)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return sorted(file for file in out_dir.rglob("*") if file.is_file())


def _write_all(connection: duckdb.DuckDBPyConnection, folder: Path, formats: Collection[str]) -> None:
    connection.execute("SET threads = 1; SET TimeZone = 'UTC'; SET preserve_insertion_order = true")
    for relation in RELATIONS:
        if "parquet" in formats:
            _write_parquet(connection, folder / "parquet", relation)
        if "csv" in formats:
            _write_csv(connection, folder / "csv", relation)
    if "xlsx" in formats:
        _write_workbook(connection, folder / "solieu.xlsx")
    if "sdmx" in formats:
        sdmx.write(connection, folder / "sdmx")
    _describe(connection, folder)


def _write_parquet(connection: duckdb.DuckDBPyConnection, folder: Path, relation: str) -> None:
    """One file, or one a value of the relation's partition column, in folders named ``column=value``."""
    column = _PARTITIONED.get(relation)
    if column is None:
        folder.mkdir(exist_ok=True)
        _copy(connection, f"FROM {relation} ORDER BY ALL", folder / f"{relation}.parquet", _PARQUET)
        return
    for (value,) in connection.execute(f"SELECT DISTINCT {column} FROM {relation} ORDER BY 1").fetchall():
        part = folder / relation / f"{column}={value}"
        part.mkdir(parents=True)
        rows = f"SELECT * EXCLUDE ({column}) FROM {relation} WHERE {column} = {_literal(value)} ORDER BY ALL"
        _copy(connection, rows, part / "data.parquet", _PARQUET)


_PARQUET = "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 100000"
_CSV = "FORMAT csv, HEADER true"


def _write_csv(connection: duckdb.DuckDBPyConnection, folder: Path, relation: str) -> None:
    """Lists and structs become JSON; times are in UTC with their zone."""
    folder.mkdir(exist_ok=True)
    selected = ", ".join(_flat(name, kind) for name, kind in _columns(connection, relation))
    _copy(connection, f"SELECT {selected} FROM {relation} ORDER BY ALL", folder / f"{relation}.csv", _CSV)


def _flat(name: str, kind: str) -> str:
    if kind.endswith("[]") or kind.startswith(("STRUCT", "MAP")):
        return f"CAST(to_json({name}) AS VARCHAR) AS {name}"
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"strftime({name}, '%Y-%m-%dT%H:%M:%SZ') AS {name}"
    return name


def _shown(name: str, kind: str) -> str:
    """As in CSV, but an empty list is an empty cell."""
    flat = _flat(name, kind)
    return f"nullif(CAST(to_json({name}) AS VARCHAR), '[]') AS {name}" if kind.endswith("[]") else flat


def _copy(connection: duckdb.DuckDBPyConnection, rows: str, file: Path, options: str) -> None:
    connection.execute(f"COPY ({rows}) TO {_literal(str(file))} ({options})")


def _write_workbook(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    """A sheet a relation (several where it is long) and one that explains the columns."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    workbook = xlsxwriter.Workbook(str(file), options)
    workbook.set_properties({"title": "solieu", "created": _SOME_DAY})
    bold = workbook.add_format({"bold": True})
    days = workbook.add_format({"num_format": "yyyy-mm-dd"})
    _write_sheet(workbook, "columns", ["relation", "column", "type", "meaning"], _explained(connection), bold, days)
    for relation in _SHEETS:
        columns = _columns(connection, relation)
        selected = ", ".join(_shown(*column) for column in columns)
        rows = _rows(connection, f"SELECT {selected} FROM {relation} ORDER BY ALL")
        header = [name for name, _ in columns]
        for number, part in enumerate(_parts(rows, _ROWS_A_SHEET)):
            name = relation if number == 0 else f"{relation} {number + 1}"
            _write_sheet(workbook, name, header, part, bold, days)
    workbook.close()


def _write_sheet(
    workbook: Any, name: str, header: list[str], rows: Iterator[tuple[Any, ...]], bold: Any, days: Any
) -> None:
    sheet = workbook.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, header, bold)
    for number, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            _write_cell(sheet, number, place, cell, days)


def _write_cell(sheet: Any, row: int, column: int, cell: Any, days: Any) -> None:
    """Written by its type: to let the library guess costs half as much again, and takes text for formulas."""
    if cell is None:
        return
    if isinstance(cell, str):
        sheet.write_string(row, column, cell[:_LONGEST_CELL])
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), days)
    else:
        sheet.write_string(row, column, str(cell)[:_LONGEST_CELL])


def _explained(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    for relation in _SHEETS:
        for name, kind in _columns(connection, relation):
            yield relation, name, kind, _comments(connection, relation).get(name)


def _parts(rows: Iterator[tuple[Any, ...]], size: int) -> Iterator[Iterator[tuple[Any, ...]]]:
    """Runs of at most ``size`` rows, at least one run; each must be read before the next."""
    first: list[tuple[Any, ...]] = []
    pending = iter(rows)
    while True:
        part = first + [row for row, _ in zip(pending, range(size - len(first)), strict=False)]
        yield iter(part)
        following = next(pending, None)
        if following is None:
            return
        first = [following]


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterator[tuple[Any, ...]]:
    cursor = connection.cursor()
    cursor.execute("SET TimeZone = 'UTC'")  # a cursor is a session of its own, in the zone of the machine
    answer = cursor.execute(sql)
    while rows := answer.fetchmany(10_000):
        yield from rows


def _describe(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """``datapackage.json``: every file with its size, hash and, for tables, the columns and what they mean."""
    resources = [
        _resource(connection, folder, file)
        for file in sorted(folder.rglob("*"))
        if file.suffix in (".csv", ".parquet", ".xlsx", ".xml")
    ]
    package = {
        "name": "solieu",
        "title": "Socio-economic figures that Vietnam's provinces publish, each with its sentence and page",
        "profile": "data-package",
        "resources": resources,
    }
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (folder / "datapackage.json").write_text(text, "utf-8")


def _resource(connection: duckdb.DuckDBPyConnection, folder: Path, file: Path) -> dict[str, Any]:
    path = file.relative_to(folder).as_posix()
    name = "-".join(file.relative_to(folder).with_suffix("").parts).lower().replace("_", "-").replace("=", ".")
    described: dict[str, Any] = {
        "name": name + file.suffix,
        "path": path,
        "format": file.suffix[1:],
        "bytes": file.stat().st_size,
        "hash": f"sha256:{_sha256(file)}",
    }
    if file.suffix != ".csv" or file.parent.name != "csv":
        return described | {"type": "file"}
    comments = _comments(connection, file.stem)
    fields = [
        {"name": column, "type": _field_type(kind), "description": comments.get(column) or ""}
        for column, kind in _columns(connection, file.stem)
    ]
    return described | {
        "type": "table",
        "profile": "tabular-data-resource",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "missingValues": [""]},
    }


def _field_type(kind: str) -> str:
    if kind.endswith("[]"):
        return "array"
    return "object" if kind == "JSON" else _FIELD_TYPES.get(kind, "string")


def _sha256(file: Path) -> str:
    with file.open("rb") as octets:
        return hashlib.file_digest(octets, "sha256").hexdigest()


def _columns(connection: duckdb.DuckDBPyConnection, relation: str) -> list[tuple[str, str]]:
    return [(name, kind) for name, kind, *_ in connection.execute(f"DESCRIBE {relation}").fetchall()]


def _comments(connection: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str | None]:
    rows = connection.execute("SELECT column_name, comment FROM duckdb_columns() WHERE table_name = ?", [relation])
    return dict(rows.fetchall())


def _replace(out_dir: Path, building: Path) -> None:
    """Put the finished folder in the place of the old one."""
    old = out_dir.with_name(f".{out_dir.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if out_dir.exists():
        out_dir.rename(old)
    building.rename(out_dir)
    shutil.rmtree(old, ignore_errors=True)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
