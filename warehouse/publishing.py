"""Publishing: a finished copy of the writer's file moves into place in one step, for analysts to open.

The copy is made by another process once the writer's file is closed: reading a database file inside a process that has
it open drops the lock on it. Each copy has a name of its own, so that no log of another file can be replayed into it,
and a symlink leads to the newest. Readers of an older copy keep it, also after it was pruned.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse import checks, duplicates, marts
from warehouse.connection import disk_errors, reader, writer
from warehouse.errors import DiskFull, PublishBlocked, WarehouseError, WarehouseUnreadable
from warehouse.schema import migrate

SYMLINK = "solieu.duckdb"
LARGEST_DROP = 0.05
"""Share of rows that may go missing from one publication to the next without a reason given."""
LEAST_MEMORY_MB, MOST_MEMORY_MB = 2_000, 5_000
"""Bounds of DuckDB's memory while it builds the marts; the whole process stays below six gigabytes."""
_SNAPSHOT = re.compile(r"solieu-(\d{8}T\d{6}Z)-(\d+)\.duckdb")
_UNFINISHED = ".building-"
_COUNTED = {
    "articles": "SELECT count(*) FROM article_status WHERE is_latest",
    "observations_current": "SELECT count(*) FROM observations_current",
    "indicator_series": "SELECT count(*) FROM indicator_series",
    "sources": "SELECT count(*) FROM sources",
}
"""What a publication counts, all of it of the current generation."""
_GUARDED = ("articles", "observations_current", "indicator_series")
"""Counts that may not fall without a reason."""
MINIMUM = {"articles": 1}


@dataclass(frozen=True, slots=True)
class Published:
    """A published file, the symlink that leads to it, its rows by view, and the warnings of its checks."""

    path: Path
    symlink: Path
    counts: dict[str, int]
    warnings: tuple[str, ...] = ()


def publish(
    path: Path,
    published_dir: Path,
    keep: int = 3,
    *,
    minimum: Mapping[str, int] = MINIMUM,
    explain_drop: str | None = None,
    wait: float = 0.0,
) -> Published:
    """Copy the writer's file, build the views, pass the gates and swap the symlink; the newest ``keep`` files stay.

    ``minimum`` gives the least rows of articles, observations_current, indicator_series or sources. A fall of more than
    five percent in a count against the last publication needs a reason in ``explain_drop``, which the file records.
    Raises PublishBlocked (a gate failed; the last good file stays), WarehouseLocked, WarehouseUnreadable or DiskFull.
    """
    path, published_dir = Path(path), Path(published_dir)
    published_dir.mkdir(parents=True, exist_ok=True)
    _remove_unfinished(published_dir)
    number, name = _next_name(published_dir)
    building = published_dir / f"{_UNFINISHED}{name}"
    try:
        with disk_errors(building):
            _bring_up_to_date(path, wait)
            copy_closed(path, building, wait=wait)
            counts, warnings = _finish(building, published_dir, number, dict(minimum), explain_drop)
            target = published_dir / name
            _freeze(building, target)
            symlink = _swap(published_dir, target)
    finally:
        _remove_unfinished(published_dir)
    _prune(published_dir, keep, target)
    return Published(target, symlink, counts, tuple(warnings))


def _bring_up_to_date(path: Path, wait: float) -> None:
    """Bring the writer's file to the newest schema, and do the comparing of articles that a killed load left undone."""
    if not path.exists():
        raise WarehouseUnreadable(path, "no such file")
    migrate(path, wait=wait)
    with writer(path, wait=wait) as connection:
        for (rule_version,) in connection.execute("SELECT rule_version FROM current_generation").fetchall():
            duplicates.link(connection, rule_version)


def copy_closed(path: Path, target: Path, *, wait: float = 0.0) -> None:
    """Copy the writer's file at rest: checkpointed and closed first, copied by another process, unchanged meanwhile.

    Raises WarehouseLocked, WarehouseUnreadable or DiskFull.
    """
    if not path.exists():
        raise WarehouseUnreadable(path, "no such file")
    with writer(path, wait=wait):
        pass
    if Path(f"{path}.wal").exists():
        raise WarehouseUnreadable(path, "a log is left beside it after the checkpoint")
    before = path.stat()
    copied = subprocess.run(_copy_command(path, target), capture_output=True, text=True, check=False)
    if copied.returncode:
        raise _copy_error(target, copied)
    after = path.stat()
    if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
        raise WarehouseError(f"{path} was written to while it was being copied: two runs at once?")


def _copy_command(source: Path, target: Path) -> list[str]:
    """``cp`` shares blocks where the file system can; elsewhere a small Python process copies."""
    if sys.platform == "linux" and (command := shutil.which("cp")):
        return [command, "--reflink=auto", "--", str(source), str(target)]
    return [sys.executable, "-I", "-c", "import shutil, sys; shutil.copyfile(*sys.argv[1:])", str(source), str(target)]


