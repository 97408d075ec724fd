"""``solieu source check``: does a source's file still fit its site, field by field, and what passing it means.

Discovery is asked as in a run, a few articles are read, and every field is shown with where it came from. A check that
passes is written to ``state/verified.json`` of the data directory: from then on the source is crawled without being
named, though its packaged file says ``enabled: false``. Articles that a person looked at become goldens.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from spiders.asking import Answer, Ask, AskingError
from spiders.feeds import Entry
from spiders.lists import read_answer, start_requests
from spiders.paging import ListRequest
from spiders.registry import Registry, Source

ReadPage = Callable[[bytes, str], Any]
"""``(body, url) -> article or rejection``: an article has ``title``, ``text``, ``published`` and ``how``; a rejection
``verdict`` and ``reason``."""

CheckVerdict = Literal["ok", "empty_unexpectedly", "http_error", "parse_drift"]

MIN_BODY = 200
"""Characters of text that an article has at least."""
_FIELDS = ("title", "published", "updated", "author", "section", "lead", "text", "captions", "tables", "canonical_url")


@dataclass(frozen=True, slots=True)
class ReadField:
    """One field of an article: what was read (shortened) and from where."""

    name: str
    value: str
    how: str


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """What was read of one article, and what is wrong with it."""

    url: str
    fields: tuple[ReadField, ...]
    faults: tuple[str, ...]


@dataclass
class CheckReport:
    """The outcome of a check; ``passed`` when the verdict is ok."""

    source_id: str
    verdict: CheckVerdict = "ok"
    reasons: list[str] = field(default_factory=list)
    lists: list[tuple[str, int, str]] = field(default_factory=list)
    """Address asked, articles found, problem or empty."""
    articles: list[ReadArticle] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        return self.verdict == "ok"


def check_source(
    source: Source, registry: Registry, ask: Ask, read_page: ReadPage, *, articles: int = 3, lists: int = 6
) -> CheckReport:
    """Ask a source's lists and read a few of its articles; never raises for what the site answers."""
    report = CheckReport(source.id)
    entries: dict[str, Entry] = {}
    for request in start_requests(source, registry)[:lists]:
        found, problem = _ask_list(request, source, registry, ask)
        report.lists.append((request.url, len(found), problem))
        entries.update((entry.key or entry.url, entry) for entry in found)
    floor = max(1, source.health_floors.listed)
    if len(entries) < floor:
        failed = bool(report.lists) and all(problem for _, _, problem in report.lists)
        report.verdict = "http_error" if failed else "empty_unexpectedly"
        report.reasons.append(f"{len(entries)} articles listed, at least {floor} expected")
        return report
    newest = sorted(entries.values(), key=lambda entry: (entry.aside, entry.published is None))
    for entry in _spread(newest, articles):
        report.articles.append(_ask_article(entry.url, registry, ask, read_page))
    _judge(report, source)
    return report


def check_page(url: str, body: bytes, registry: Registry, read_page: ReadPage) -> CheckReport:
    """The same for one saved page, without the network."""
    match = registry.family_for(url)
    source = match.source if match else registry.source_for(url)
    report = CheckReport(source.id if source else "unknown")
    report.articles.append(read_article(url, body, registry, read_page))
    if match is None:
        report.reasons.append("the address has no article's form of a known source: only the generic reading applies")
    if report.articles[0].faults:
        report.verdict = "parse_drift"
        report.reasons += report.articles[0].faults
    return report


def _ask_list(request: ListRequest, source: Source, registry: Registry, ask: Ask) -> tuple[tuple[Entry, ...], str]:
    try:
        answer = ask(request)
    except AskingError as error:
        return (), str(error)
    if answer.status != 200:
        return (), f"status {answer.status}"
    page = read_answer(request, answer.body, registry, source, answer.url)
    if request.kind == "sitemap" and page.more and not page.entries:  # an index: its newest sitemap stands for all
        return _ask_list(page.more[0], source, registry, ask)
    return page.entries, page.problem or ""


def _ask_article(url: str, registry: Registry, ask: Ask, read_page: ReadPage) -> ReadArticle:
    try:
        answer: Answer = ask(ListRequest(url))
    except AskingError as error:
        return ReadArticle(url, (), (str(error),))
    if answer.status != 200:
        return ReadArticle(url, (), (f"status {answer.status}",))
    return read_article(url, answer.body, registry, read_page)


def read_article(url: str, body: bytes, registry: Registry, read_page: ReadPage) -> ReadArticle:
    """What ``read_page`` reads of a page, field by field, with the faults that a person should look at."""
    read = read_page(body, url)
    if hasattr(read, "reason"):
        return ReadArticle(url, (), (f"{read.verdict}: {read.reason}",))
    how: dict[str, str] = dict(getattr(read, "how", {}))
    shown = [(name, getattr(read, name, None)) for name in _FIELDS]
    fields = tuple(ReadField(name, _shown(name, value), how.get(name, "")) for name, value in shown if value)
    return ReadArticle(url, fields, tuple(_faults(read, url, registry)))


def _shown(name: str, value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, list):
        return f"{len(value)}: {_short(str(value[0]))}"
    text = str(value)
    if name != "text":
        return _short(text)
    return f"{len(text)} characters, {text.count(chr(10)) + 1} paragraphs: {_short(text)}"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 100 else flat[:60] + " … " + flat[-36:]


