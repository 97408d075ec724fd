"""Opening the writer's file and the published one.

DuckDB takes a lock on the whole file: a reader shuts the writer out and the reverse, across processes and within one.
So the writer's file is opened briefly, by one process, and closed with a checkpoint; analysts open published copies.
"""

from __future__ import annotations

import errno
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from warehouse.errors import DiskFull, WarehouseLocked, WarehouseUnreadable

STORAGE_VERSION = "v1.5.0"
MEMORY_LIMIT = "1500MB"
"""Leaves room for Arrow and Python below the two gigabytes that a load may take."""

MAKING = ".making-"

_LOCKED = ("could not set lock", "conflicting lock", "different configuration", "unique file handle conflict")
_FULL = ("no space left on device", "file too large", "disk quota exceeded", "could not write all bytes")


@contextmanager
def writer(path: Path, *, wait: float = 0.0) -> Iterator[duckdb.DuckDBPyConnection]:
    """The writer's file, open for writing; checkpointed and closed at the end, so that no log is left beside it.

    ``wait`` is how many seconds to try again while another process holds the file. Raises WarehouseLocked,
    WarehouseUnreadable or DiskFull.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = _connect(path, wait, read_only=False)
    # Whoever holds the lock is alone: what lies here was spilled by a process that was killed, and DuckDB leaves it.
    shutil.rmtree(_spill(path), ignore_errors=True)
    try:
        with disk_errors(path):
            yield connection
            connection.execute("CHECKPOINT")
    finally:
        connection.close()


def making_of(path: Path) -> Path:
    """The hidden name under which a file that is to replace ``path`` is made."""
    return path.with_name(f"{MAKING}{path.name}")


def remove_made(making: Path) -> None:
    """Clear away a file that was being made, whole or not."""
    for left in (making, Path(f"{making}.wal")):
        left.unlink(missing_ok=True)
    shutil.rmtree(_spill(making), ignore_errors=True)


def _spill(path: Path) -> Path:
    """Where DuckDB writes what does not fit into memory."""
    return Path(f"{path}.tmp")


@contextmanager
def reader(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse file open for reading. A symlink is followed once, so a switch of it meanwhile does no harm.

    Raises WarehouseLocked or WarehouseUnreadable.
    """
    connection = _connect(path.resolve(), 0.0, read_only=True)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """One transaction: committed whole, or rolled back on any exception."""
    connection.execute("BEGIN")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        _roll_back(connection)
        raise


def _roll_back(connection: duckdb.DuckDBPyConnection) -> None:
    """Undo what is open; a transaction that DuckDB has already ended by itself is no second failure."""
    try:
        connection.execute("ROLLBACK")
    except duckdb.Error:
        return


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Turns DuckDB's and the system's wordings of a full disk into DiskFull."""
    try:
        yield
    except duckdb.Error as error:
        if any(wording in str(error).lower() for wording in _FULL):
            raise DiskFull(path, _first_line(error)) from error
        raise
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise DiskFull(path, _first_line(error)) from error
        raise


def _connect(path: Path, wait: float, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    if read_only and not path.exists():
        raise WarehouseUnreadable(path, "no such file")
    deadline = time.monotonic() + wait
    while True:
        try:
            connection = duckdb.connect(path, read_only=read_only, config=_settings(path, read_only=read_only))
            connection.execute("SET enable_progress_bar = false")
            return connection
        except duckdb.Error as error:
            if not any(wording in str(error).lower() for wording in _LOCKED):
                with disk_errors(path):
                    raise WarehouseUnreadable(path, _first_line(error)) from error
            if time.monotonic() >= deadline:
                raise WarehouseLocked(path, _first_line(error)) from error
            time.sleep(0.05)


def _settings(path: Path, *, read_only: bool) -> dict[str, Any]:
    if read_only:
        return {"autoinstall_known_extensions": False}
    return {
        "storage_compatibility_version": STORAGE_VERSION,
        "memory_limit": MEMORY_LIMIT,
        "preserve_insertion_order": False,
        "autoinstall_known_extensions": False,
        "temp_directory": str(_spill(path)),
    }


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
