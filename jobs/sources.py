"""`solieu source`: what is known of each publisher, whether it still holds, and a draft for a new one."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jobs.errors import NothingDone, WrongUsage
from jobs.settings import Settings

if TYPE_CHECKING:
    from spiders.checking import CheckReport
    from spiders.contributing import NewSource
    from spiders.registry import Registry, Source


def registry_of(settings: Settings) -> Registry:
    """The packaged sources and the operator's own."""
    from spiders.registry import load_registry

    return load_registry(settings.source_dirs)


def rows(settings: Settings, *, only_on: bool = False) -> list[dict[str, str]]:
    """A row a source, and one a broken file with its reason."""
    from spiders.checking import source_rows

    registry = registry_of(settings)
    listed = source_rows(registry, _verified(settings))
    broken = [{"id": "(broken file)", "name": str(problem), "on": "no"} for problem in registry.problems]
    return [row for row in [*listed, *broken] if row["on"] == "yes" or not only_on]


def shown(settings: Settings, source_id: str) -> list[str]:
    """What is known of a source, as lines. Raises WrongUsage for an unknown id."""
    from spiders.checking import source_lines

    registry = registry_of(settings)
    return source_lines(_named(registry, source_id), registry, _verified(settings))


def check(settings: Settings, source_id: str) -> CheckReport:
    """Ask a source's lists and read a few articles; a pass turns the source on for this machine.

    Raises WrongUsage for an unknown id. What the site answers is the report's verdict.
    """
    from spiders.asking import Asker
    from spiders.checking import check_source, record_verified

    registry = registry_of(settings)
    source = _named(registry, source_id)
    ask = Asker(settings.crawl.user_agent, settings.crawl.contact, source)
    report = check_source(source, registry, ask, partial(_read, registry=registry))
    if report.passed:
        record_verified(settings.verified_path, source_id, date.today())
    return report


def check_saved(settings: Settings, page: Path, url: str) -> CheckReport:
    """The same for one saved page, without the network. Raises OSError for a file that cannot be read."""
    from spiders.checking import check_page

    registry = registry_of(settings)
    return check_page(url, page.read_bytes(), registry, partial(_read, registry=registry))


def check_golden(settings: Settings, golden: Path) -> list[str]:
    """How the reading of a golden's page differs from what was noted. Raises WrongUsage for a broken golden."""
    from spiders import contributing

    try:
        return contributing.check_golden(golden, registry_of(settings), _read)
    except contributing.ContributionError as error:
        raise WrongUsage(str(error)) from None


def new(settings: Settings, url: str, directory: Path) -> NewSource:
    """Look at a site and write a draft of its file with a golden that fails until a person has looked at it.

    Raises NothingDone where the site does not answer or is described already.
    """
    from spiders.asking import Asker
    from spiders.contributing import ContributionError, new_source

    ask = Asker(settings.crawl.user_agent, settings.crawl.contact)
    try:
        return new_source(url, registry_of(settings), ask, _read, directory)
    except ContributionError as error:
        raise NothingDone(str(error)) from None


def _read(body: bytes, url: str, registry: Registry) -> Any:
    from etl.article import read_page

    return read_page(body, url, registry=registry)


def _named(registry: Registry, source_id: str) -> Source:
    if source_id not in registry.sources:
        raise WrongUsage(f"{source_id}: no such source; `solieu source list` names them")
    return registry.sources[source_id]


def _verified(settings: Settings) -> dict[str, date]:
    from spiders.registry import read_verified

    return read_verified(settings.verified_path)
