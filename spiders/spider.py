"""The one spider: what it does is told by a source's facts. Each source runs in a crawler of its own.

Discovery fills the frontier with listed addresses; :meth:`SourceSpider.start` feeds on what is due there, a few at a
time, so that memory stays flat however many addresses are known.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from time import monotonic
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urljoin

import scrapy
from scrapy import Request, signals
from scrapy.http import Response

from spiders.archive import Exchange
from spiders.discovery import Entry, ListRequest, ListWalk, autodiscover, read_answer, start_requests
from spiders.faults import fault_of
from spiders.feeds import MAX_SITEMAP
from spiders.frontier import DAY, Known, Listing, Visit, Walk, epoch, now_seconds
from spiders.glance import canonical_address, published_time
from spiders.middlewares import Captured
from spiders.obstacles import Obstacle, find_obstacle
from spiders.registry import Registry, Source
from spiders.store import Fetched, Store
from spiders.verdicts import Tally

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

CHUNK = 64
"""Article requests handed to Scrapy at a time."""
SAMPLE = 20
"""New pages of a source that are held against the family's selectors in a run."""
TENTATIVE_FEEDS = 4
TENTATIVE_SECTIONS = 12
MAX_SITEMAPS = 60
"""Sitemaps of one index that are opened in a run, the newest first."""
_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_LATEST_STAMP = DAY
"""A publication time further ahead than this is a slip of the pen."""


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


