"""The frontier: what addresses are known, what was last seen there, and when to look again.

A small transactional store through SQLAlchemy Core: SQLite by default, PostgreSQL by URL. An article is keyed by its
document key (family, publisher, id), never by its address. Moments are whole seconds since 1970 UTC.

The archive is written and synced before the frontier is told, so a run killed at any instant fetches a page again at
worst. An address is stored when it is first listed, before it is fetched: what a killed run had listed is still due.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, NamedTuple, Self

from sqlalchemy import Connection, Engine, Table, bindparam, create_engine, event, func, inspect, make_url, select

from spiders.frontier_schema import (
    IS_KNOWN,
    IS_NEW,
    SCHEMA_VERSION,
    connect_args,
    create_all,
    documents,
    hosts,
    insert_of,
    list_captures,
    listing_of,
    schema_version,
    source_runs,
    tune_sqlite,
    upsert_of,
    walks,
)

HOUR = 3600
DAY = 24 * HOUR
REVISIT_AGES = (HOUR, DAY, 7 * DAY, 30 * DAY)
"""Ages of an article at which it is looked at again: corrections come soon or not at all."""

MAX_FAILURES = 6
"""Failed visits in a row after which an address is given up."""

CIRCUIT_AFTER = 3
"""Runs in a row that found a host out of order before the circuit opens."""
CIRCUIT_FIRST = 6 * HOUR
CIRCUIT_LONGEST = 7 * DAY

Outcome = Literal["captured", "unchanged", "failed", "gone"]

_LOOKUP_CHUNK = 500

KNOWN_EVERY = 4
"""Every so many places among the documents due are kept for those that were asked for before."""

_UPSERTED = (documents, hosts, walks, source_runs, list_captures)
_WAKE = (
    documents.update()
    .where(documents.c.document_key == bindparam("key"))
    .where(documents.c.next_visit.is_(None), documents.c.last_fetched.is_not(None))
    .values(next_visit=bindparam("now"))
)


class Known(NamedTuple):
    """What the frontier knows of one document. ``last_fetched`` None: listed, never fetched."""

    document_key: str
    source_id: str
    url: str
    first_seen: int
    published: int | None
    last_fetched: int | None
    captured_at: str | None
    etag: str | None
    last_modified: str | None
    content_hash: str | None
    payload_digest: str | None
    next_visit: int | None
    failures: int
    last_status: int | None
    last_error: str | None

    @property
    def is_new(self) -> bool:
        """Whether it was never asked for."""
        return self.last_fetched is None and self.failures == 0

    def is_due(self, now: int) -> bool:
        """Whether it is to be fetched at ``now``."""
        return self.next_visit is not None and self.next_visit <= now


class Listing(NamedTuple):
    """An article's address as discovery found it."""

    document_key: str
    source_id: str
    url: str
    published: int | None = None
    changed: bool = False
    """The list says that the article was changed since it was fetched: one at rest is looked at again."""


class Capture(NamedTuple):
    """A page of a list as it stands in the archive. ``address`` names the request: its URL, with its body if any."""

    address: str
    url: str
    captured_at: str
    payload_digest: str


class Visit(NamedTuple):
    """The outcome of fetching one document.

    ``captured`` and ``unchanged`` are successes: the body was archived, or it is the one already archived. ``failed``
    is retried after growing pauses; ``gone`` (404, 410) is a failure too, since sites mislay pages for a day.
    ``known`` is the document as it was before the visit, where whoever tells has it at hand; it is looked up else.
    """

    document_key: str
    source_id: str
    url: str
    at: int
    outcome: Outcome
    status: int | None = None
    error: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    captured_at: str | None = None
    content_hash: str | None = None
    payload_digest: str | None = None
    published: int | None = None
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class Walk:
    """The last walk of a list to its end: when, and how far back it went (None: to its natural end)."""

    completed_at: int
    since: int | None


