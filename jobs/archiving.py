"""`solieu archive`: looking after the raw pages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from jobs.errors import WrongUsage
from jobs.lock import run_lock
from jobs.settings import Settings


def rows(settings: Settings, url: str | None = None) -> list[dict[str, Any]]:
    """A row a segment, or a row a capture of ``url``."""
    from spiders import archive

    if url is not None:
        entries = archive.captures(settings.archive_dir, url)
        names = ("stamp", "kind", "status", "source_id", "segment", "offset", "digest")
        return [{name: getattr(entry, name) for name in names} for entry in entries]
    return [
        {"segment": info.segment, "bytes": info.length, "state": "closed" if info.closed else "open"}
        for info in archive.segments(settings.archive_dir)
    ]


def verified(settings: Settings, segment: str | None = None) -> list[dict[str, Any]]:
    """What verification found in each segment; ``problems`` is empty where all is well."""
    from spiders import archive

    return [
        {
            "segment": report.segment,
            "bytes": report.bytes,
            "records": report.records.total(),
            "problems": "; ".join(f"byte {problem.offset}: {problem.reason}" for problem in report.problems),
        }
        for report in archive.verify(settings.archive_dir, segment)
    ]


def page(settings: Settings, segment: str, offset: int) -> bytes:
    """The body of the page whose record starts at ``offset``. Raises WrongUsage where there is none."""
    from spiders import archive

    try:
        return archive.read_page(settings.archive_dir, segment, offset).body
    except (archive.ArchiveError, LookupError, FileNotFoundError) as error:
        raise WrongUsage(str(error)) from None


def prune(settings: Settings, before: datetime, *, delete: bool) -> list[str]:
    """Segments fetched wholly before a day; deleted only when asked to. Raises RunLocked while a run is under way."""
    from spiders import archive

    moment = before.replace(tzinfo=UTC)
    with run_lock(settings.lock_path):
        chosen = (archive.prune if delete else archive.prunable)(settings.archive_dir, moment)
    return [info.segment for info in chosen]
