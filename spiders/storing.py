"""The store's own process: the archive first, synced, and only then the frontier.

``python -m spiders.storing FD`` serves one crawl over the socket ``FD``. Compression, hashing, syncs and transactions
cost the crawl's reactor nothing here. What arrives while a commit is under way, or in the moment before it, is taken
together: many pages share one sync and one transaction. What is acknowledged is durable in both.

The process ends with the crawl: when the line breaks off, what had come whole is kept and the segment is closed.
"""

from __future__ import annotations

import logging
import signal
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

from spiders.archive import ArchiveWriter, Exchange, Original, digest, recover
from spiders.archive.records import warc_date
from spiders.cost import cpu_seconds, peak_mb
from spiders.frontier import Capture, Frontier, Known, Listing, Visit, epoch, now_seconds
from spiders.line import Inbox, pack

MAX_BATCH = 256
MAX_BATCH_BYTES = 32 << 20
LINGER_SECONDS = 0.02
"""How long a commit waits for company: a sync and a transaction cost as much as several pages."""

LIST_ROLES = frozenset({"feed", "sitemap", "list", "home"})

log = logging.getLogger("solieu.store")


@dataclass(frozen=True, slots=True)
class Setup:
    """Where a crawl is to be stored: the first message."""

    archive: Path
    frontier: str
    """SQLAlchemy URL, or the path of an SQLite file."""
    run_id: str
    segment_bytes: int
    info: Mapping[str, str]
    """What each segment says of the crawl (its ``warcinfo``)."""


class Fetched(NamedTuple):
    """An article's answer (200 or 304) and what was known of it."""

    exchange: Exchange
    known: Known
    published: int | None = None
    content_hash: str | None = None
    """Digest of the decoded body; None where the body came without a content coding."""


class Work(NamedTuple):
    """One thing to make durable."""

    number: int
    fetched: Fetched | None = None
    aside: Exchange | None = None
    visits: Sequence[Visit] = ()
    listings: Sequence[Listing] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to the frontier, or something small to note there: a function of this package, named by reference."""

    number: int
    question: Callable[..., Any]
    arguments: tuple[Any, ...]
    named: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Close:
    """Nothing more will come."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The archive and the frontier are open."""


@dataclass(frozen=True, slots=True)
class Stored:
    """So much is durable: each work's number and its outcome."""

    outcomes: list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question came to: its value, or why there is none."""

    number: int
    value: Any = None
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing more can be stored."""

    reason: str


@dataclass(frozen=True, slots=True)
class Closed:
    """All is stored and the segment closed; what it has cost."""

    cpu_seconds: float
    peak_mb: float


class Keeper:
    """The archive and the frontier, and what is archived but not committed yet."""

    def __init__(self, writer: ArchiveWriter, frontier: Frontier) -> None:
        self.frontier = frontier
        self._writer = writer
        self._works: list[tuple[int, str]] = []
        self._visits: list[Visit] = []
        self._listings: list[Listing] = []
        self._captures: dict[str, Capture] = {}
        self._bytes = 0
        self._unsynced = False

    @property
    def full(self) -> bool:
        """Whether the batch is large enough to be committed at once."""
        return len(self._works) >= MAX_BATCH or self._bytes >= MAX_BATCH_BYTES

    def take(self, work: Work) -> None:
        """Archive what the work holds; it is durable after :meth:`commit`."""
        outcome = ""
        if work.fetched is not None:
            visit = self._archive(work.fetched)
            outcome = visit.outcome
            self._visits.append(visit)
            self._note_written(work.fetched.exchange)
        elif work.aside is not None:
            self._archive_aside(work.aside)
            self._note_written(work.aside)
        self._visits.extend(work.visits)
        self._listings.extend(work.listings)
        self._works.append((work.number, outcome))

    def commit(self) -> list[tuple[int, str]]:
        """Sync the archive, then tell the frontier: a kill between the two costs a second fetch, never a page."""
        if self._unsynced:
            self._writer.sync()
        self.frontier.store(self._listings, self._visits, now_seconds(), list(self._captures.values()))
        done = self._works
        self._works, self._visits, self._listings, self._captures = [], [], [], {}
        self._bytes, self._unsynced = 0, False
        return done

    def close(self) -> None:
        """Close the segment and the frontier."""
        self._writer.close()
        self.frontier.close()

    def _note_written(self, exchange: Exchange) -> None:
        self._bytes += len(exchange.body)
        self._unsynced = True

    def _archive_aside(self, exchange: Exchange) -> None:
        """Write what is no article; a page of a list that is what it was costs a revisit record."""
        if exchange.role not in LIST_ROLES or exchange.status != HTTPStatus.OK:
            self._writer.write_exchange(exchange)
            return
        address = _address(exchange)
        payload_digest = digest(exchange.body)
        before = self._captures.get(address) or self.frontier.list_capture(address)
        if before is not None and before.payload_digest == payload_digest:
            moment = datetime.fromisoformat(before.captured_at)
            self._writer.write_revisit(exchange, Original(before.url, moment, payload_digest))
            return
        self._writer.write_exchange(exchange, payload_digest)
        self._captures[address] = Capture(address, exchange.url, warc_date(exchange.fetched_at), payload_digest)

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
        content_hash = fetched.content_hash or payload_digest
        unchanged = known.content_hash == content_hash
        if unchanged and original is not None and payload_digest == original.payload_digest:
            self._writer.write_revisit(exchange, original)
            return visit
        self._writer.write_exchange(exchange, payload_digest)
        return visit._replace(
            outcome="unchanged" if unchanged else "captured",
            captured_at=warc_date(exchange.fetched_at),
            content_hash=content_hash,
            payload_digest=payload_digest,
        )


