"""Walking a source's lists: from the first requests of discovery to listed addresses in the frontier.

A walk that was broken off (a kill, an error, a limit) is not complete, and until it is, articles known from it do not
end the next one: what lies behind them may never have been seen.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response

from spiders.discovery import Entry, ListRequest, ListWalk, autodiscover, read_answer, start_requests
from spiders.faults import fault_of, fault_of_obstacle
from spiders.feeds import MAX_SITEMAP
from spiders.frontier import Frontier, Known, Listing, Walk, epoch, now_seconds
from spiders.middlewares import content_type, exchange_of
from spiders.obstacles import Obstacle, find_obstacle
from spiders.registry import Registry, Source
from spiders.store import Store
from spiders.verdicts import Tally

if TYPE_CHECKING:
    from twisted.python.failure import Failure

TENTATIVE_FEEDS = 4
TENTATIVE_SECTIONS = 12
"""How many of the feeds and sections that a home page names are tried."""
MAX_SITEMAPS = 60
"""Sitemaps of one index that are opened in a run, the newest first."""

FEW_CHANGED = 5
"""So many changed articles of one list are believed whatever their share."""

log = logging.getLogger("solieu.crawl")


@dataclass(frozen=True, slots=True)
class Task:
    """What a spider is to do: the source, how far back and on, and how much at most."""

    source: Source
    registry: Registry
    since: datetime | None = None
    until: datetime | None = None
    max_pages: int | None = None
    """Articles to fetch at most."""
    max_list_pages: int = 200
    force_revisit: bool = False


@dataclass(slots=True)
class _Section:
    """One list being walked: what is still to be asked, and the rule that ends it."""

    first: ListRequest
    walk: ListWalk
    before: Walk | None
    tentative: bool = False
    pending: deque[ListRequest] = field(default_factory=deque)
    broken: bool = False
    asked: int = 0


class Walker:
    """Asks for a source's lists one page after another, and tells the frontier what they name.

    ``under_way`` counts the list requests that have not ended; ``moved`` is called whenever something has changed.
    """

    def __init__(
        self, task: Task, store: Store, tally: Tally, enough: asyncio.Event, moved: Callable[[], None]
    ) -> None:
        self.under_way = 0
        self._task = task
        self._store = store
        self._tally = tally
        self._enough = enough
        self._moved = moved
        self._listed: set[str] = set()

    async def first_requests(self) -> list[Request]:
        """Where discovery of the source begins."""
        return [await self._open_section(asked) for asked in start_requests(self._task.source, self._task.registry)]

    async def _open_section(self, asked: ListRequest, tentative: bool = False) -> Request:
        """Begin a walk. Known articles end it only if a walk before went as far back as this one is to go."""
        before = await self._store.ask(Frontier.walk, asked.url)
        since = epoch(self._task.since)
        reached = before is not None and (before.since is None or (since is not None and before.since <= since))
        walk = ListWalk(since=self._task.since, max_pages=self._task.max_list_pages)
        if not reached:
            walk.known_in_a_row = None
        return self._list_request(asked, _Section(asked, walk, before, tentative))

    def _list_request(self, asked: ListRequest, section: _Section) -> Request:
        self.under_way += 1
        section.asked += 1
        return Request(
            asked.url,
            method=asked.method,
            body=asked.body or b"",
            headers=dict(asked.headers),
            callback=self.read_list,
            errback=self.list_failed,
            cb_kwargs={"asked": asked, "section": section},
            meta={"download_maxsize": MAX_SITEMAP} if asked.kind == "sitemap" else None,
            priority=10,
            dont_filter=True,
        )

    async def read_list(self, response: Response, asked: ListRequest, section: _Section) -> AsyncIterator[Request]:
        """A feed, sitemap, list page or home page: store what it names, ask for what follows."""
        try:
            for request in await self._read_list(response, asked, section):
                yield request
        finally:
            self.under_way -= 1
            self._moved()

    async def list_failed(self, failure: Failure) -> None:
        """A list that could not be had."""
        try:
            section: _Section = failure.request.cb_kwargs["section"]  # type: ignore[attr-defined]
            self._note_first_fault(failure.request.url, str(failure.value))  # type: ignore[attr-defined]
            await self._section_broke(section, fault_of(failure.value))
        finally:
            self.under_way -= 1
            self._moved()

    async def _read_list(self, response: Response, asked: ListRequest, section: _Section) -> list[Request]:
        if response.status != HTTPStatus.OK:
            return await self._section_broke(section, f"http_{response.status}")
        if obstacle := _list_obstacle(response, asked):
            await self._store.keep_aside(exchange_of(response, self._task.source.id, obstacle.kind))
            return await self._section_broke(section, fault_of_obstacle(obstacle))
        page = read_answer(asked, response.body, self._task.registry, self._task.source, response.url, self._task.since)
        await self._store.keep_aside(exchange_of(response, self._task.source.id, asked.kind))
        ended = section.asked > 1 and not response.body.strip()
        if page.problem and not page.entries and not page.more and not ended:
            self._note_first_fault(asked.url, page.problem)
            return await self._section_broke(section, "no_feed" if asked.kind in ("feed", "sitemap") else "unreadable")
        self._tally.lists_ok += 1
        found = await self._look_up(page.entries, section)
        known = _known_before(found, section.before)
        await self._store_entries(page.entries, _changed(page.entries, found, now_seconds()))
        opened = await self._open_discovered(response) if asked.kind == "home" else []
        section.pending.extend(page.more)
        return [*opened, *await self._go_on(section, page.entries, page.more, known.__contains__)]

    async def _go_on(
        self,
        section: _Section,
        entries: Sequence[Entry],
        more: Sequence[ListRequest],
        is_known: Callable[[str], bool],
    ) -> list[Request]:
        """The next request of a walk, or its end."""
        index_of_sitemaps = bool(more) and not entries and section.first.kind == "sitemap"
        reason = None if index_of_sitemaps else section.walk.after(entries, is_known)
        if section.first.kind == "sitemap" and reason in ("empty", "repeated"):
            reason = None
        if reason is None and section.first.kind == "sitemap" and section.asked >= MAX_SITEMAPS:
            reason = "page_cap"
        if reason == "page_cap":
            self._tally.unfinished.append(f"{section.first.url} was not walked to its end in {section.asked} pages")
        if reason is None and section.pending and not self._enough.is_set():
            return [self._list_request(section.pending.popleft(), section)]
        if not section.broken and not self._enough.is_set():
            walked = Walk(now_seconds(), epoch(self._task.since))
            await self._store.ask(Frontier.complete_walk, section.first.url, walked)
        return []

    async def _section_broke(self, section: _Section, fault: str) -> list[Request]:
        """A page of a list could not be read: the walk is not complete, other sitemaps of an index are still asked."""
        section.broken = True
        self._tally.errors[fault] += 1
        if not section.tentative and fault != "stopped":
            self._tally.lists_failed[fault] += 1
        if section.first.kind == "sitemap" and section.pending and not self._enough.is_set():
            return [self._list_request(section.pending.popleft(), section)]
        return []

    def _note_first_fault(self, url: str, detail: str) -> None:
        """Keep what was said of the first list that failed: the verdict's reason quotes it."""
        log.warning("%s: %s", url, detail)
        if self._tally.first_fault is None:
            self._tally.first_fault = f"{url}: {detail}"[:300]

    async def _look_up(self, entries: Iterable[Entry], section: _Section) -> dict[str, Known]:
        """What is known of the articles named, where it matters: on a second walk, or where the list states changes."""
        keys = [entry.key for entry in entries if entry.key and (section.before is not None or entry.updated)]
        return await self._store.ask(Frontier.look_up, keys) if keys else {}

    async def _store_entries(self, entries: Iterable[Entry], changed: Collection[str]) -> None:
        """Remember the articles listed that fall into the period asked for, or whose time nobody states."""
        listings = []
        for entry in entries:
            if entry.key is None:
                continue
            self._listed.add(entry.key)
            published = self._tally.note_published(entry.published)
            if not self._outside(entry):
                listings.append(
                    Listing(entry.key, self._task.source.id, entry.url, published, changed=entry.key in changed)
                )
        self._tally.listed = len(self._listed)
        await self._store.note(listings=listings)
        self._moved()

    def _outside(self, entry: Entry) -> bool:
        since, until = self._task.since, self._task.until
        if since is not None and entry.older_than(since):
            return True
        return until is not None and entry.published is not None and entry.published > until

    async def _open_discovered(self, response: Response) -> list[Request]:
        """Feeds, sitemaps and sections that a home page names: tried, and no fault of the source where they fail."""
        found = autodiscover(response.body, response.url, self._task.registry.is_article)
        styles = self._task.registry.lists_of(self._task.source)
        style = styles[0] if styles else None
        asked = [
            *(ListRequest(url, kind="feed", section=url) for url in found.feeds[:TENTATIVE_FEEDS]),
            *(ListRequest(url, kind="sitemap", section=url) for url in found.sitemaps[:1]),
            *(
                ListRequest(url, section=url, style=style, page=style.first_page if style else 1)
                for url in found.sections[:TENTATIVE_SECTIONS]
            ),
        ]
        return [await self._open_section(one, tentative=True) for one in asked if self._task.source.owns(one.url)]