@dataclass(frozen=True, slots=True)
class HostState:
    """The circuit of a host: closed (``open_until`` None), or open until a moment."""

    host: str
    failed_runs: int = 0
    open_until: int | None = None
    last_error: str | None = None

    def is_open(self, now: int) -> bool:
        return self.open_until is not None and now < self.open_until


@dataclass(frozen=True, slots=True)
class SourceHistory:
    """What earlier runs found at a source: the ground on which an empty run is judged."""

    known: bool
    """Whether any document of the source is known."""
    newest_published: int | None
    """Publication of the newest article that a page or list stated."""
    listed_before: int
    """Addresses that the last healthy run listed."""


def epoch(moment: datetime | None) -> int | None:
    """Whole seconds since 1970 of a moment with a zone."""
    return None if moment is None else int(moment.timestamp())


def next_visit(first_seen: int, published: int | None, now: int) -> int | None:
    """When to look again at an article that was fetched at ``now``; None when it is old enough to rest."""
    born = published if published is not None and published <= first_seen else first_seen
    return next((born + age for age in REVISIT_AGES if born + age > now), None)


def retry_visit(failures: int, now: int) -> int | None:
    """When to try again after so many failures in a row; None when it is enough."""
    return None if failures >= MAX_FAILURES else now + HOUR * 4 ** (failures - 1)


class FrontierError(Exception):
    """The store cannot be used; the message says why and what to do."""


