"""The one spider: what it does is told by a source's facts. Each source runs in a crawler of its own.

Discovery fills the frontier with listed addresses; :meth:`SourceSpider.start` feeds on what is due there, a few at a
time, so that memory stays flat however many addresses are known.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from http import HTTPStatus
from time import monotonic
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urljoin

import scrapy
from scrapy import Request, signals
from scrapy.http import HtmlResponse, Response

from spiders.faults import fault_of, fault_of_obstacle
from spiders.frontier import KNOWN_EVERY, Frontier, Known, Listing, Outcome, Visit, now_seconds
from spiders.glance import canonical_address, published_time
from spiders.middlewares import content_type, exchange_of
from spiders.obstacles import Obstacle, find_obstacle
from spiders.store import Store
from spiders.verdicts import Tally
from spiders.walking import Task, Walker

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

CHUNK = 128
"""Article requests handed to Scrapy at a time."""
SAMPLE = 20
"""New pages of a source that are held against the family's selectors in a run."""
_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


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
        self._enough = asyncio.Event()
        self.wait_asked: float | None = None
        self._paused_until = 0.0
        self._moved = asyncio.Event()
        self.walker = Walker(task, store, self.tally, self._enough, self._moved.set)
        self._fetching = 0
        self._taken: set[str] = set()
        self._again_taken = 0

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
        self._enough.set()
        self._moved.set()

    # --- feeding ---

    async def start(self) -> AsyncIterator[Request]:
        """The first requests of discovery, then articles as they fall due, until there is nothing left to do."""
        for request in await self.walker.first_requests():
            yield request
        async for known in self._due_articles():
            yield self._article_request(known)

    async def _due_articles(self) -> AsyncIterator[Known]:
        """Due documents, a chunk at a time, until none is due and nothing is under way that could list more."""
        revisits = self._revisitable() if self.task.force_revisit else None
        while not self.stopping.is_set():
            self._moved.clear()
            chunk = await self._next_due()
            if not chunk and revisits is not None:
                chunk = await anext(revisits, [])
            for known in chunk:
                if self._limit_reached():
                    return
                self._taken.add(known.document_key)
                self._again_taken += not known.is_new
                self._fetching += 1
                self.tally.attempted += 1
                yield known
            if chunk:
                await self._until_few_under_way()
            elif self.walker.under_way or self._fetching:
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
        if not self.stopping.is_set():
            self.tally.unfinished.append(f"stopped at the limit of {limit} articles")
        self._enough.set()  # no more lists; the articles taken are still fetched
        return True

    async def _next_due(self) -> list[Known]:
        """Documents due now that this run has not taken yet; those under way are due still."""
        limit = CHUNK + self._fetching
        due = await self.store.ask(Frontier.due, self.source.id, now_seconds(), limit)
        fresh = [known for known in due if known.document_key not in self._taken]
        if self.task.max_pages is None or not self.walker.under_way:
            return fresh
        # A limited run keeps its places, but for a share, for the new articles that the lists may still name.
        room = max(0, self.task.max_pages // KNOWN_EVERY - self._again_taken)
        again = {known.document_key for known in [one for one in fresh if not one.is_new][room:]}
        return [known for known in fresh if known.document_key not in again]

    async def _revisitable(self) -> AsyncIterator[list[Known]]:
        after = ""
        while True:
            chunk = await self.store.ask(Frontier.revisitable, self.source.id, CHUNK, after)
            if not chunk:
                return
            after = chunk[-1].document_key
            fresh = [known for known in chunk if known.document_key not in self._taken]
            if fresh:
                yield fresh

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
            exchange = exchange_of(response, self.source.id, "article")
            await self.store.keep_article(exchange, exchange.body, known)
            self.tally.unchanged += 1
            return
        if response.status != HTTPStatus.OK:
            await self._article_fault(known, f"http_{response.status}", response.status)
            return
        if obstacle := find_obstacle(response.body, content_type(response)) or self._led_away(response, known):
            visit = self._failed_visit(known, fault_of_obstacle(obstacle), response.status)
            await self.store.keep_aside(exchange_of(response, self.source.id, obstacle.kind), [visit])
            self._count_fault(fault_of_obstacle(obstacle))
            await self._list_other(response.url, known)
            return
        await self._keep(response, known)

    async def _keep(self, response: Response, known: Known) -> None:
        published = self.tally.note_published(published_time(response.body)) or known.published
        exchange = exchange_of(response, self.source.id, "article")
        outcome = await self.store.keep_article(exchange, response.body, known, published)
        if outcome == "unchanged":
            self.tally.unchanged += 1
            return
        self.tally.pages += 1
        if known.content_hash is None:
            self.tally.new_pages += 1
            self._sample(response)
        else:
            self.tally.changed += 1
        if address := canonical_address(response.body):
            # Sites answer a wrong id with another article; the page names the one that it is.
            await self._list_other(urljoin(response.url, address), known)

    def _led_away(self, response: Response, known: Known) -> Obstacle | None:
        """A redirect to what is not the article that was asked for: removed articles lead to the home page."""
        if response.url == known.url:
            return None
        key = self.registry.document_key(response.url)
        if key == known.document_key:
            return None
        kind = "another article" if key else "a page that is no article"
        return Obstacle("stub", f"it led to {kind}: {response.url}")

    async def _list_other(self, url: str, known: Known) -> None:
        """An article that was come upon while another was asked for is listed, to be fetched under its own key."""
        key = self.registry.document_key(url) if self.source.owns(url) else None
        if key is None or key == known.document_key:
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
        outcome: Outcome = "gone" if status in _GONE or fault == "stub" else "failed"
        return Visit(
            known.document_key,
            self.source.id,
            known.url,
            now_seconds(),
            outcome,
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
        if not isinstance(response, HtmlResponse) or not response.css(", ".join(dict.fromkeys(bodies))):
            self.tally.unlike_articles += 1
        self.tally.sampled += 1

    def _broke(self, failure: Failure) -> None:
        """An error of ours: the source ends with it as its reason, the others go on."""
        if self.tally.broken is None:
            self.tally.broken = f"internal error: {type(failure.value).__name__}: {failure.value}"
