"""One run, stage by stage, under the lock: what ``solieu run`` and the scheduler both call.

Every job gives an outcome, a plain dictionary that is also the run's record in ``state/runs/<run_id>/run.json``.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from jobs import crawling, importing, keeping, refining, telling
from jobs.errors import NOTHING_DONE, OK, SOME_FAILED
from jobs.files import write_atomically
from jobs.importing import Given
from jobs.lock import run_lock
from jobs.progress import Reporter
from jobs.settings import Settings

Outcome = dict[str, Any]


def complete_run(
    settings: Settings,
    reporter: Reporter,
    *,
    sources: list[str] | None = None,
    since: date | None = None,
    force_revisit: bool = False,
) -> Outcome:
    """Crawl, refine, load, check, publish, report.

    What a failing source leaves is loaded and published all the same. Raises RunLocked, ConfigurationError, and
    NothingDone when no source gave anything and nothing is left to load.
    """
    scope = crawling.Scope(sources, since, force_revisit)
    with _recorded(settings, "run") as outcome:
        _crawl(settings, outcome, scope, reporter)
        _after_archiving(settings, outcome, reporter)
    return outcome


def crawl_only(
    settings: Settings, reporter: Reporter, *, sources: list[str] | None = None, since: date | None = None
) -> Outcome:
    """The crawl alone."""
    with _recorded(settings, "crawl") as outcome:
        _crawl(settings, outcome, crawling.Scope(sources, since), reporter)
    return outcome


def import_run(settings: Settings, reporter: Reporter, *, paths: list[Path], given: Given) -> Outcome:
    """Archive files, then refine, load, check, publish and report as a run does."""
    with _recorded(settings, "import") as outcome:
        imported = importing.import_paths(settings, outcome["run_id"], paths, given, reporter)
        outcome["stages"]["import"] = imported.summary()
        _note_problems(outcome, imported.problems)
        _after_archiving(settings, outcome, reporter)
    return outcome


def refine_only(settings: Settings, reporter: Reporter) -> Outcome:
    """The refine stage alone."""
    with _recorded(settings, "refine") as outcome:
        _refine(settings, outcome, reporter)
    return outcome


def load_only(settings: Settings, reporter: Reporter) -> Outcome:
    """The load stage alone."""
    with _recorded(settings, "load") as outcome:
        _load(settings, outcome, reporter)
    return outcome


def publish_only(settings: Settings, reporter: Reporter, *, explain_drop: str | None = None) -> Outcome:
    """The publish stage alone; ``explain_drop`` lets a large fall in the counts pass, and is recorded."""
    with _recorded(settings, "publish") as outcome:
        _publish(settings, outcome, explain_drop)
    return outcome


def outcome_text(outcome: Outcome) -> str:
    """An outcome for a person: a line a stage, then what went wrong."""
    lines = [f"{stage}: {_counts(result)}" for stage, result in outcome["stages"].items()]
    lines += [f"problem: {problem}" for problem in outcome["problems"]]
    return "\n".join(lines)


@contextmanager
def _recorded(settings: Settings, command: str) -> Iterator[Outcome]:
    """Hold the run lock and keep the run's record, also of a run that fails."""
    started = datetime.now(UTC)
    outcome: Outcome = {
        "run_id": f"{started:%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}",
        "command": command,
        "started": started.isoformat(timespec="seconds"),
        "finished": None,
        "exit_code": OK,
        "stages": {},
        "problems": [],
    }
    with run_lock(settings.lock_path):
        _recover(settings)
        record = settings.runs_dir / outcome["run_id"] / "run.json"
        _write(record, outcome)
        try:
            yield outcome
        except BaseException as error:
            outcome["exit_code"] = NOTHING_DONE
            outcome["problems"].append(f"{type(error).__name__}: {error}")
            raise
        finally:
            outcome["finished"] = datetime.now(UTC).isoformat(timespec="seconds")
            _write(record, outcome)


def _write(record: Path, outcome: Outcome) -> None:
    write_atomically(record, json.dumps(outcome, ensure_ascii=False, indent=1, default=str))


def _recover(settings: Settings) -> None:
    """Close what a killed run left open in the archive."""
    from spiders import archive

    if settings.archive_dir.is_dir():
        archive.recover(settings.archive_dir)


def _crawl(settings: Settings, outcome: Outcome, scope: crawling.Scope, reporter: Reporter) -> None:
    sources = crawling.crawl(settings, outcome["run_id"], scope, reporter)
    failed = crawling.failed(sources)
    outcome["stages"]["crawl"] = {
        "sources": len(sources),
        "failed": len(failed),
        "requests": sum(source["requests"] for source in sources),
        "pages": sum(source["pages"] for source in sources),
        "new_pages": sum(source["new_pages"] for source in sources),
        "verdicts": {source["source_id"]: source["verdict"] for source in sources},
    }
    _note_problems(outcome, [f"{row['source_id']}: {row['verdict']}: {row['reason']}" for row in failed])
    if sources and len(failed) == len(sources) and not any(source["new_pages"] for source in sources):
        outcome["exit_code"] = NOTHING_DONE


def _after_archiving(settings: Settings, outcome: Outcome, reporter: Reporter) -> None:
    _refine(settings, outcome, reporter)
    _load(settings, outcome, reporter)
    _publish(settings, outcome)
    _report(settings, outcome)


def _refine(settings: Settings, outcome: Outcome, reporter: Reporter) -> None:
    result = refining.refine_archive(settings, reporter)
    outcome["stages"]["refine"] = result
    _note_problems(outcome, result["problems"])


def _load(settings: Settings, outcome: Outcome, reporter: Reporter) -> None:
    result = keeping.load(settings, outcome, reporter)
    outcome["stages"]["load"] = result
    _note_problems(outcome, result["problems"])


def _publish(settings: Settings, outcome: Outcome, explain_drop: str | None = None) -> None:
    result = keeping.publish(settings, explain_drop)
    outcome["stages"]["publish"] = result
    _note_problems(outcome, result["problems"])
    if not result["published"]:
        outcome["exit_code"] = NOTHING_DONE


def _report(settings: Settings, outcome: Outcome) -> None:
    """Render what is due; a report that fails is a problem of its own, the figures are published already."""
    if not outcome["stages"]["publish"]["published"]:
        return
    files: list[str] = []
    for period in telling.due_periods(datetime.now(UTC).date(), settings.report.kinds):
        try:
            files += [str(path) for path in telling.render(settings, period)]
        except Exception as error:  # noqa: BLE001  a report's defect must not undo a published run
            _note_problems(outcome, [f"report {period}: {type(error).__name__}: {error}"])
    outcome["stages"]["report"] = {"files": files}


def _note_problems(outcome: Outcome, problems: list[str]) -> None:
    outcome["problems"] += problems
    if problems:
        outcome["exit_code"] = max(outcome["exit_code"], SOME_FAILED)


def _counts(result: dict[str, Any]) -> str:
    shown = [f"{key} {value}" for key, value in result.items() if isinstance(value, int | str) and value != ""]
    return ", ".join(shown) or "nothing to do"