def _known_before(found: Mapping[str, Known], before: Walk | None) -> set[str]:
    """Keys that an earlier, completed walk of the list can have seen."""
    if before is None:
        return set()
    return {key for key, known in found.items() if known.first_seen <= before.completed_at}


def _changed(entries: Iterable[Entry], found: Mapping[str, Known], now: int) -> set[str]:
    """Articles at rest that the list says were changed since they were fetched.

    Where it says so of more than half of them it speaks of something else: many systems stamp a whole sitemap with the
    moment of its making.
    """
    stated = {entry.key: epoch(entry.updated) for entry in entries if entry.key}
    resting = [known for known in found.values() if known.next_visit is None and known.last_fetched is not None]
    changed = {
        known.document_key
        for known in resting
        if (moment := stated.get(known.document_key)) is not None and (known.last_fetched or 0) < moment <= now
    }
    return set() if len(changed) > max(FEW_CHANGED, len(resting) // 2) else changed


def _list_obstacle(response: Response, asked: ListRequest) -> Obstacle | None:
    """A block or a stub in the place of a list. An empty answer is for the list's reader: it may be the list's end."""
    if asked.kind not in ("list", "home") or response.body.lstrip()[:1] in (b"[", b"{"):
        return None
    obstacle = find_obstacle(response.body, content_type(response))
    return None if obstacle is None or obstacle.kind == "empty" else obstacle
