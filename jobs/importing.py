"""`solieu import`: articles that come as files enter the same archive and go the same way as fetched pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from jobs.errors import NothingDone, WrongUsage
from jobs.progress import Reporter
from jobs.settings import Settings

if TYPE_CHECKING:
    from spiders.archive import ArchiveWriter
    from spiders.registry import Registry

IMPORT_SOURCE = "import"
_CONTENT_TYPES = {
    ".txt": "text/plain; charset=utf-8",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
}
_WARC_SUFFIXES = (".warc", ".warc.gz", ".warc.zst")


@dataclass(frozen=True, slots=True)
class Given:
    """What the files do not say, from the command line."""

    province: str | None = None
    source: str | None = None
    published: str | None = None
    hosts: tuple[str, ...] = ()

    def hints(self) -> dict[str, str]:
        """The facts to archive beside each file."""
        return {key: value for key in ("province", "published") if (value := getattr(self, key))}


@dataclass(slots=True)
class Imported:
    """What an import archived, what it knew already, and what it could not take."""

    files: int = 0
    records: int = 0
    known: int = 0
    passed_over: int = 0
    """Pages in WARC files whose hosts no source owns, or that were not asked for."""
    problems: list[str] = field(default_factory=list)

    def summary(self) -> dict[str, Any]:
        """For the run record."""
        return {
            "files": self.files,
            "records": self.records,
            "known": self.known,
            "passed_over": self.passed_over,
            "problems": self.problems,
        }


def import_paths(settings: Settings, run_id: str, paths: list[Path], given: Given, reporter: Reporter) -> Imported:
    """Archive the files; a file that cannot be read is named and the others are taken.

    Raises WrongUsage for a province, date or source that is none, NothingDone when no file could be taken.
    """
    from spiders import archive
    from spiders.registry import load_registry

    registry = load_registry(settings.source_dirs)
    _check(registry, given)
    files = list(_files(paths))
    imported = Imported()
    with archive.ArchiveWriter(settings.archive_dir, run_id=run_id) as writer:
        for number, path in enumerate(files, 1):
            try:
                _import_file(path, given, registry, writer, imported)
                imported.files += 1
            except (OSError, ValueError, archive.ArchiveError) as error:
                imported.problems.append(f"{path}: {error}")
            reporter.step("import", number, len(files))
    if not imported.files:
        raise NothingDone("; ".join(imported.problems) or "no file to import: .html, .txt and .warc[.gz] are read")
    return imported


def _check(registry: Registry, given: Given) -> None:
    from etl.places import gazetteer

    if given.province and not gazetteer().is_code(given.province):
        raise WrongUsage(f"--province {given.province}: no GSO code of a province, old or new")
    if given.published:
        try:
            datetime.fromisoformat(given.published)
        except ValueError:
            raise WrongUsage(f"--published {given.published}: not an ISO date or time") from None
    if given.source and given.source != IMPORT_SOURCE and given.source not in registry.sources:
        raise WrongUsage(f"--source {given.source}: no such source; `solieu source list` names them")


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from (file for file in sorted(path.rglob("*")) if file.is_file() and _kind(file))
        else:
            yield path


def _kind(path: Path) -> str | None:
    name = path.name.lower()
    if name.endswith(_WARC_SUFFIXES):
        return "warc"
    return _CONTENT_TYPES.get(path.suffix.lower())


def _import_file(path: Path, given: Given, registry: Registry, writer: ArchiveWriter, imported: Imported) -> None:
    kind = _kind(path)
    if kind is None:
        raise ValueError("not a kind of file that is read (.html, .txt, .warc, .warc.gz)")
    if kind == "warc":
        _import_warc(path, given, registry, writer, imported)
        return
    url, body, hints = path.resolve().as_uri(), path.read_bytes(), given.hints()
    if _archived_alike(writer.directory, url, body, hints):
        imported.known += 1
        return
    writer.write_resource(url, body, kind, hints=hints, source_id=given.source or IMPORT_SOURCE)
    imported.records += 1


def _archived_alike(archive_dir: Path, url: str, body: bytes, hints: dict[str, str]) -> bool:
    """Whether this very file with these facts is archived already, so that importing twice adds nothing."""
    from spiders import archive

    digest = archive.digest(body)
    alike = [entry for entry in archive.captures(archive_dir, url) if entry.digest == digest]
    return any(archive.read_page(archive_dir, entry.segment, entry.offset).hints == hints for entry in alike)


def _import_warc(path: Path, given: Given, registry: Registry, writer: ArchiveWriter, imported: Imported) -> None:
    from spiders import archive

    if given.hints():
        raise ValueError("--province and --published are not for WARC files: their pages say it themselves")

    def source_of(url: str) -> str | None:
        if given.hosts and urlsplit(url).netloc.lower() not in given.hosts:
            return None
        return given.source or getattr(registry.source_for(url), "id", None)

    tally = archive.import_warc(path, writer, source_of)
    imported.records += tally.pages
    passed = tally.passed_over
    imported.known += tally.known
    imported.passed_over += passed.foreign
    if passed.foreign and not (tally.pages or tally.known):
        imported.problems.append(
            f"{path}: none of its pages taken; no source owns their hosts ({passed.foreign} pages)"
        )
    if passed.unreadable or passed.torn or passed.too_large:
        imported.problems.append(
            f"{path}: passed over {passed.unreadable} unreadable, {passed.torn} torn and"
            f" {passed.too_large} too large records"
        )
