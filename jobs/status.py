"""`solieu status`: how the last runs went, how each source stands, what is kept, what is due."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jobs.settings import Settings

_RUNS_SHOWN = 5
_COUNTS = """
with now as (select rule_version from current_generation)
select (select count(*) from article_status where is_latest) as articles,
       (select count(*) from observations_current) as observations,
       (select count(*) from indicator_series) as series_values, (select count(*) from flagged) as flagged,
       (select count(*) from quarantine where rule_version in (from now)) as quarantined,
       (select count(*) from quarantine where rule_version not in (from now)) as quarantined_by_other_rules,
       (select count(*) from rejections where rule_version in (from now)) as rejected_pages
"""
"""All of the rules in use, as `warehouse check` counts; what other generations refused is told apart."""


def status(settings: Settings) -> dict[str, Any]:
    """The state of a data directory as plain values; a directory that no run has used yet gives empty parts."""
    runs = last_runs(settings.runs_dir, _RUNS_SHOWN)
    return {
        "data_dir": str(settings.data_dir),
        "runs": runs,
        "sources": _verdicts(settings.runs_dir),
        "counts": _counts(settings),
        "due": _due(settings),
        "reports": sorted(str(path) for path in settings.reports_dir.glob("*"))
        if settings.reports_dir.is_dir()
        else [],
    }


def status_text(found: dict[str, Any]) -> str:
    """The state for a person to read."""
    lines = [f"data: {found['data_dir']}", "", "last runs"]
    lines += [f"  {run['started']}  {run['command']:8} {_ending(run)}" for run in found["runs"]] or ["  none yet"]
    lines += ["", "sources"]
    lines += [
        f"  {row['source_id']:28} {row['verdict']:20} {row['pages']:>6} pages  {row.get('reason') or ''}".rstrip()
        for row in found["sources"]
    ] or ["  none crawled yet"]
    lines += ["", "published"]
    lines += [f"  {name:26} {value}" for name, value in found["counts"].items()] or ["  nothing yet"]
    lines += ["", "due"]
    lines += [f"  {line}" for line in found["due"]]
    return "\n".join(lines)


def last_runs(runs_dir: Path, limit: int) -> list[dict[str, Any]]:
    """The newest run records, newest first."""
    if not runs_dir.is_dir():
        return []
    folders = sorted((folder for folder in runs_dir.iterdir() if (folder / "run.json").is_file()), reverse=True)
    return [json.loads((folder / "run.json").read_text(encoding="utf-8")) for folder in folders[:limit]]


def _ending(run: dict[str, Any]) -> str:
    if run["finished"] is None:
        return "did not finish (killed, or still running)"
    problems = f", {len(run['problems'])} problems: {run['problems'][0]}" if run["problems"] else ""
    return f"exit {run['exit_code']}{problems}"


def _verdicts(runs_dir: Path) -> list[dict[str, Any]]:
    """The newest verdict of every source that was ever crawled."""
    newest: dict[str, dict[str, Any]] = {}
    for file in sorted(runs_dir.glob("*/crawl.json")):
        for row in json.loads(file.read_text(encoding="utf-8"))["sources"]:
            newest[row["source_id"]] = row | {"run_id": file.parent.name}
    return sorted(newest.values(), key=lambda row: (row["verdict"] == "ok", row["source_id"]))


def _counts(settings: Settings) -> dict[str, int]:
    import warehouse

    if not settings.published_path.exists():
        return {}
    (counts,) = warehouse.query(settings.published_path, _COUNTS).to_pylist()
    return dict(counts)


def _due(settings: Settings) -> list[str]:
    from jobs.cron import upcoming

    return [f"run {line}" for line in upcoming(settings)]