def _copy_error(target: Path, copied: subprocess.CompletedProcess[str]) -> WarehouseError:
    """The typed error behind a copying process that failed, or that a limit on file sizes killed."""
    said = (
        copied.stderr.strip().splitlines()[-1] if copied.stderr.strip() else f"copying ended with {copied.returncode}"
    )
    wordings = ("no space left", "file too large", "quota exceeded")
    if copied.returncode == -signal.SIGXFSZ or any(wording in said.lower() for wording in wordings):
        return DiskFull(target, said)
    return WarehouseError(f"{target} could not be written: {said}")


def _finish(
    building: Path, published_dir: Path, number: int, minimum: dict[str, int], explain_drop: str | None
) -> tuple[dict[str, int], list[str]]:
    """Build the views in the copy and pass the gates; its counts and warnings."""
    last = _last_counts(published_dir)
    with writer(building) as connection:
        connection.execute(f"SET preserve_insertion_order = true; SET memory_limit = '{_memory_mb()}MB'")
        marts.build(connection)
        counts = {name: _count(connection, sql) for name, sql in _COUNTED.items()}
        outcomes = checks.run(connection, with_views=True)
        failed = [f"{c.name}: {c.detail}" for c in outcomes if not c.ok and c.severity == "error"]
        failed += [f"{name}: {counts[name]} rows, at least {least} wanted" for name, least in minimum.items()
                   if counts[name] < least]  # fmt: skip
        if explain_drop is None:
            failed += _drops(last, counts)
        if failed:
            raise PublishBlocked(failed)
        _record(connection, number, counts, explain_drop)
    if Path(f"{building}.wal").exists():
        raise WarehouseUnreadable(building, "a log is left beside it after the checkpoint")
    return counts, [f"{c.name}: {c.detail}" for c in outcomes if not c.ok and c.severity == "warning"]


def _memory_mb() -> int:
    """Megabytes that DuckDB may use for the marts before it writes to disk.

    They group all observations at once, which takes more than a load may.
    """
    octets = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return max(LEAST_MEMORY_MB, min(MOST_MEMORY_MB, int(octets * 0.7 / 1e6)))


def _record(connection: duckdb.DuckDBPyConnection, number: int, counts: dict[str, int], reason: str | None) -> None:
    connection.execute(
        """
        CREATE TABLE publication (
            number BIGINT, published_at TIMESTAMPTZ, rule_version VARCHAR, explained_drop VARCHAR,
            counts MAP(VARCHAR, BIGINT)
        );
        COMMENT ON TABLE publication IS 'This publication, in one row.';
        COMMENT ON COLUMN publication.number IS 'Number of the publication';
        COMMENT ON COLUMN publication.published_at IS 'When it was made';
        COMMENT ON COLUMN publication.rule_version IS 'Generation that its views read';
        COMMENT ON COLUMN publication.explained_drop IS 'Why it may hold much less than the one before, or null';
        COMMENT ON COLUMN publication.counts IS 'Rows by table or view';
        """
    )
    connection.execute(
        "INSERT INTO publication SELECT ?, now(), rule_version, ?, ? FROM current_generation",
        [number, reason, counts],
    )


def _count(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0


def _last_counts(published_dir: Path) -> dict[str, int]:
    """The counts that the last publication recorded; none where there is no readable one."""
    symlink = published_dir / SYMLINK
    if not symlink.exists():
        return {}
    try:
        with reader(symlink) as connection:
            row = connection.execute("SELECT counts FROM publication").fetchone()
    except (WarehouseError, duckdb.Error):
        return {}
    return dict(row[0]) if row else {}


def _drops(last: Mapping[str, int], counts: Mapping[str, int]) -> list[str]:
    return [
        f"{name}: {counts[name]} rows, {before} in the last publication, and no reason given"
        for name, before in last.items()
        if name in _GUARDED and counts[name] < before * (1 - LARGEST_DROP)
    ]


def _next_name(published_dir: Path) -> tuple[int, str]:
    numbers = [int(match[2]) for file in published_dir.iterdir() if (match := _SNAPSHOT.fullmatch(file.name))]
    number = max(numbers, default=0) + 1
    return number, f"solieu-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{number}.duckdb"


def _freeze(building: Path, target: Path) -> None:
    """Flush the finished file to disk, take away the right to write, and give it its name."""
    sync(building)
    building.chmod(0o444)
    building.rename(target)
    sync(target.parent)


def _swap(published_dir: Path, target: Path) -> Path:
    """Point the symlink at ``target`` in one step."""
    symlink = published_dir / SYMLINK
    fresh = published_dir / f"{_UNFINISHED}{SYMLINK}"
    fresh.symlink_to(target.name)
    fresh.replace(symlink)
    sync(published_dir)
    return symlink


def sync(path: Path) -> None:
    """Wait until a file or folder is on the disk. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove_unfinished(published_dir: Path) -> None:
    """Clear away what a killed publication left."""
    for left in published_dir.glob(f"{_UNFINISHED}*"):
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def _prune(published_dir: Path, keep: int, newest: Path) -> None:
    """Remove all but the newest files; a reader that has an older one open keeps it."""
    snapshots = [(int(match[2]), file) for file in published_dir.iterdir() if (match := _SNAPSHOT.fullmatch(file.name))]
    for _, file in sorted(snapshots, reverse=True)[max(keep, 1) :]:
        if file != newest:
            file.unlink(missing_ok=True)
