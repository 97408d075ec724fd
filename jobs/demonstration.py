"""`solieu demo`: the main job on an invented press on this machine, its figures held against the press's own truth."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jobs.errors import WrongUsage
from jobs.evaluation import LEVELS, agreement
from jobs.progress import Reporter, reporter
from jobs.settings import Settings, load_settings

if TYPE_CHECKING:
    from demo.press import Press

_MARK = ".solieu-demo"
_FIGURES = """
select o.url, o.indicator, o.measure, o.value, o.unit, o.base, o.status, o.area,
       [o.period_start::varchar, o.period_end::varchar] as period
from observations_current o join indicators i on o.indicator = i.indicator
where i.tier = 1
"""
_CORE = "select indicator from indicators where tier = 1"
_COUNTS = """
select count(distinct a.article_id) as articles, count(*) - count(distinct a.article_id) as corrected,
       (select count(*) from observations_current) as observations, (select count(*) from flagged) as flagged
from articles a join current_generation using (rule_version)
"""
_EXAMPLE = """
select observation_id, indicator, value, unit, time_period, area_name, sentence, url
from observations_current
where indicator = 'iip' and measure = 'change' and breakdown is null and area_unit_id is not null
order by confidence desc, observation_id limit 1
"""
_BUSIEST = """
select time_period from indicator_series where regexp_matches(time_period, '^\\d{4}-(Q\\d|S\\d|\\d\\d)$')
group by all order by count(*) desc, time_period limit 1
"""


def serve(*, articles: int, seed: int) -> None:
    """Serve the press until interrupted."""
    from demo.press import Press

    with Press(seed=seed, articles=articles) as press:
        for outlet in press.outlets:
            print(f"{outlet.source_id:24} {outlet.home}", flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            return


def demonstrate(*, articles: int, seed: int, data_dir: Path, quiet: bool) -> dict[str, Any]:
    """Run the main job twice on the press: once on a fresh data folder, and again after an article was corrected.

    Gives a summary with counts, files, an example and the agreement with the truth. ``data_dir`` is emptied first if an
    earlier demo made it; raises WrongUsage for a folder with other things in it.
    """
    from demo.press import Press

    started = time.monotonic()
    _fresh(data_dir)
    with Press(seed=seed, articles=articles) as press, reporter(quiet) as progress:
        settings = _settings(press, data_dir)
        first = _run(settings, progress, force_revisit=False)
        press.correct()
        second = _run(settings, progress, force_revisit=True)
        summary = _summary(settings, press, [first, second])
    return summary | {"seconds": round(time.monotonic() - started, 1)}


def summary_text(summary: dict[str, Any]) -> str:
    """The summary for a person to read."""
    rows = [
        (name, str(summary[name])) for name in ("sources", "pages", "articles", "observations", "flagged", "corrected")
    ]
    rows += [(f"{name} precision", f"{level['precision']:.3f}") for name, level in summary["agreement"].items()]
    rows += [(f"{name} recall", f"{level['recall']:.3f}") for name, level in summary["agreement"].items()]
    rows += [("database", summary["database"]), ("report", summary["report"]), ("seconds", str(summary["seconds"]))]
    lines = [f"{name:18} {value}" for name, value in rows]
    lines += [f"{'trouble met':18} {source}: {verdict}" for source, verdict in summary["trouble"].items()]
    if example := summary["example"]:
        lines += [
            "",
            "{area_name}, {time_period}: {indicator} {value:+g} {unit}".format_map(example),
            f"  {example['sentence']}",
            f"  {example['url']}",
            f"  solieu --data {summary['data']} show {example['observation_id']}",
        ]
    return "\n".join(lines)


def _fresh(data_dir: Path) -> None:
    if data_dir.exists():
        if any(data_dir.iterdir()) and not (data_dir / _MARK).exists():
            raise WrongUsage(f"{data_dir}: not empty, and not made by an earlier demo")
        shutil.rmtree(data_dir)
    data_dir.mkdir(parents=True)
    (data_dir / _MARK).touch()


def _settings(press: Press, data_dir: Path) -> Settings:
    sources = data_dir / "sources"
    press.write_sources(sources)
    crawl = {
        "contact": "demo@localhost",
        "sources": [outlet.source_id for outlet in press.outlets],
        "since_days": 20 * 366,
        "allow_loopback": True,
    }
    return load_settings(Path("/dev/null"), data_dir=data_dir, crawl=crawl)


def _run(settings: Settings, progress: Reporter, *, force_revisit: bool) -> dict[str, Any]:
    from jobs.run import complete_run

    return complete_run(settings, progress, force_revisit=force_revisit)


def _summary(settings: Settings, press: Press, runs: list[dict[str, Any]]) -> dict[str, Any]:
    import warehouse
    from jobs.telling import render

    published = settings.published_path
    press.write_truth(settings.data_dir / "truth.jsonl")
    (counts,) = warehouse.query(published, _COUNTS).to_pylist()
    found = warehouse.query(published, _FIGURES).to_pylist()
    core = set(warehouse.query(published, _CORE)["indicator"].to_pylist())
    truth = [row for row in press.truth() if row["indicator"] in core]
    example = warehouse.query(published, _EXAMPLE).to_pylist()
    busiest = warehouse.query(published, _BUSIEST).to_pylist()
    report = render(settings, busiest[0]["time_period"]) if busiest else []
    crawls = [run["stages"]["crawl"] for run in runs]
    trouble = {source: verdict for source, verdict in crawls[0]["verdicts"].items() if verdict != "ok"}
    return {
        "sources": crawls[0]["sources"],
        "pages": sum(crawl["pages"] for crawl in crawls),
        "articles": counts["articles"],
        "observations": counts["observations"],
        "flagged": counts["flagged"],
        "corrected": counts["corrected"],
        "agreement": {level: _shares(agreement(truth, found, level)) for level in LEVELS},
        "data": str(settings.data_dir),
        "database": str(published),
        "report": next((str(path) for path in report if path.suffix == ".html"), ""),
        "trouble": trouble,
        "example": example[0] if example else None,
        "exit_code": 0,
    }


def _shares(result: Any) -> dict[str, float]:
    return {"precision": result.precision, "recall": result.recall, "stated": result.stated, "found": result.found}
