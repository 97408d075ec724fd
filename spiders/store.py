"""Where the crawl's results go: the archive first, synced, and only then the frontier.

One thread does all of it, so that the reactor never waits for the disk. What arrives while a commit is under way, or in
the moment before it, is taken together: many pages share one sync and one transaction.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus
from typing import Literal, TypeVar

from spiders.archive import ArchiveWriter, Exchange, Original, digest
from spiders.archive.records import warc_date
from spiders.frontier import Frontier, Known, Listing, Visit, epoch, now_seconds

Result = TypeVar("Result")

MAX_BATCH = 256
LINGER_SECONDS = 0.02
"""How long a commit waits for company: a sync and a transaction cost as much as several pages."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An article's answer (200 or 304): the exchange to archive, its decoded body, and what was known of it."""

    exchange: Exchange
    content: bytes
    known: Known
    published: int | None = None


@dataclass(slots=True)
class _Work:
    """One thing to make durable, and who waits for it."""

    done: asyncio.Future[str]
    fetched: Fetched | None = None
    aside: Exchange | None = None
    visits: Sequence[Visit] = ()
    listings: Sequence[Listing] = ()
    outcome: str = field(default="")


class Store:
    """The archive and the frontier behind one thread. After an error nothing more is accepted: see ``failure``."""

    def __init__(self, writer: ArchiveWriter, frontier: Frontier) -> None:
        self._writer = writer
        self._frontier = frontier
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._waiting: list[_Work] = []
        self._busy = False
        self.failure: BaseException | None = None

    async def keep_article(self, fetched: Fetched) -> Literal["captured", "unchanged"]:
        """Archive an article's answer and note the visit; returns when both are durable."""
        outcome = await self._durable(_Work(_future(), fetched=fetched))
        return "unchanged" if outcome == "unchanged" else "captured"

    async def keep_aside(self, exchange: Exchange, visits: Sequence[Visit] = ()) -> None:
        """Archive a page that is no article (list, feed, block, stub)."""
        await self._durable(_Work(_future(), aside=exchange, visits=visits))

    async def note(self, *, listings: Sequence[Listing] = (), visits: Sequence[Visit] = ()) -> None:
        """Tell the frontier alone."""
        if listings or visits:
            await self._durable(_Work(_future(), listings=listings, visits=visits))

    async def ask(self, question: Callable[[Frontier], Result]) -> Result:
        """Run a reading of the frontier in the store's thread."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, question, self._frontier)

    async def close(self) -> None:
        """Finish what waits, then close the segment. The frontier stays its owner's to close."""
        while self._busy:
            await asyncio.sleep(0.01)
        await asyncio.get_running_loop().run_in_executor(self._thread, self._writer.close)
        self._thread.shutdown()

    async def _durable(self, work: _Work) -> str:
        if self.failure is not None:
            raise OSError(f"nothing more can be stored: {self.failure}") from self.failure
        self._waiting.append(work)
        if not self._busy:
            self._busy = True
            asyncio.ensure_future(self._drain())  # noqa: RUF006  ends by itself; each waiter holds its own future
        return await work.done

    async def _drain(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self._waiting:
                await asyncio.sleep(LINGER_SECONDS)
                batch, self._waiting = self._waiting[:MAX_BATCH], self._waiting[MAX_BATCH:]
                try:
                    await loop.run_in_executor(self._thread, self._commit, batch)
                except Exception as error:  # noqa: BLE001  handed to every waiter and to the crawl, which then stops
                    self.failure = error
                    _fail([*batch, *self._waiting], error)
                    self._waiting = []
                    return
                for work in batch:
                    if not work.done.done():
                        work.done.set_result(work.outcome)
        finally:
            self._busy = False

    def _commit(self, batch: Sequence[_Work]) -> None:
        """Archive, sync, then tell the frontier: a kill between the two costs a second fetch, never a page."""
        visits: list[Visit] = []
        for work in batch:
            if work.fetched is not None:
                visit = self._archive(work.fetched)
                work.outcome = visit.outcome
                visits.append(visit)
            elif work.aside is not None:
                self._writer.write_exchange(work.aside)
            visits.extend(work.visits)
        if any(work.fetched or work.aside for work in batch):
            self._writer.sync()
        self._frontier.store(_all(work.listings for work in batch), visits, now_seconds())

    def _archive(self, fetched: Fetched) -> Visit:
        """Write the answer: in full, or as a revisit where the archive holds the same payload already."""
        exchange, known = fetched.exchange, fetched.known
        visit = Visit(
            document_key=known.document_key,
            source_id=known.source_id,
            url=exchange.url,
            at=epoch(exchange.fetched_at) or 0,
            outcome="unchanged",
            status=exchange.status,
            etag=_header(exchange, b"etag"),
            last_modified=_header(exchange, b"last-modified"),
            published=fetched.published,
            known=known,
        )
        original = _original(known)
        if exchange.status == HTTPStatus.NOT_MODIFIED and original is not None:
            self._writer.write_revisit(exchange, original)
            return visit
        payload_digest = digest(exchange.body)
        content_hash = payload_digest if fetched.content is exchange.body else digest(fetched.content)
        unchanged = known.content_hash == content_hash
        if unchanged and original is not None and payload_digest == original.payload_digest:
            self._writer.write_revisit(exchange, original)
            return visit
        self._writer.write_exchange(exchange, payload_digest)
        return replace(
            visit,
            outcome="unchanged" if unchanged else "captured",
            captured_at=warc_date(exchange.fetched_at),
            content_hash=content_hash,
            payload_digest=payload_digest,
        )


def _original(known: Known) -> Original | None:
    """The capture that a revisit record may point to."""
    if known.captured_at is None or known.payload_digest is None:
        return None
    return Original(known.url, datetime.fromisoformat(known.captured_at), known.payload_digest)


def _header(exchange: Exchange, name: bytes) -> str | None:
    value = next((value for key, value in exchange.headers if key.lower() == name), None)
    return None if value is None else value.decode("latin-1")


def _all(groups: Iterable[Sequence[Listing]]) -> list[Listing]:
    return [item for group in groups for item in group]


def _fail(works: Sequence[_Work], error: Exception) -> None:
    for work in works:
        if not work.done.done():
            work.done.set_exception(error)


def _future() -> asyncio.Future[str]:
    return asyncio.get_running_loop().create_future()