class SourceSpider(scrapy.Spider):
    """Crawls one source: its lists, then the articles that are due."""

    name = "source"

    def __init__(self, task: Task, store: Store, **kwargs: Any) -> None:
        super().__init__(name=task.source.id, **kwargs)
        self.task = task
        self.source = task.source
        self.registry = task.registry
        self.store = store
        self.tally = Tally()
        self.stopping = asyncio.Event()
        self.wait_asked: float | None = None
        self._paused_until = 0.0
        self._moved = asyncio.Event()
        self._discovering = 0
        self._fetching = 0
        self._listed: set[str] = set()
        self._taken: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider._broke, signal=signals.spider_error)
        return spider

    # --- what the middlewares ask and say ---

    def pause(self, seconds: float) -> None:
        """Ask nothing of the source for so long."""
        self._paused_until = max(self._paused_until, monotonic() + seconds)

    @property
    def paused(self) -> bool:
        """Whether the source is to be left alone for a while."""
        return self._paused_until > monotonic()

    async def pause_over(self) -> None:
        """Return when the source may be asked again, or when the crawl is being stopped."""
        while (left := self._paused_until - monotonic()) > 0 and not self.stopping.is_set():
            try:
                await asyncio.wait_for(self.stopping.wait(), left)
            except TimeoutError:
                continue

    def told_to_wait(self, seconds: float) -> None:
        """The source asks for a longer pause than a run will wait: leave it alone."""
        self.wait_asked = max(self.wait_asked or 0, seconds)
        self.stop(f"the site asks to be left alone for {seconds:.0f} s")

    def stop(self, reason: str) -> None:
        """Take nothing more up; what is under way ends."""
        if not self.stopping.is_set():
            self.tally.unfinished.append(reason)
        self.stopping.set()
        self._moved.set()

    # --- feeding ---

    async def start(self) -> AsyncIterator[Request]:
        """The first requests of discovery, then articles as they fall due, until there is nothing left to do."""
        for request in await self._first_lists():
            yield request
        async for known in self._due_articles():
            yield self._article_request(known)

    async def _due_articles(self) -> AsyncIterator[Known]:
        """Due documents, a chunk at a time, until none is due and nothing is under way that could list more."""
        revisits = self._all_fetched() if self.task.force_revisit else None
        while not self.stopping.is_set():
            self._moved.clear()
            chunk = await self._next_due()
            if not chunk and revisits is not None:
                chunk = await anext(revisits, [])
            for known in chunk:
                if self._limit_reached():
                    return
                self._taken.add(known.document_key)
                self._fetching += 1
                self.tally.attempted += 1
                yield known
            if chunk:
                await self._until_few_under_way()
            elif self._discovering or self._fetching:
                await self._moved.wait()
            elif not self._moved.is_set():
                return

    async def _until_few_under_way(self) -> None:
        while self._fetching > CHUNK // 2 and not self.stopping.is_set():
            self._moved.clear()
            await self._moved.wait()

    def _limit_reached(self) -> bool:
        limit = self.task.max_pages
        if limit is None or self.tally.attempted < limit:
            return False
        self.stop(f"stopped at the limit of {limit} articles")
        return True

    async def _next_due(self) -> list[Known]:
        """Documents due now that this run has not taken yet; those under way are due still."""
        limit = CHUNK + self._fetching
        due = await self.store.ask(lambda frontier: frontier.due(self.source.id, now_seconds(), limit))
        return [known for known in due if known.document_key not in self._taken]

    async def _all_fetched(self) -> AsyncIterator[list[Known]]:
        after = ""
        while True:
            chunk = await self.store.ask(
                lambda frontier, after=after: frontier.fetched(self.source.id, CHUNK, after)  # type: ignore[misc]
            )
            if not chunk:
                return
            after = chunk[-1].document_key
            fresh = [known for known in chunk if known.document_key not in self._taken]
            if fresh:
                yield fresh

    # --- discovery ---

    async def _first_lists(self) -> list[Request]:
        return [await self._open_section(asked) for asked in start_requests(self.source, self.registry)]

    async def _open_section(self, asked: ListRequest, tentative: bool = False) -> Request:
        """Begin a walk. Known articles end it only if a walk before went as far back as this one is to go."""
        before = await self.store.ask(lambda frontier: frontier.walk(asked.url))
        since = epoch(self.task.since)
        reached = before is not None and (before.since is None or (since is not None and before.since <= since))
        walk = ListWalk(since=self.task.since, max_pages=self.task.max_list_pages)
        if not reached:
            walk.known_in_a_row = None
        return self._list_request(asked, _Section(asked, walk, before, tentative))

    def _list_request(self, asked: ListRequest, section: _Section) -> Request:
        self._discovering += 1
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
            self._discovering -= 1
            self._moved.set()

    async def list_failed(self, failure: Failure) -> None:
        """A list that could not be had."""
        try:
            section: _Section = failure.request.cb_kwargs["section"]  # type: ignore[attr-defined]
            await self._section_broke(section, fault_of(failure.value))
        finally:
            self._discovering -= 1
            self._moved.set()

    async def _read_list(self, response: Response, asked: ListRequest, section: _Section) -> list[Request]:
        if response.status != HTTPStatus.OK:
            return await self._section_broke(section, f"http_{response.status}")
        if obstacle := _list_obstacle(response, asked):
            await self.store.keep_aside(self._exchange(response, obstacle.kind))
            return await self._section_broke(section, _fault(obstacle))
        page = read_answer(asked, response.body, self.registry, self.source, response.url, self.task.since)
        await self.store.keep_aside(self._exchange(response, asked.kind))
        ended = section.asked > 1 and not response.body.strip()
        if page.problem and not page.entries and not page.more and not ended:
            self.logger.warning("%s: %s", asked.url, page.problem)
            return await self._section_broke(section, "no_feed" if asked.kind in ("feed", "sitemap") else "unreadable")
        self.tally.lists_ok += 1
        known = await self._known_before(page.entries, section)
        await self._store_entries(page.entries)
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
        if reason == "page_cap" or section.asked >= max(MAX_SITEMAPS, self.task.max_list_pages):
            self.tally.unfinished.append(f"{section.first.url} was not walked to its end in {section.asked} pages")
            reason = "page_cap"
        if reason is None and section.pending and not self.stopping.is_set():
            return [self._list_request(section.pending.popleft(), section)]
        if not section.broken and not self.stopping.is_set():
            walked = Walk(now_seconds(), epoch(self.task.since))
            await self.store.ask(lambda frontier: frontier.complete_walk(section.first.url, walked))
        return []

    async def _section_broke(self, section: _Section, fault: str) -> list[Request]:
        """A page of a list could not be read: the walk is not complete, other sitemaps of an index are still asked."""
        section.broken = True
        self.tally.errors[fault] += 1
        if not section.tentative and fault != "stopped":
            self.tally.lists_failed[fault] += 1
        if section.first.kind == "sitemap" and section.pending and not self.stopping.is_set():
            return [self._list_request(section.pending.popleft(), section)]
        return []

    async def _known_before(self, entries: Iterable[Entry], section: _Section) -> set[str]:
        """Keys that an earlier, completed walk of this list can have seen."""
        if section.before is None:
            return set()
        keys = [entry.key for entry in entries if entry.key]
        found = await self.store.ask(lambda frontier: frontier.look_up(keys))
        walked = section.before.completed_at
        return {key for key, known in found.items() if known.first_seen <= walked}

    async def _store_entries(self, entries: Iterable[Entry]) -> None:
        """Remember the articles listed that fall into the period asked for, or whose time nobody states."""
        listings = []
        for entry in entries:
            if entry.key is None:
                continue
            self._listed.add(entry.key)
            published = self._note_published(entry.published)
            if not self._outside(entry):
                listings.append(Listing(entry.key, self.source.id, entry.url, published))
        self.tally.listed = len(self._listed)
        await self.store.note(listings=listings)
        self._moved.set()

    def _outside(self, entry: Entry) -> bool:
        since, until = self.task.since, self.task.until
        if since is not None and entry.older_than(since):
            return True
        return until is not None and entry.published is not None and entry.published > until

    def _note_published(self, published: datetime | None) -> int | None:
        """A publication time as the frontier counts, and the newest of the run kept; one in the future is none."""
        moment = epoch(published)
        if moment is None or moment > now_seconds() + _LATEST_STAMP:
            return None
        self.tally.newest_published = max(self.tally.newest_published or 0, moment)
        return moment

    async def _open_discovered(self, response: Response) -> list[Request]:
        """Feeds, sitemaps and sections that a home page names: tried, and no fault of the source where they fail."""
        found = autodiscover(response.body, response.url, self.registry.is_article)
        styles = self.registry.lists_of(self.source)
        style = styles[0] if styles else None
        asked = [
            *(ListRequest(url, kind="feed", section=url) for url in found.feeds[:TENTATIVE_FEEDS]),
            *(ListRequest(url, kind="sitemap", section=url) for url in found.sitemaps[:1]),
            *(
                ListRequest(url, section=url, style=style, page=style.first_page if style else 1)
                for url in found.sections[:TENTATIVE_SECTIONS]
            ),
        ]
        return [await self._open_section(one, tentative=True) for one in asked if self.source.owns(one.url)]

    # --- articles ---

    def _article_request(self, known: Known) -> Request:
        headers = {}
        if known.etag:
            headers["If-None-Match"] = known.etag
        if known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        return Request(
            known.url,
            headers=headers,
            callback=self.read_article,
            errback=self.article_failed,
            cb_kwargs={"known": known},
            dont_filter=True,
        )

    async def read_article(self, response: Response, known: Known) -> None:
        """An article's answer: archive it, or say why it is none."""
        try:
            await self._read_article(response, known)
        finally:
            self._fetching -= 1
            self._moved.set()

    async def article_failed(self, failure: Failure) -> None:
        """An article that could not be had."""
        try:
            known: Known = failure.request.cb_kwargs["known"]  # type: ignore[attr-defined]
            await self._article_fault(known, fault_of(failure.value))
        finally:
            self._fetching -= 1
            self._moved.set()

    async def _read_article(self, response: Response, known: Known) -> None:
        if response.status == HTTPStatus.NOT_MODIFIED and known.captured_at is not None:
            await self.store.keep_article(Fetched(self._exchange(response, "article"), b"", known))
            self.tally.unchanged += 1
            return
        if response.status != HTTPStatus.OK:
            await self._article_fault(known, f"http_{response.status}", response.status)
            return
        if obstacle := find_obstacle(response.body, _content_type(response)) or self._led_away(response, known):
            visit = self._failed_visit(known, _fault(obstacle), response.status)
            await self.store.keep_aside(self._exchange(response, obstacle.kind), [visit])
            self._count_fault(_fault(obstacle))
            return
        await self._keep(response, known)

    async def _keep(self, response: Response, known: Known) -> None:
        published = self._note_published(published_time(response.body)) or known.published
        outcome = await self.store.keep_article(
            Fetched(self._exchange(response, "article"), response.body, known, published)
        )
        if outcome == "unchanged":
            self.tally.unchanged += 1
            return
        self.tally.pages += 1
        if known.content_hash is None:
            self.tally.new_pages += 1
            self._sample(response)
        else:
            self.tally.changed += 1
        await self._list_canonical(response, known)

    def _led_away(self, response: Response, known: Known) -> Obstacle | None:
        """A redirect to what is not the article that was asked for: removed articles lead to the home page."""
        if response.url == known.url:
            return None
        key = self.registry.document_key(response.url)
        if key == known.document_key:
            return None
        kind = "another article" if key else "a page that is no article"
        return Obstacle("stub", f"it led to {kind}: {response.url}")

    async def _list_canonical(self, response: Response, known: Known) -> None:
        """Sites answer a wrong id with another article; the one that the page names as its own is listed too."""
        address = canonical_address(response.body)
        url = urljoin(response.url, address) if address else None
        key = self.registry.document_key(url) if url and self.source.owns(url) else None
        if key is None or key == known.document_key or url is None:
            return
        self.tally.errors["other_article"] += 1
        await self.store.note(listings=[Listing(key, self.source.id, url)])

    async def _article_fault(self, known: Known, fault: str, status: int | None = None) -> None:
        if fault == "stopped":
            return
        self._count_fault(fault, gone=status in _GONE)
        await self.store.note(visits=[self._failed_visit(known, fault, status)])

    def _count_fault(self, fault: str, gone: bool = False) -> None:
        self.tally.errors[fault] += 1
        if gone or fault == "stub":
            self.tally.gone += 1
        elif fault != "robots":
            self.tally.articles_failed[fault] += 1

    def _failed_visit(self, known: Known, fault: str, status: int | None) -> Visit:
        outcome = "gone" if status in _GONE or fault == "stub" else "failed"
        return Visit(
            known.document_key,
            self.source.id,
            known.url,
            now_seconds(),
            outcome,  # type: ignore[arg-type]
            status=status,
            error=fault,
            known=known,
        )

    def _sample(self, response: Response) -> None:
        """Hold a few new pages against the family's selectors: a redesign shows itself as pages without a body."""
        if self.tally.sampled >= SAMPLE:
            return
        match = self.registry.family_for(response.url, datetime.now(UTC))
        if match is None:
            return
        bodies = [selector for version in match.candidates for selector in version.selectors.body]
        if not bodies:
            return
        css: Callable[[str], Any] | None = getattr(response, "css", None)
        if css is None or not css(", ".join(dict.fromkeys(bodies))):
            self.tally.unlike_articles += 1
        self.tally.sampled += 1

    # --- shared ---

    def _exchange(self, response: Response, role: str) -> Exchange:
        """The answer as it came over the wire, for the archive."""
        captured: Captured = response.meta["captured"]
        request = response.request
        assert request is not None
        return Exchange(
            url=response.url,
            status=captured.status,
            headers=captured.headers,
            body=captured.body,
            fetched_at=captured.fetched_at,
            source_id=self.source.id,
            role=role,
            method=request.method,
            request_headers=captured.request_headers,
            request_body=request.body,
        )

    def _broke(self, failure: Failure) -> None:
        """An error of ours: the source ends with it as its reason, the others go on."""
        if self.tally.broken is None:
            self.tally.broken = f"internal error: {type(failure.value).__name__}: {failure.value}"


def _list_obstacle(response: Response, asked: ListRequest) -> Obstacle | None:
    """A block or a stub in the place of a list. An empty answer is for the list's reader: it may be the list's end."""
    if asked.kind not in ("list", "home") or response.body.lstrip()[:1] in (b"[", b"{"):
        return None
    obstacle = find_obstacle(response.body, _content_type(response))
    return None if obstacle is None or obstacle.kind == "empty" else obstacle


def _fault(obstacle: Obstacle) -> str:
    return {"block": "block_page", "stub": "stub", "empty": "empty_page"}[obstacle.kind]


def _content_type(response: Response) -> str | None:
    value = response.headers.get("Content-Type")
    return value.decode("latin-1") if value else None
