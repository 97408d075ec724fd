"""COLLECT as a stage of the run: start the crawl's process, follow it, read its verdicts."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from jobs.errors import NothingDone
from jobs.files import write_atomically
from jobs.progress import Reporter
from jobs.settings import Settings

HEALTHY = frozenset({"ok", "empty_as_expected"})
_LAST_WORDS = 2000


@dataclass(frozen=True, slots=True)
class Scope:
    """What one crawl covers: sources (None: all enabled), how far back, and whether known articles are due anyway."""

    sources: list[str] | None = None
    since: date | None = None
    force_revisit: bool = False


def crawl(settings: Settings, run_id: str, scope: Scope, reporter: Reporter) -> list[dict[str, Any]]:
    """Fetch what is new into the archive and give each source's verdict.

    Raises NothingDone when the crawl itself could not run; a failing source is a verdict, not an error.
    """
    folder = settings.runs_dir / run_id
    config = folder / "crawl-config.json"
    write_atomically(config, json.dumps(_config(settings, run_id, scope), indent=1, default=str))
    errors = folder / "crawl.log"
    command = [sys.executable, "-m", "jobs.crawler", "--config", str(config)]
    with errors.open("wb") as log, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log) as process:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                _report(line, reporter)
        except KeyboardInterrupt:
            process.terminate()
            process.wait()
            raise
    result = folder / "crawl.json"
    if process.returncode or not result.is_file():
        raise NothingDone(f"the crawl could not run (exit {process.returncode}): {_last_words(errors)}")
    sources: list[dict[str, Any]] = json.loads(result.read_text(encoding="utf-8"))["sources"]
    return sources


def failed(sources: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The sources whose verdict asks for attention."""
    return [source for source in sources if source["verdict"] not in HEALTHY]


def _config(settings: Settings, run_id: str, scope: Scope) -> dict[str, Any]:
    crawl = settings.crawl
    since = scope.since or datetime.now(UTC).date() - timedelta(days=crawl.since_days)
    return {
        "run_id": run_id,
        "data_dir": settings.data_dir,
        "source_ids": scope.sources or crawl.sources,
        "extra_source_dirs": settings.source_dirs,
        "since": since,
        "until": None,
        "user_agent": crawl.user_agent,
        "contact": crawl.contact,
        "limits": {"pages_per_source": crawl.pages_per_source, "seconds": crawl.seconds},
        "obey_robots": crawl.obey_robots,
        "allow_loopback": crawl.allow_loopback,
        "progress": True,
        "force_revisit": scope.force_revisit,
    }


def _report(line: bytes, reporter: Reporter) -> None:
    try:
        event = json.loads(line)
    except ValueError:
        return
    if event.get("event") == "source_done" and event.get("verdict") not in HEALTHY:
        reporter.line(
            f"crawl: {event.get('source_id')}: {event.get('verdict')}: {event.get('reason') or ''}".rstrip(": ")
        )
    if "pages" in event:
        reporter.step("crawl", event["pages"], None)


def _last_words(log: Path) -> str:
    text = log.read_text(encoding="utf-8", errors="replace")[-_LAST_WORDS:].strip()
    return text.splitlines()[-1] if text else "it left no message"