class Frontier:
    """The store. One thread at a time; several processes may share it on PostgreSQL, one after another on SQLite."""

    def __init__(self, url_or_path: str | Path) -> None:
        url = str(url_or_path)
        if "://" not in url:
            Path(url).parent.mkdir(parents=True, exist_ok=True)
            url = f"sqlite:///{url}"
        self._engine: Engine = create_engine(url, connect_args=connect_args(url))
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", tune_sqlite)
        self._create_or_check(url)
        dialect = self._engine.dialect.name
        self._upserts = {table.name: upsert_of(dialect, table) for table in _UPSERTED}
        self._listing = listing_of(dialect)

    def _create_or_check(self, url: str) -> None:
        """Make the tables of a new store; refuse one whose tables are of another version.

        :raise FrontierError: the store was made by another version
        """
        is_new = not inspect(self._engine).has_table(documents.name)
        create_all(self._engine)
        with self._engine.begin() as connection:
            if is_new:
                insert = insert_of(self._engine.dialect.name, schema_version).on_conflict_do_nothing()
                connection.execute(insert, {"version": SCHEMA_VERSION})
            found = connection.execute(select(schema_version.c.version)).scalars().all()
        if list(found) != [SCHEMA_VERSION]:
            raise FrontierError(
                f"{make_url(url).render_as_string()}: made by another version (tables {found}, here {SCHEMA_VERSION});"
                " move it away: the next run lists and fetches everything anew and stores nothing twice"
            )

    def close(self) -> None:
        """Close the store's connections."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def look_up(self, keys: Iterable[str]) -> dict[str, Known]:
        """The documents among ``keys`` that are known."""
        found: dict[str, Known] = {}
        with self._engine.connect() as connection:
            for chunk in _chunks(keys, _LOOKUP_CHUNK):
                query = select(documents).where(documents.c.document_key.in_(chunk))
                found.update((row.document_key, Known(*row)) for row in connection.execute(query))
        return found

    def due(self, source_id: str, now: int, limit: int) -> list[Known]:
        """Up to ``limit`` documents of a source that are due at ``now``: new ones, and every fourth one known.

        Of each kind the longest due come first. A run that may fetch only so many pages serves what is new before it
        serves corrections, but however much is new (a backfill), corrections of figures already told are not put off.
        """
        c = documents.c
        query = select(documents).where(c.source_id == source_id, c.next_visit <= now)
        query = query.order_by(c.next_visit, c.document_key).limit(limit)
        with self._engine.connect() as connection:
            new, known = (list(connection.execute(query.where(kind))) for kind in (IS_NEW, IS_KNOWN))
        return [Known(*row) for row in _every_fourth(new, known)[:limit]]

    def revisitable(self, source_id: str, limit: int, after: str = "") -> list[Known]:
        """Documents of a source that were fetched before or given up, by key from ``after`` on."""
        c = documents.c
        asked_before = c.last_fetched.is_not(None) | c.next_visit.is_(None)
        query = select(documents).where(c.source_id == source_id, c.document_key > after, asked_before)
        with self._engine.connect() as connection:
            return [Known(*row) for row in connection.execute(query.order_by(c.document_key).limit(limit))]

    def store(
        self, listings: Sequence[Listing], visits: Sequence[Visit], now: int, captures: Sequence[Capture] = ()
    ) -> None:
        """Remember what was listed and what was fetched, all in one transaction.

        A listing of a known document changes nothing but a publication time that was unknown, and wakes one that was
        fetched and is at rest where it is said to have changed.
        """
        if not listings and not visits and not captures:
            return
        with self._engine.begin() as connection:
            self._store_listings(connection, listings, now)
            self._store_visits(connection, visits)
            if captures:
                self._upsert(connection, list_captures, [capture._asdict() for capture in captures])

    def list_capture(self, address: str) -> Capture | None:
        """The capture in full of a list's page, where the archive has one."""
        with self._engine.connect() as connection:
            row = connection.execute(select(list_captures).where(list_captures.c.address == address)).first()
        return None if row is None else Capture(*row)

    def walk(self, list_url: str) -> Walk | None:
        """The last complete walk of a list."""
        query = select(walks.c.completed_at, walks.c.since).where(walks.c.list_url == list_url)
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return None if row is None else Walk(row.completed_at, row.since)

    def complete_walk(self, list_url: str, walk: Walk) -> None:
        """A list was walked to its end; the reach of earlier walks is kept where it was longer."""
        before = self.walk(list_url)
        since = walk.since
        if before is not None and since is not None:
            since = None if before.since is None else min(since, before.since)
        row = {"list_url": list_url, "completed_at": walk.completed_at, "since": since}
        with self._engine.begin() as connection:
            self._upsert(connection, walks, [row])

    def host(self, host: str) -> HostState:
        """The circuit of a host; closed for a host never seen."""
        with self._engine.connect() as connection:
            row = connection.execute(select(hosts).where(hosts.c.host == host)).first()
        return HostState(host) if row is None else HostState(*row)

    def host_answered(self, host: str) -> None:
        """The host works: close its circuit."""
        with self._engine.begin() as connection:
            connection.execute(hosts.delete().where(hosts.c.host == host))

    def host_failed(self, host: str, error: str, now: int, wait: int | None = None) -> HostState:
        """A whole run found the host out of order. ``wait`` (seconds) is what the host itself asked for."""
        failed_runs = self.host(host).failed_runs + 1
        pause = wait
        if failed_runs >= CIRCUIT_AFTER:
            pause = max(wait or 0, min(CIRCUIT_FIRST * 2 ** (failed_runs - CIRCUIT_AFTER), CIRCUIT_LONGEST))
        state = HostState(host, failed_runs, None if pause is None else now + pause, error)
        row = {"host": host, "failed_runs": failed_runs, "open_until": state.open_until, "last_error": error}
        with self._engine.begin() as connection:
            self._upsert(connection, hosts, [row])
        return state

    def history(self, source_id: str) -> SourceHistory:
        """What earlier runs found at a source."""
        runs, c = source_runs.c, documents.c
        of_source = runs.source_id == source_id
        with self._engine.connect() as connection:
            known = connection.execute(select(c.document_key).where(c.source_id == source_id).limit(1)).first()
            newest = connection.execute(select(func.max(runs.newest_published)).where(of_source)).scalar()
            good = select(runs.listed).where(of_source, runs.healthy.is_(True)).order_by(runs.finished.desc()).limit(1)
            listed = connection.execute(good).scalar()
        return SourceHistory(known=known is not None, newest_published=newest, listed_before=listed or 0)

    def record_source_run(
        self,
        source_id: str,
        run_id: str,
        finished: int,
        verdict: str,
        *,
        listed: int,
        new_pages: int,
        newest_published: int | None,
        healthy: bool,
    ) -> None:
        """The verdict on a source in a run; recording it twice is recording it once."""
        row = {
            "source_id": source_id,
            "run_id": run_id,
            "finished": finished,
            "verdict": verdict,
            "listed": listed,
            "new_pages": new_pages,
            "newest_published": newest_published,
            "healthy": healthy,
        }
        with self._engine.begin() as connection:
            self._upsert(connection, source_runs, [row])

    def count(self, source_id: str | None = None) -> int:
        """How many documents are known, of one source or of all. Walks the table: for people, not for a crawl."""
        query = select(func.count()).select_from(documents)
        if source_id is not None:
            query = query.where(documents.c.source_id == source_id)
        with self._engine.connect() as connection:
            return connection.execute(query).scalar_one()

    def _store_listings(self, connection: Connection, listings: Sequence[Listing], now: int) -> None:
        if not listings:
            return
        rows = [
            {
                "document_key": listing.document_key,
                "source_id": listing.source_id,
                "url": listing.url,
                "first_seen": now,
                "published": listing.published,
                "next_visit": now,
                "failures": 0,
            }
            for listing in listings
        ]
        connection.execute(self._listing, rows)
        changed = [{"key": listing.document_key, "now": now} for listing in listings if listing.changed]
        if changed:
            connection.execute(_WAKE, changed)

    def _store_visits(self, connection: Connection, visits: Sequence[Visit]) -> None:
        if not visits:
            return
        unknown = [visit.document_key for visit in visits if visit.known is None]
        query = select(documents).where(documents.c.document_key.in_(unknown))
        known = {row.document_key: Known(*row) for row in connection.execute(query)} if unknown else {}
        rows: dict[str, dict[str, Any]] = {}
        for visit in visits:
            rows[visit.document_key] = _after(visit, visit.known or known.get(visit.document_key))
        self._upsert(connection, documents, list(rows.values()))

    def _upsert(self, connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
        connection.execute(self._upserts[table.name], rows)


def _every_fourth(new: list[Any], known: list[Any]) -> list[Any]:
    """The new ones with a known one in every fourth place, as far as there are any."""
    merged: list[Any] = []
    rest, again = iter(new), iter(known)
    while batch := [*islice(rest, KNOWN_EVERY - 1), *islice(again, 1)]:
        merged.extend(batch)
    return merged


def _after(visit: Visit, known: Known | None) -> dict[str, Any]:
    """The document's row after a visit."""
    first_seen = known.first_seen if known else visit.at
    published = visit.published if visit.published is not None else (known.published if known else None)
    row: dict[str, Any] = {
        "document_key": visit.document_key,
        "source_id": visit.source_id,
        "url": visit.url,
        "first_seen": first_seen,
        "published": published,
        "last_status": visit.status,
        "last_error": visit.error,
    }
    kept = ("captured_at", "etag", "last_modified", "content_hash", "payload_digest", "last_fetched")
    row.update({name: getattr(known, name) if known else None for name in kept})
    if visit.outcome in ("failed", "gone"):
        failures = (known.failures if known else 0) + 1
        return {**row, "failures": failures, "next_visit": retry_visit(failures, visit.at)}
    row |= {"failures": 0, "last_fetched": visit.at, "next_visit": next_visit(first_seen, published, visit.at)}
    stated = ("captured_at", "etag", "last_modified", "content_hash", "payload_digest")
    row |= {name: value for name in stated if (value := getattr(visit, name)) is not None}
    if visit.outcome == "captured":
        row |= {"etag": visit.etag, "last_modified": visit.last_modified}
    return row


def now_seconds() -> int:
    """The present moment as the frontier counts."""
    return int(datetime.now(UTC).timestamp())


def _chunks(keys: Iterable[str], size: int) -> Iterator[list[str]]:
    rest = iter(keys)
    while chunk := list(islice(rest, size)):
        yield chunk
