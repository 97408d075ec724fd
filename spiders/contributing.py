"""``solieu source new``: a draft of a source file and a golden that fails until a person looked at it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from spiders.asking import Asker, AskingError
from spiders.checking import golden_faults, golden_of, read_article
from spiders.draft import Draft, draft_source
from spiders.paging import ListRequest
from spiders.registry import Registry, Source

ReadWith = Callable[[bytes, str, Registry], Any]
"""``(body, url, registry) -> article or rejection``."""


class ContributionError(Exception):
    """A source cannot be drafted; the message says why."""


@dataclass(frozen=True, slots=True)
class NewSource:
    """What ``solieu source new`` wrote."""

    draft: Draft
    file: Path
    golden: Path | None
    """None where no article could be read: the reason stands in ``trouble``."""
    page: Path | None
    """The page that the golden was read from; it is the publisher's text and stays out of a repository."""
    trouble: str | None = None
    faults: tuple[str, ...] = ()
    """What is doubtful in the golden's reading."""


def new_source(url: str, registry: Registry, ask: Asker, read: ReadWith, directory: Path) -> NewSource:
    """Look at the site at ``url`` and write ``<id>.yaml`` and ``<id>.golden.json`` into ``directory``.

    :raises ContributionError: the site does not answer, is described already, or the file is there already.
    """
    if (known := registry.source_for(url)) is not None:
        where = registry.files.get(known.id, "the registry")
        raise ContributionError(f"{url} belongs to {known.id}, described in {where}")
    try:
        home = ask(ListRequest(url))
        robots = ask.robots_text(url)
    except AskingError as error:
        raise ContributionError(str(error)) from None
    if home.status != 200:
        raise ContributionError(f"{url} answered with status {home.status}")
    draft = draft_source(home.url, home.body, registry, lambda link: _page(ask, link), robots)
    file = directory / f"{draft.source_id}.yaml"
    if file.exists():
        raise ContributionError(f"{file} is there already: change it, or remove it first")
    directory.mkdir(parents=True, exist_ok=True)
    file.write_text(draft.text, encoding="utf-8")
    return _with_golden(draft, file, registry, ask, read)


def _page(ask: Asker, url: str) -> bytes | None:
    try:
        answer = ask(ListRequest(url))
    except AskingError:
        return None
    return answer.body if answer.status == 200 else None


def _with_golden(draft: Draft, file: Path, registry: Registry, ask: Asker, read: ReadWith) -> NewSource:
    if not draft.examples:
        return NewSource(draft, file, None, None, "no address of an article was found")
    url = draft.examples[0]
    body = _page(ask, url)
    if body is None:
        return NewSource(draft, file, None, None, f"{url} did not answer with a page")
    drafted = with_draft(registry, draft)
    article = read_article(url, body, drafted, lambda page, at: read(page, at, drafted))
    page = file.with_suffix(".golden.html")
    page.write_bytes(body)
    golden = file.with_suffix(".golden.json")
    entry = {**golden_of(article), "page": page.name, "read_on": date.today().isoformat()}
    golden.write_text(json.dumps(entry, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return NewSource(draft, file, golden, page, faults=article.faults)


def with_draft(registry: Registry, draft: Draft) -> Registry:
    """The registry with a drafted source in it, its open questions answered by what harms nothing (``VN``)."""
    facts = yaml.safe_load(draft.text)
    facts |= {name: "VN" for name in ("province",) if facts.get(name) == "??"}
    try:
        source = Source.model_validate(facts)
    except ValidationError:
        return registry
    return Registry({**registry.sources, source.id: source}, registry.families, [], dict(registry.files))


def check_golden(golden: Path, registry: Registry, read: ReadWith) -> list[str]:
    """How the reading of a golden's page differs from what was noted; that nobody looked at it is a fault too.

    :raises ContributionError: the golden or its page is not there or not whole.
    """
    try:
        noted = json.loads(golden.read_text(encoding="utf-8"))
        body = (golden.parent / noted["page"]).read_bytes()
        url, _ = noted["url"], noted["fields"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ContributionError(f"{golden}: {error}") from None
    return golden_faults(noted, read_article(url, body, registry, lambda page, at: read(page, at, registry)))