def main(argv: Sequence[str]) -> int:
    """Serve the crawl at the other end of the socket ``argv[0]`` until it says goodbye or is gone."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # a terminal sends them to the crawl too, which ends this one in order
    with socket.socket(fileno=int(argv[0])) as line:
        inbox = Inbox(line)
        try:
            keeper = open_keeper(inbox.get(None))
        except EOFError:
            return 0
        except Exception as error:  # noqa: BLE001  told to the crawl, which does not start
            return _fail(line, error)
        try:
            _send(line, Ready())
            _serve(line, inbox, keeper)
            keeper.close()
        except Exception as error:  # noqa: BLE001  told to the crawl, which stops
            with suppress(Exception):
                keeper.close()
            return _fail(line, error)
        _send(line, Closed(cpu_seconds(), peak_mb()))
    return 0


def open_keeper(setup: Setup) -> Keeper:
    """Close what an earlier run left open, then open the archive and the frontier."""
    setup.archive.mkdir(parents=True, exist_ok=True)
    for recovery in recover(setup.archive):
        log.warning("closed %s, left open by an earlier run; %d bytes cut off", recovery.segment, recovery.cut)
    frontier = Frontier(setup.frontier)
    writer = ArchiveWriter(setup.archive, run_id=setup.run_id, max_bytes=setup.segment_bytes, info=setup.info)
    return Keeper(writer, frontier)


def _serve(line: socket.socket, inbox: Inbox, keeper: Keeper) -> None:
    """Take works as they come and commit them in batches; a question is answered after what came before it."""
    deadline: float | None = None
    while True:
        message: Any = None
        with suppress(TimeoutError):
            try:
                message = inbox.get(None if deadline is None else max(0.0, deadline - monotonic()))
            except EOFError:
                keeper.commit()
                return
        if isinstance(message, Work):
            keeper.take(message)
            deadline = deadline or monotonic() + LINGER_SECONDS
            if monotonic() < deadline and not keeper.full:
                continue
        if deadline is not None:
            _send(line, Stored(keeper.commit()))
            deadline = None
        if isinstance(message, Ask):
            _send(line, _answer(keeper.frontier, message))
        elif isinstance(message, Close):
            return


def _answer(frontier: Frontier, ask: Ask) -> Answer:
    try:
        return Answer(ask.number, ask.question(frontier, *ask.arguments, **ask.named))
    except Exception as error:  # noqa: BLE001  it is the asker's to judge
        return Answer(ask.number, refused=f"{type(error).__name__}: {error}")


def _fail(line: socket.socket, error: Exception) -> int:
    """Tell the crawl, and read on until it has hung up: a line closed over unread pages would lose the message."""
    _send(line, Failed(f"{type(error).__name__}: {error}"))
    with suppress(OSError):
        line.shutdown(socket.SHUT_WR)
        while line.recv(1 << 20):
            pass
    return 1


def _send(line: socket.socket, message: Any) -> None:
    """Tell the crawl; one that is gone needs no telling, the next reading shows it."""
    with suppress(BrokenPipeError, ConnectionResetError):
        line.sendall(pack(message))


def _address(exchange: Exchange) -> str:
    """What tells one request for a list from another: the address, and what was posted to it."""
    if not exchange.request_body:
        return exchange.url
    return f"{exchange.method} {exchange.url} {digest(exchange.request_body)}"


def _original(known: Known) -> Original | None:
    """The capture that a revisit record may point to."""
    if known.captured_at is None or known.payload_digest is None:
        return None
    return Original(known.url, datetime.fromisoformat(known.captured_at), known.payload_digest)


def _header(exchange: Exchange, name: bytes) -> str | None:
    value = next((value for key, value in exchange.headers if key.lower() == name), None)
    return None if value is None else value.decode("latin-1")


if __name__ == "__main__":
    from spiders import storing  # the crawl names its messages by this module, not by __main__

    sys.exit(storing.main(sys.argv[1:]))
