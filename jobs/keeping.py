"""KEEP as a stage of the run: load what is staged, then check and publish."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jobs.progress import Reporter
from jobs.settings import Settings

if TYPE_CHECKING:
    import pyarrow as pa


def load(settings: Settings, run: dict[str, Any], *, complete: bool, reporter: Reporter) -> dict[str, Any]:
    """Bring the schema up to date, load staged batches of the present rules, and make them the current generation.

    The generation is switched only when everything archived has been read (``complete``), so that a half-read archive
    never replaces a whole one; the very first generation is used as far as it goes.
    """
    import warehouse
    from etl.version import rule_version

    path = settings.warehouse_path
    path.parent.mkdir(parents=True, exist_ok=True)
    warehouse.migrate(path)
    warehouse.load_reference(path, reference_tables(settings))
    staging = settings.staging_dir / rule_version()
    staging.mkdir(parents=True, exist_ok=True)
    report = warehouse.load(path, staging, on_batch=lambda done, total: reporter.step("load", done, total))
    warehouse.record_run(path, run)
    if complete or warehouse.current_generation(path) is None:
        warehouse.use_generation(path, rule_version())
    return {
        "batches": report.batches,
        "articles": report.articles,
        "observations": report.observations,
        "quarantined": report.quarantined,
        "skipped": report.skipped,
    }


def publish(settings: Settings) -> dict[str, Any]:
    """Run the gates and publish a snapshot; a failing gate keeps the last good one and is named."""
    import warehouse

    checks = warehouse.check(settings.warehouse_path)
    failed = [f"check {check.name}: {check.detail}" for check in checks if not check.ok and check.severity == "error"]
    if failed:
        return {"published": "", "checks": len(checks), "failed_checks": failed}
    published = warehouse.publish(settings.warehouse_path, settings.published_dir, keep=settings.publish.keep)
    return {"published": str(published.path), "checks": len(checks), "failed_checks": [], **published.counts}


def reference_tables(settings: Settings) -> dict[str, pa.Table]:
    """Areas, indicators and sources as the warehouse's reference tables."""
    import pyarrow as pa

    from etl import indicators, places
    from jobs.importing import IMPORT_SOURCE
    from spiders.registry import load_registry

    registry = load_registry(settings.crawl.extra_source_dirs)
    sources = [
        {
            "source_id": source.id,
            "name": source.name,
            "kind": source.kind,
            "home": source.home,
            "province_code": source.province,
            "family": source.family if isinstance(source.family, str) else None,
            "enabled": source.enabled,
        }
        for source in registry.sources.values()
    ]
    imported = dict.fromkeys(sources[0]) if sources else {}
    sources.append(
        {**imported, "source_id": IMPORT_SOURCE, "name": "Imported files", "kind": "import", "enabled": False}
    )
    return {
        "sources": pa.Table.from_pylist(sources),
        "reference_areas": pa.Table.from_pylist(places.area_rows()),
        "indicators": pa.Table.from_pylist(indicators.catalogue_rows()),
    }
