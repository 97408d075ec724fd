"""`solieu import`: articles that come as files enter the same archive and go the same way as fetched pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jobs.errors import NothingDone, WrongUsage
from jobs.progress import Reporter
from jobs.settings import Settings

if TYPE_CHECKING:
    from spiders.archive import ArchiveWriter

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
    problems: list[str] = field(default_factory=list)

    def summary(self) -> dict[str, Any]:
        """For the run record."""
        return {"files": self.files, "records": self.records, "known": self.known, "problems": self.problems}


def import_paths(settings: Settings, run_id: str, paths: list[Path], given: Given, reporter: Reporter) -> Imported:
    """Archive the files; a file that cannot be read is named and the others are taken.

    Raises WrongUsage for a province or date that is none, NothingDone when no file could be taken.
    """
    from spiders import archive

    _check(settings, given)
    files = list(_files(paths))
    imported = Imported()
    known = archive.known_digests(settings.archive_dir)
    with archive.ArchiveWriter(settings.archive_dir, run_id=run_id) as writer:
        for number, path in enumerate(files, 1):
            try:
                _import_file(path, given, writer, known, imported)
                imported.files += 1
            except (OSError, archive.ArchiveError) as error:
                imported.problems.append(f"{path}: {error}")
            reporter.step("import", number, len(files))
    if not imported.files:
        raise NothingDone("; ".join(imported.problems) or "no file to import: .html, .txt and .warc[.gz] are read")
    return imported


def _check(settings: Settings, given: Given) -> None:
    from etl.places import gazetteer
    from spiders.registry import load_registry

    if given.province and not gazetteer().is_code(given.province):
        raise WrongUsage(f"--province {given.province}: no GSO code of a province, old or new")
    if given.published:
        try:
            datetime.fromisoformat(given.published)
        except ValueError:
            raise WrongUsage(f"--published {given.published}: not an ISO date or time") from None
    known = load_registry(settings.crawl.extra_source_dirs).sources
    if given.source and given.source != IMPORT_SOURCE and given.source not in known:
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


def _import_file(path: Path, given: Given, writer: ArchiveWriter, known: set[str], imported: Imported) -> None:
    kind = _kind(path)
    if kind is None:
        raise OSError("not a kind of file that is read (.html, .txt, .warc, .warc.gz)")
    if kind == "warc":
        _import_warc(path, given, writer, known, imported)
        return
    body = path.read_bytes()
    _archive(writer, known, imported, path.resolve().as_uri(), body, kind, given.source or IMPORT_SOURCE, given.hints())


def _import_warc(path: Path, given: Given, writer: ArchiveWriter, known: set[str], imported: Imported) -> None:
    from spiders import archive
    from spiders.registry import load_registry

    registry = load_registry()
    for page in archive.read_foreign(path, hosts=given.hosts or None):
        source = given.source or getattr(registry.source_for(page.url), "id", None)
        if source is None:
            continue
        _archive(writer, known, imported, page.url, page.body, page.content_type or "text/html", source, given.hints())


def _archive(
    writer: ArchiveWriter,
    known: set[str],
    imported: Imported,
    url: str,
    body: bytes,
    content_type: str,
    source_id: str,
    hints: dict[str, str],
) -> None:
    from spiders import archive

    digest = archive.digest(body)
    if digest in known:
        imported.known += 1
        return
    writer.write_resource(url, body, content_type, source_id=source_id, hints=hints)
    known.add(digest)
    imported.records += 1
