"""KEEP as a stage of the run: load what is staged, then check and publish."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from jobs.progress import Reporter
from jobs.settings import Settings

if TYPE_CHECKING:
    import pyarrow as pa

    from warehouse import LoadReport


def load(settings: Settings, run: dict[str, Any], reporter: Reporter) -> dict[str, Any]:
    """Load into the warehouse, record the run, and give the counts."""
    import warehouse

    path = settings.warehouse_path
    path.parent.mkdir(parents=True, exist_ok=True)
    report, problems = load_into(settings, path, reporter)
    warehouse.record_run(path, _run_record(run))
    return {
        "batches": report.batches,
        "articles": report.articles,
        "observations": report.observations,
        "quarantined": report.quarantined,
        "skipped": report.skipped,
        "problems": problems,
    }


def load_into(settings: Settings, path: Path, reporter: Reporter) -> tuple[LoadReport, list[str]]:
    """Bring a file's schema up to date, load staged batches of the present rules, and make them the current generation.

    The generation is switched only when it has read all of the archive, so that a half-read archive never replaces a
    whole one; the very first generation is used as far as it goes. Gives the report and what went wrong.
    """
    import warehouse
    from etl.version import rule_version

    warehouse.migrate(path)
    warehouse.load_reference(path, reference_tables(settings))
    if settings.corrections is not None:
        warehouse.load_corrections(path, settings.corrections)
    staging = settings.staging_dir / rule_version()
    staging.mkdir(parents=True, exist_ok=True)
    done = 0

    def on_batch(_: warehouse.BatchReport) -> None:
        nonlocal done
        done += 1
        reporter.step("load", done, None)

    report = warehouse.load(path, staging, on_batch=on_batch)
    return report, [*_unread(report), *_use(settings, path)]


def _run_record(run: dict[str, Any]) -> dict[str, Any]:
    return {**run, "rule_version": run["stages"].get("refine", {}).get("rule_version")}


def _unread(report: LoadReport) -> list[str]:
    return (
        [f"load: {report.failed} staged batches could not be read; see the quarantine table"] if report.failed else []
    )


def _use(settings: Settings, path: Path) -> list[str]:
    """Switch to the generation just loaded, or say why not."""
    import warehouse
    from etl.version import rule_version
    from spiders import archive

    known = {generation.rule_version: generation for generation in warehouse.generations(path)}
    if rule_version() not in known:
        return []
    first = not any(generation.is_current for generation in known.values())
    lengths = {info.segment: info.length for info in archive.segments(settings.archive_dir) if info.closed}
    try:
        warehouse.use_generation(path, rule_version(), segments=None if first else lengths)
    except warehouse.GenerationError as error:
        return [f"load: the rules before stay in use: {error}"]
    return []


def publish(settings: Settings, explain_drop: str | None = None) -> dict[str, Any]:
    """Publish a snapshot through the gates; a failing gate keeps the last good one and is named."""
    import warehouse

    keep = settings.publish.keep
    try:
        published = warehouse.publish(
            settings.warehouse_path, settings.published_dir, keep=keep, explain_drop=explain_drop
        )
    except warehouse.PublishBlocked as blocked:
        return {"published": "", "problems": [f"publish: {line}" for line in str(blocked).splitlines()]}
    return {"published": str(published.path), **published.counts, "warnings": list(published.warnings), "problems": []}


def reference_tables(settings: Settings) -> dict[str, pa.Table]:
    """Areas, indicators and sources as the warehouse's reference tables."""
    import pyarrow as pa

    from etl import indicators
    from jobs.importing import IMPORT_SOURCE
    from spiders.registry import load_registry

    registry = load_registry(settings.source_dirs)
    sources = [
        {
            "source_id": source.id,
            "name": source.name,
            "kind": source.kind,
            "home": source.home,
            "province_code": source.province,
            "enabled": source.enabled,
        }
        for source in registry.sources.values()
    ]
    imported = {"home": None, "province_code": None, "enabled": False}
    sources.append({"source_id": IMPORT_SOURCE, "name": "Imported files", "kind": "import", **imported})
    return {
        "sources": pa.Table.from_pylist(sources),
        "reference_areas": _reference_areas(),
        "indicators": pa.Table.from_pylist(indicators.catalogue_rows()),
    }


def _reference_areas() -> pa.Table:
    """The provinces as their file has them; dates are dates, an empty cell is null."""
    from importlib import resources

    import pyarrow as pa
    from pyarrow import csv

    text = resources.files("etl").joinpath("data", "provinces.csv").read_bytes()
    types = {name: pa.string() for name in text.decode().splitlines()[0].split(",")}
    types |= {"valid_from": pa.date32(), "valid_to": pa.date32()}
    options = csv.ConvertOptions(column_types=types, strings_can_be_null=True, null_values=[""])
    return csv.read_csv(pa.BufferReader(text), convert_options=options)
