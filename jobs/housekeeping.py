"""`solieu warehouse`, `solieu diff` and `solieu export`: looking after the writer's file and handing its figures on."""

from __future__ import annotations

import itertools
from collections import Counter
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
        before, after = warehouse.compact(_existing(settings))
    if before == after:
        return f"{settings.warehouse_path}: {before:,} bytes, and a file written anew is no smaller: left as it is"
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


def difference_text(rows: list[dict[str, Any]]) -> str:
    """A difference for a person to read: how many, which fields went from what to what, then every figure by page."""
    if not rows:
        return "no figure is read differently"
    counts = Counter(row["change"] for row in rows)
    lines = [", ".join(f"{counts[change]} {change}" for change in ("added", "changed", "removed") if counts[change])]
    kinds = Counter(kind for row in rows if row["change"] == "changed" for kind in _changes(row))
    lines += [f"  {n:6} times  {kind}" for kind, n in sorted(kinds.items(), key=lambda found: (-found[1], found[0]))]
    for url, of_page in itertools.groupby(rows, key=lambda row: row["url"]):
        lines += ["", url]
        for sentence, figures in itertools.groupby(of_page, key=lambda row: " ".join(row["sentence"].split())):
            lines += [f"  {sentence}", *(f"    {_figure_line(row)}" for row in figures)]
    return "\n".join(lines)


def _figure_line(row: dict[str, Any]) -> str:
    """What a figure is read as, and what changed in that."""
    if row["change"] != "changed":
        return (
            f"{row['change']:8} {row['numeral']}: {_reading(row, 'before' if row['change'] == 'removed' else 'after')}"
        )
    return f"changed  {row['numeral']}: {_reading(row, 'before')}  | {'; '.join(_changes(row))}"


def _changes(row: dict[str, Any]) -> list[str]:
    fields = [name.removesuffix("_before") for name in row if name.endswith("_before") and name != "observation_before"]
    return [
        f"{name}: {_shown(row[f'{name}_before'])} -> {_shown(row[f'{name}_after'])}"
        for name in fields
        if row[f"{name}_before"] != row[f"{name}_after"]
    ]


def _reading(row: dict[str, Any], side: str) -> str:
    indicator = row[f"indicator_{side}"] or f"({row['subject'] or 'no subject'})"
    value = f"{_shown(row[f'value_{side}'])} {row[f'unit_{side}'] or ''}".rstrip()
    more = [row[f"{name}_{side}"] for name in ("breakdown", "time_period", "area", "base", "status")]
    return ", ".join([f"{indicator} {row[f'measure_{side}']} {value}", *(str(fact) for fact in more if fact)])


def _shown(value: Any) -> str:
    if value is None or value == []:
        return "none"
    if isinstance(value, float):
        return f"{value:,.12g}"
    return "+".join(value) if isinstance(value, list) else str(value)


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
