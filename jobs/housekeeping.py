"""`solieu warehouse`, `solieu diff` and `solieu export`: looking after the writer's file and handing its figures on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jobs import keeping, refining
from jobs.asking import published_file
from jobs.errors import NothingDone
from jobs.lock import run_lock
from jobs.progress import Reporter
from jobs.settings import Settings


def checks(settings: Settings) -> list[dict[str, Any]]:
    """The gates of the writer's file, a row each."""
    import warehouse

    with _quiet(settings):
        return [
            {"check": check.name, "ok": check.ok, "severity": check.severity, "detail": check.detail}
            for check in warehouse.check(settings.warehouse_path)
        ]


def compact(settings: Settings) -> str:
    """Write the file anew without the space that deleted rows left."""
    import warehouse

    with _quiet(settings):
        before, after = warehouse.compact(settings.warehouse_path)
    return f"{settings.warehouse_path}: {before:,} bytes before, {after:,} after"


def backup(settings: Settings, folder: Path) -> str:
    """Copy the file at rest into a folder."""
    import warehouse

    with _quiet(settings):
        return f"wrote {warehouse.backup(settings.warehouse_path, folder)}"


def restore(settings: Settings, file: Path) -> str:
    """Put a backup in the place of the writer's file."""
    import warehouse

    with _quiet(settings):
        kept = warehouse.restore(settings.warehouse_path, file)
    return f"restored {file}" + (f"; the file before is {kept}" if kept else "")


def rebuild(settings: Settings, reporter: Reporter) -> str:
    """Make the writer's file anew from the archive alone: every page is read again and loaded into a new file."""
    import shutil

    import warehouse
    from etl.version import rule_version

    with _quiet(settings):
        shutil.rmtree(settings.staging_dir / rule_version(), ignore_errors=True)
        problems = refining.refine_archive(settings, reporter)["problems"]

        def fill(path: Path) -> None:
            keeping.load_into(settings, path, reporter)

        settings.warehouse_path.parent.mkdir(parents=True, exist_ok=True)
        kept = warehouse.rebuild(settings.warehouse_path, fill)
    lines = [f"rebuilt {settings.warehouse_path}" + (f"; the file before is {kept}" if kept else ""), *problems]
    return "\n".join(lines)


def generations(settings: Settings) -> list[dict[str, Any]]:
    """A row a rule version that the warehouse holds."""
    import warehouse

    return [
        {
            "generation": row.generation,
            "rule_version": row.rule_version,
            "created": f"{row.created_at:%Y-%m-%d %H:%M}",
            "articles": row.articles,
            "observations": row.observations,
            "current": "yes" if row.is_current else "",
        }
        for row in warehouse.generations(_existing(settings))
    ]


def use(settings: Settings, generation: str) -> str:
    """Make a generation the current one; it is published with the next publish."""
    import warehouse

    with _quiet(settings):
        before = warehouse.use_generation(_existing(settings), generation)
    return f"generation {generation} is current" + (f" instead of {before}" if before else "")


def drop(settings: Settings, generation: str) -> str:
    """Forget a generation that is not current; the archive can bring it back."""
    import warehouse

    with _quiet(settings):
        return f"{warehouse.drop_generation(_existing(settings), generation)} observations forgotten"


def difference(settings: Settings, first: str, second: str) -> list[dict[str, Any]]:
    """Figures that the second generation added, changed or removed, with their sentences."""
    import warehouse

    rows: list[dict[str, Any]] = warehouse.diff(_existing(settings), first, second).to_pylist()
    return rows


def export(settings: Settings, out_dir: Path, formats: tuple[str, ...]) -> list[Path]:
    """Write the published figures as files. Raises NothingDone before a first publish."""
    import warehouse

    published = published_file(settings.published_path)
    chosen = {"formats": formats} if formats else {}
    return warehouse.export(published, out_dir, **chosen)


def _existing(settings: Settings) -> Path:
    if not settings.warehouse_path.exists():
        raise NothingDone(f"{settings.warehouse_path}: there is no warehouse yet; `solieu run` makes it")
    return settings.warehouse_path


@contextmanager
def _quiet(settings: Settings) -> Iterator[None]:
    """While no run is under way."""
    with run_lock(settings.lock_path):
        yield
