"""REFINE as a stage of the run: archived pages to staged batches, in parallel, each batch whole or absent.

A batch is a range of one segment's records, ``[from_offset, to_offset)``, read by one rule version. The folder that
holds it appears by one rename; what is staged is not read again.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jobs.progress import Reporter
from jobs.settings import Settings

if TYPE_CHECKING:
    from etl.model import RawPage
    from etl.refine import Refined
    from spiders.archive import ReadTally
    from spiders.registry import Registry


@dataclass(frozen=True, slots=True)
class Batch:
    """A range of one segment's records and how many pages are in it."""

    segment: str
    from_offset: int
    to_offset: int
    pages: int

    @property
    def name(self) -> str:
        """The folder's name."""
        return f"{self.segment}@{self.from_offset}-{self.to_offset}"


@dataclass(frozen=True, slots=True)
class Task:
    """A batch with all a worker needs to stage it."""

    batch: Batch
    archive_dir: Path
    staging_dir: Path
    source_dirs: tuple[Path, ...]
    page_seconds: int
    poison: bool = False
    """Its single page has killed a reader; it is rejected unread."""


class RulesChangedError(Exception):
    """A worker has other rules than the run that started it: their readings must not go under one version."""


Outcome = tuple[Batch, dict[str, int] | Exception]
"""A batch with its number of rows by table (and of pages in error), or why it could not be staged."""


def refine_archive(settings: Settings, reporter: Reporter) -> dict[str, Any]:
    """Stage every archived page that the present rules have not read; gives counts and the rule version."""
    from etl.version import rule_version

    staging = settings.staging_dir / rule_version()
    staging.mkdir(parents=True, exist_ok=True)
    _sweep(staging)
    problems: list[str] = []
    batches = list(plan(settings.archive_dir, staging, settings.refine.batch_pages, problems))
    total = sum(batch.pages for batch in batches)
    counts = dict.fromkeys(("articles", "observations", "rejections", "errors"), 0)
    failed = 0
    done = 0
    for batch, staged in _run(settings, staging, batches):
        done += batch.pages
        if isinstance(staged, Exception):
            problems.append(f"{batch.name}: {type(staged).__name__}: {staged}")
            failed += 1
            continue
        for table in counts:
            counts[table] += staged[table]
        reporter.step("refine", done, total)
    if counts["errors"]:
        problems.append(f"refine: {counts['errors']} pages could not be read; the rejections table says why")
    return {
        "rule_version": rule_version(),
        "batches": len(batches) - failed,
        "pages": total,
        **counts,
        "problems": problems,
    }


def plan(archive_dir: Path, staging: Path, batch_pages: int, problems: list[str]) -> Iterator[Batch]:
    """The ranges of closed segments that are not staged yet; records that cannot be read are named in ``problems``."""
    from spiders.archive import ReadTally

    for segment, start, length in _unread(archive_dir, staging):
        tally = ReadTally()
        yield from _ranges(archive_dir, segment, start, length, batch_pages, tally)
        if tally.unreadable or tally.torn or tally.too_large:
            problems.append(
                f"{segment}: passed over {tally.unreadable} unreadable, {tally.torn} torn and"
                f" {tally.too_large} too large records after byte {start}"
            )


def _unread(archive_dir: Path, staging: Path) -> Iterator[tuple[str, int, int]]:
    """The stretches of closed segments, as segment and two offsets, that no staged range covers."""
    from spiders import archive

    if not archive_dir.is_dir():
        return
    for info in archive.segments(archive_dir):
        if info.closed:
            for start, end in _gaps(staging, info.segment, info.length):
                yield info.segment, start, end


def _ranges(
    archive_dir: Path, segment: str, start: int, length: int, batch_pages: int, tally: ReadTally | None = None
) -> Iterator[Batch]:
    from spiders import archive

    pages = 0
    for page in archive.iter_pages(archive_dir, segment, start, tally=tally):
        if page.offset >= length:
            break
        if pages == batch_pages:
            yield Batch(segment, start, page.offset, pages)
            start, pages = page.offset, 0
        pages += 1
    yield Batch(segment, start, length, pages)


def _gaps(staging: Path, segment: str, length: int) -> Iterator[tuple[int, int]]:
    """What is left of a segment: workers stage in any order, so a killed run can leave gaps between staged ranges."""
    end = 0
    for first, last in sorted(_offsets(folder.name) for folder in staging.glob(f"{segment}@*")):
        if first > end:
            yield end, first
        end = max(end, last)
    if end < length:
        yield end, length


def _offsets(name: str) -> tuple[int, int]:
    first, _, last = name.rpartition("@")[2].partition("-")
    return int(first), int(last)


def _sweep(staging: Path) -> None:
    """Drop what a killed run left unfinished."""
    for draft in staging.glob(".draft-*"):
        shutil.rmtree(draft, ignore_errors=True)


