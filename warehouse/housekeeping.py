"""Compaction, backups and rebuilding: each makes a whole new file beside the old one and puts it in its place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse.checks import check
from warehouse.connection import MAKING, disk_errors, making_of, reader, remove_made, transaction, writer
from warehouse.errors import RestoreError, WarehouseError, WarehouseUnreadable
from warehouse.publishing import copy_closed, sync
from warehouse.schema import migrate


def compact(path: Path, *, wait: float = 0.0) -> tuple[int, int]:
    """Write the file anew without the space that deleted rows left; its bytes before and after.

    Rows and their order stay. A file that would not get smaller is left as it is. Raises WarehouseLocked,
    WarehouseUnreadable, WarehouseError (the copy differs) or DiskFull.
    """
    path = Path(path)
    if not path.exists():
        raise WarehouseUnreadable(path, "no such file")
    migrate(path, wait=wait)
    before = path.stat().st_size
    making = _making(path)
    try:
        migrate(making)
        with writer(path, wait=wait) as connection, disk_errors(making):
            _copy_tables(connection, making)
        if making.stat().st_size < before:
            _install(making, path)
    finally:
        remove_made(making)
    return before, min(before, path.stat().st_size)


def _copy_tables(connection: duckdb.DuckDBPyConnection, target: Path) -> None:
    """Copy every table but the ledger of migrations, which the new file has its own of."""
    connection.execute("SET preserve_insertion_order = true")
    connection.execute(f"ATTACH '{str(target).replace(chr(39), chr(39) * 2)}' AS fresh")
    tables = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name <> 'fresh' AND NOT temporary"
        " AND table_name <> 'schema_migrations' ORDER BY 1"
    ).fetchall()
    with transaction(connection):
        for (table,) in tables:
            connection.execute(f"DELETE FROM fresh.{table}")
            connection.execute(f"INSERT INTO fresh.{table} BY NAME FROM {table}")
    for (table,) in tables:
        counts = connection.execute(f"SELECT (SELECT count(*) FROM {table}), (SELECT count(*) FROM fresh.{table})")
        old, new = counts.fetchone() or (0, -1)
        if old != new:
            raise WarehouseError(f"{table} has {old} rows, its copy {new}: the file stays as it was")
    connection.execute("CHECKPOINT fresh")
    connection.execute("DETACH fresh")


def backup(path: Path, backups: Path, *, wait: float = 0.0) -> Path:
    """Copy the writer's file at rest into ``backups`` under a name of its own; the copy, which nobody may write to.

    Raises WarehouseLocked, WarehouseUnreadable or DiskFull.
    """
    path, backups = Path(path), Path(backups)
    backups.mkdir(parents=True, exist_ok=True)
    for left in backups.glob(f"{MAKING}*.duckdb"):
        remove_made(left)
    stamp = f"{path.stem}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    target = next(file for n in range(1, 10_000) if not (file := backups / f"{stamp}-{n}.duckdb").exists())
    making = _making(target)
    try:
        with disk_errors(making):
            copy_closed(path, making, wait=wait)
            sync(making)
            making.chmod(0o444)
            making.rename(target)
            sync(backups)
    finally:
        remove_made(making)
    return target


def restore(path: Path, backup_file: Path, *, wait: float = 0.0) -> Path | None:
    """Put a backup (or a published file) in the place of the writer's file; where the replaced file was kept.

    The backup must open and pass the checks that are errors, except that it may lack a current generation. Views and
    marts of a published file are left behind. Raises RestoreError, WarehouseLocked, WarehouseUnreadable or DiskFull.
    """
    path, backup_file = Path(path), Path(backup_file).resolve()
    failed = [
        f"{outcome.name}: {outcome.detail}"
        for outcome in check(backup_file)
        if not outcome.ok and outcome.severity == "error" and outcome.name != "a generation is current"
    ]
    if failed:
        raise RestoreError(f"{backup_file} is not whole: " + "; ".join(failed))
    making = _making(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with disk_errors(making):
            migrate(making)
            _take_over(making, backup_file)
            kept = _set_aside(path, wait)
            _install(making, path)
    finally:
        remove_made(making)
    return kept


def _take_over(making: Path, backup_file: Path) -> None:
    """Fill the new file's tables from the backup's; the schema is the newest, whatever the backup's was."""
    with writer(making) as connection:
        connection.execute("SET preserve_insertion_order = true")
        connection.execute(f"ATTACH '{str(backup_file).replace(chr(39), chr(39) * 2)}' AS old (READ_ONLY)")
        names = connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'old' AND table_name <> 'schema_migrations'"
            " INTERSECT SELECT table_name FROM duckdb_tables() WHERE database_name <> 'old' ORDER BY 1"
        ).fetchall()
        with transaction(connection):
            for (table,) in names:
                connection.execute(f"DELETE FROM {table}")
                connection.execute(f"INSERT INTO {table} BY NAME FROM old.{table}")
        connection.execute("DETACH old")


def rebuild(path: Path, fill: Callable[[Path], None], *, wait: float = 0.0) -> Path | None:
    """Make the writer's file anew: ``fill`` loads an empty file of the newest schema; where the old file was kept.

    ``fill`` is given the new file's path and does what a first run does (reference tables, batches, the generation in
    use). Whatever it raises leaves the old file in place. Raises WarehouseLocked, WarehouseUnreadable or DiskFull.
    """
    path = Path(path)
    making = _making(path)
    try:
        migrate(making)
        fill(making)
        with reader(making) as connection:
            connection.execute("SELECT count(*) FROM loads")
        kept = _set_aside(path, wait)
        _install(making, path)
    finally:
        remove_made(making)
    return kept


def _making(path: Path) -> Path:
    """The name of the file being made; what an earlier, killed attempt left there is cleared away."""
    making = making_of(path)
    remove_made(making)
    return making


def _set_aside(path: Path, wait: float) -> Path | None:
    """Copy the present file, at rest, to a name of its own; None where there is none."""
    if not path.exists():
        return None
    return backup(path, path.parent / "replaced", wait=wait)


def _install(making: Path, path: Path) -> None:
    """Give the new file the old one's name. Neither may have a log, which would be replayed into the other."""
    if path.exists():
        with writer(path):
            pass
    for file in (making, path):
        if Path(f"{file}.wal").exists():
            raise WarehouseUnreadable(file, "a log is left beside it after the checkpoint")
    sync(making)
    making.replace(path)
    sync(path.parent)
