"""The crawl's end of the store: hands over what was fetched, and waits until it is durable.

The work itself (:mod:`spiders.storing`) is done in a process of its own. Whoever hands something over waits for its
acknowledgement, so what is on the way is bounded by what the crawlers hold; the line itself takes a few pages, and who
finds it full waits too.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any, Concatenate, Literal, ParamSpec, Self, TypeVar, cast

from scrapy.exceptions import CloseSpider

from spiders.archive import Exchange, digest
from spiders.frontier import Frontier, Known, Listing, Visit
from spiders.line import Unpacker, pack
from spiders.storing import Answer, Ask, Close, Closed, Failed, Fetched, Ready, Setup, Stored, Work

Result = TypeVar("Result")
Arguments = ParamSpec("Arguments")

LINE_BYTES = 4 << 20
"""So much may wait in the line before those who send have to."""
_LAST_WORDS_SECONDS = 10

log = logging.getLogger("solieu.store")


class StoreError(CloseSpider):
    """What was fetched cannot be stored; the message says why. It ends the spider that meets it."""

    def __str__(self) -> str:
        return self.reason


class Store(asyncio.Protocol):
    """The archive and the frontier behind a process. After an error nothing more is accepted: see ``failure``."""

    def __init__(self, process: subprocess.Popen[bytes], on_failure: Callable[[str], None]) -> None:
        self.failure: StoreError | None = None
        self.cost: Closed | None = None
        """What the process has cost, once it is closed."""
        self._process = process
        self._on_failure = on_failure
        self._line: asyncio.WriteTransport
        self._numbers = count(1)
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._unpacker = Unpacker()
        self._room = asyncio.Event()
        self._room.set()
        self._ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @classmethod
    async def open(cls, setup: Setup, on_failure: Callable[[str], None]) -> Self:
        """Start the process and let it open the archive and the frontier.

        ``on_failure`` is told when nothing more can be stored, and why.

        :raise StoreError: it cannot
        """
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", "spiders.storing", str(theirs.fileno())]
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()])
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, LINE_BYTES)
        loop = asyncio.get_running_loop()
        transport, store = await loop.create_connection(lambda: cls(process, on_failure), sock=ours)
        transport.set_write_buffer_limits(high=LINE_BYTES)
        transport.write(pack(setup))
        await store._ready
        return store

    async def keep_article(
        self, exchange: Exchange, content: bytes, known: Known, published: int | None = None
    ) -> Literal["captured", "unchanged"]:
        """Archive an article's answer and note the visit; returns when both are durable. ``content`` is decoded."""
        content_hash = None if content is exchange.body else digest(content)
        fetched = Fetched(exchange, known, published, content_hash)
        outcome = await self._durable(Work(next(self._numbers), fetched=fetched))
        return "unchanged" if outcome == "unchanged" else "captured"

    async def keep_aside(self, exchange: Exchange, visits: Sequence[Visit] = ()) -> None:
        """Archive a page that is no article (list, feed, block, stub)."""
        await self._durable(Work(next(self._numbers), aside=exchange, visits=visits))

    async def note(self, *, listings: Sequence[Listing] = (), visits: Sequence[Visit] = ()) -> None:
        """Tell the frontier alone."""
        if listings or visits:
            await self._durable(Work(next(self._numbers), listings=listings, visits=visits))

    async def ask(
        self,
        question: Callable[Concatenate[Frontier, Arguments], Result],
        *arguments: Arguments.args,
        **named: Arguments.kwargs,
    ) -> Result:
        """What a method of the frontier answers, after all that was handed over before.

        :raise StoreError: it has no answer
        """
        number = next(self._numbers)
        answer: Answer = await self._sent(Ask(number, question, arguments, named), number)
        if answer.refused is not None:
            raise StoreError(answer.refused)
        return cast(Result, answer.value)

    async def close(self) -> None:
        """Let the process finish what it has, close the segment and end."""
        if self.failure is None:
            self._line.write(pack(Close()))
            await self._closed
        self._line.close()
        await asyncio.to_thread(self._process.wait)

    async def _durable(self, work: Work) -> str:
        outcome: str = await self._sent(work, work.number)
        return outcome

    async def _sent(self, message: Work | Ask, number: int) -> Any:
        """Send a message when there is room, and wait for what comes of it."""
        while not self._room.is_set() and self.failure is None:
            await self._room.wait()
        if self.failure is not None:
            raise self.failure
        future = self._waiting[number] = asyncio.get_running_loop().create_future()
        self._line.write(pack(message))
        return await future

    # --- what the event loop calls ---

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The line is there."""
        self._line = cast(asyncio.WriteTransport, transport)

    def data_received(self, data: bytes) -> None:
        """Acknowledgements, answers, bad news."""
        for message in self._unpacker.feed(data):
            match message:
                case Stored(outcomes):
                    for number, outcome in outcomes:
                        _settle(self._waiting.pop(number), outcome)
                case Answer(number):
                    _settle(self._waiting.pop(number), message)
                case Ready():
                    _settle(self._ready, None)
                case Failed(reason):
                    self._fail(reason)
                case Closed():
                    self.cost = message
                    _settle(self._closed, None)

    def pause_writing(self) -> None:
        """The line is full."""
        self._room.clear()

    def resume_writing(self) -> None:
        """There is room again."""
        self._room.set()

    def connection_lost(self, error: Exception | None) -> None:
        """The process is gone: in order, or with whatever had not been acknowledged."""
        if not self._closed.done():
            code = self._process.wait(_LAST_WORDS_SECONDS)
            self._fail(f"the store's process ended unexpectedly (exit {code})")

    def _fail(self, reason: str) -> None:
        """Keep the first failure, hang up, and tell everyone who waits."""
        if self.failure is not None:
            return
        self.failure = StoreError(f"what was fetched could not be stored: {reason}")
        self._line.abort()
        for future in (*self._waiting.values(), self._ready):
            if not future.done():
                future.set_exception(self.failure)
        self._waiting.clear()
        _settle(self._closed, None)
        self._room.set()
        self._on_failure(str(self.failure))


def _settle(future: asyncio.Future[Any], value: Any) -> None:
    """Give a future its value, unless whoever waited for it was cancelled."""
    if not future.done():
        future.set_result(value)