def _faults(read: Any, url: str, registry: Registry) -> list[str]:
    """What makes a reading doubtful: no title, little text, no time, or a time that the address contradicts."""
    faults = []
    if not read.title:
        faults.append("no title")
    if len(read.text or "") < MIN_BODY:
        faults.append(f"only {len(read.text or '')} characters of text")
    if read.published is None:
        faults.append("no time of publication")
        return faults
    match = registry.family_for(url)
    stamp = match.stamp if match else None
    if stamp is not None and (stamp.moment.year, stamp.moment.month) != (read.published.year, read.published.month):
        faults.append(f"published {read.published:%Y-%m-%d}, but the address says {stamp.moment:%Y-%m}")
    return faults


def _spread(entries: Sequence[Entry], count: int) -> list[Entry]:
    """The first, the last and some between: one section's pages look alike."""
    if len(entries) <= count:
        return list(entries)
    step = (len(entries) - 1) / max(1, count - 1)
    return [entries[round(index * step)] for index in range(count)]


def _judge(report: CheckReport, source: Source) -> None:
    read = [article for article in report.articles if not article.faults]
    share = len(read) / len(report.articles)
    if not read or share < source.health_floors.readable_share:
        report.verdict = "parse_drift"
        report.reasons.append(f"{len(read)} of {len(report.articles)} articles could be read whole")
    for url, _, problem in report.lists:
        if problem:
            report.reasons.append(f"{url}: {problem}")


def report_lines(report: CheckReport) -> list[str]:
    """What ``solieu source check`` prints: the lists, each article field by field, the verdict with its reasons."""
    lines = [f"list     {url}  {problem or f'{count} articles'}" for url, count, problem in report.lists]
    for article in report.articles:
        lines += ["", f"article  {article.url}"]
        lines += [f"  {read.name:<14}{read.value}" + (f"  [{read.how}]" if read.how else "") for read in article.fields]
        lines += [f"  ! {fault}" for fault in article.faults]
    verdict = f"{report.source_id}: {report.verdict}"
    return [*lines, "", verdict, *(f"  {reason}" for reason in report.reasons)]


def record_verified(path: Path, source_id: str, day: date) -> None:
    """Note in ``state/verified.json`` that a source's check passed on this machine; atomic.

    :raises ValueError: the file is there and is no JSON object.
    """
    entries = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    entries[source_id] = {"verified": day.isoformat()}
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(path.name + f".{os.getpid()}.new")
    new.write_text(json.dumps(entries, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    new.replace(path)


def golden_of(article: ReadArticle) -> dict[str, Any]:
    """What was read, for a person to look at: ``looked_at`` is false until somebody did, and fails until then."""
    fields = {read.name: {"value": read.value, "how": read.how} for read in article.fields}
    return {"url": article.url, "looked_at": False, "fields": fields}


def golden_faults(golden: dict[str, Any], article: ReadArticle) -> list[str]:
    """How a reading differs from its golden; a golden that nobody looked at is a fault of its own."""
    looked_at = golden.get("looked_at") is True
    now = {read.name: read.value for read in article.fields}
    then = {name: entry["value"] for name, entry in golden["fields"].items()}
    return [
        *([] if looked_at else ["nobody has looked at it: compare it with the page, then set looked_at to true"]),
        *(
            f"{name}: was {then.get(name)!r}, is {now.get(name)!r}"
            for name in sorted(then.keys() | now.keys())
            if then.get(name) != now.get(name)
        ),
    ]


def source_rows(registry: Registry, verified: dict[str, date] | None = None) -> list[dict[str, str]]:
    """A row a source for ``solieu source list``."""
    passed = verified or {}
    return [
        {
            "id": source.id,
            "name": source.name,
            "province": source.province,
            "kind": source.kind,
            "family": ", ".join(dict.fromkeys(use.family for use in source.families)),
            "status": f"merged into {source.merged_into}" if source.merged_into else source.status,
            "verified": str(passed.get(source.id, source.verified)),
            "on": "yes" if source.enabled or source.id in passed else "no",
        }
        for source in registry.sources.values()
    ]


def source_lines(source: Source, registry: Registry, verified: dict[str, date] | None = None) -> list[str]:
    """What ``solieu source show`` prints: the facts in the order in which one asks for them."""
    former = f", {source.former_province} before 2025-07-01" if source.former_province else ""
    hosts = [use.host + ("" if use.language == "vi" else f" ({use.language})") for use in source.hosts]
    lines = [
        f"{source.id}: {source.name}",
        f"kind      {source.kind}, {source.status}" + (f" into {source.merged_into}" if source.merged_into else ""),
        f"province  {source.province}{former}",
        f"hosts     {', '.join(hosts)}",
        f"families  {', '.join(family.id for family in registry.families_of(source))}",
        f"verified  {(verified or {}).get(source.id, source.verified)}",
        f"file      {registry.files.get(source.id, '')}",
    ]
    for title, values in (("sections", source.sections), ("feeds", source.feeds), ("sitemaps", source.sitemaps)):
        lines += [f"{title:<9} {value}" for value in values]
    lines += [f"note      {note}" for note in source.notes] + [f"unknown   {what}" for what in source.unknown]
    return lines