def _run(settings: Settings, staging: Path, batches: list[Batch]) -> Iterator[Outcome]:
    """Stage the batches in worker processes; a page that kills its worker is found by halving and rejected.

    An unreadable segment or a full disk is the batch's outcome, so that the other batches are still staged.
    """
    workers = settings.refine.workers or os.cpu_count() or 1
    dirs = tuple(settings.source_dirs)
    tasks = [Task(batch, settings.archive_dir, staging, dirs, settings.refine.page_seconds) for batch in batches]
    while tasks:
        broken: list[Task] = []
        with _pool(min(workers, len(tasks))) as pool:
            pending: dict[Future[dict[str, int]], Task] = {pool.submit(stage, task): task for task in tasks}
            for future in as_completed(pending):
                task = pending[future]
                error = future.exception()
                if isinstance(error, BrokenProcessPool):
                    broken.append(task)
                elif isinstance(error, Exception):
                    yield task.batch, error
                else:
                    yield task.batch, future.result()
        tasks = []
        for task in broken:
            survived, halves = _retry_alone(task)
            yield from survived
            tasks += halves


def _retry_alone(task: Task) -> tuple[list[Outcome], list[Task]]:
    """Stage a batch in a pool of its own; gives its outcome, or the halves to try next where it ends the process."""
    with _pool(1) as pool:
        future = pool.submit(stage, task)
        error = future.exception()
    if isinstance(error, BrokenProcessPool):
        return [], list(_halves(task))
    return [(task.batch, error if isinstance(error, Exception) else future.result())], []


def _halves(task: Task) -> Iterator[Task]:
    from dataclasses import replace

    batch = task.batch
    if batch.pages <= 1:
        yield replace(task, poison=True)
        return
    for half in _ranges(task.archive_dir, batch.segment, batch.from_offset, batch.to_offset, (batch.pages + 1) // 2):
        yield replace(task, batch=half)


def _pool(workers: int) -> ProcessPoolExecutor:
    # Spawned, never forked: a forked child of a process that holds DuckDB or Twisted state writes into nothing.
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start_worker)


def _start_worker() -> None:
    from jobs.orphans import stop_with_parent

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    stop_with_parent()


def stage(task: Task) -> dict[str, int]:
    """Read a batch's pages and move its folder into place; gives the number of rows by table. Runs in a worker."""
    from etl.refine import Refined
    from etl.version import rule_version

    if rule_version() != task.staging_dir.name:
        raise RulesChangedError("the rules were changed while the run was under way; run again")
    refined = Refined()
    for page in _pages(task):
        refined.add(_refine_page(page, task))
    return _write(task, refined)


def _pages(task: Task) -> Iterator[RawPage]:
    from etl.model import RawPage
    from spiders import archive

    batch = task.batch
    for page in archive.iter_pages(task.archive_dir, batch.segment, batch.from_offset):
        if page.offset >= batch.to_offset:
            return
        yield RawPage(
            url=page.url,
            body=page.body,
            content_type=page.content_type,
            status=page.status,
            fetched_at=page.fetched_at,
            source_id=page.source_id,
            segment=page.segment,
            offset=page.offset,
            record_id=page.record_id,
            payload_digest=page.payload_digest,
            hints=page.hints,
        )


def _refine_page(page: RawPage, task: Task) -> Refined:
    from etl.model import Rejection
    from etl.refine import refine, rejected

    if task.poison:
        return rejected(page, Rejection("error", "the page ended the process that read it"))
    try:
        with _time_limit(task.page_seconds):
            return refine(page, _registry(task.source_dirs))
    except Exception as error:  # noqa: BLE001  one page's defect is recorded as its row and must not stop the others
        return rejected(page, Rejection("error", f"{type(error).__name__}: {error}"))


class _time_limit:  # noqa: N801  reads as a statement
    """Raise TimeoutError in the block after so many seconds (POSIX, main thread of the worker)."""

    def __init__(self, seconds: int) -> None:
        self._seconds = seconds

    def __enter__(self) -> None:
        signal.signal(signal.SIGALRM, self._expire)
        signal.alarm(self._seconds)

    def __exit__(self, *_: object) -> None:
        signal.alarm(0)

    def _expire(self, *_: object) -> None:
        raise TimeoutError(f"not read within {self._seconds} seconds")


@lru_cache(maxsize=1)
def _registry(source_dirs: tuple[Path, ...]) -> Registry:
    from spiders.registry import load_registry

    return load_registry(source_dirs)


def _write(task: Task, refined: Refined) -> dict[str, int]:
    from pyarrow import parquet

    batch = task.batch
    draft = task.staging_dir / f".draft-{os.getpid()}-{batch.name}"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    tables = refined.tables()
    for name, table in tables.items():
        parquet.write_table(table, draft / f"{name}.parquet", compression="zstd")
    counts = {name: table.num_rows for name, table in tables.items()}
    counts["errors"] = sum(row["verdict"] == "error" for row in refined.rows["rejections"])
    about = {
        "segment": batch.segment,
        "from_offset": batch.from_offset,
        "to_offset": batch.to_offset,
        "rule_version": task.staging_dir.name,
        "counts": counts,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    (draft / "batch.json").write_text(json.dumps(about, indent=1), encoding="utf-8")
    _sync(draft)
    target = task.staging_dir / batch.name
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)
    return counts


def _sync(folder: Path) -> None:
    for path in (*folder.iterdir(), folder):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
