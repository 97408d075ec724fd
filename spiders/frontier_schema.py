"""The frontier's tables, and the statements that put rows into them, for SQLite and PostgreSQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Engine, Index, Integer, MetaData, String, Table, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.expression import literal_column

SCHEMA_VERSION = 1
"""Counted up with every change that a store of before cannot take; tables and indexes that it lacks are made."""

metadata = MetaData()

documents = Table(
    "documents",
    metadata,
    Column("document_key", String, primary_key=True),
    Column("source_id", String, nullable=False),
    Column("url", String, nullable=False),
    Column("first_seen", BigInteger, nullable=False),
    Column("published", BigInteger),
    Column("last_fetched", BigInteger),
    Column("captured_at", String),
    Column("etag", String),
    Column("last_modified", String),
    Column("content_hash", String),
    Column("payload_digest", String),
    Column("next_visit", BigInteger),
    Column("failures", Integer, nullable=False, default=0),
    Column("last_status", Integer),
    Column("last_error", String),
    sqlite_with_rowid=False,
)

IS_NEW = documents.c.last_fetched.is_(None) & (documents.c.failures == literal_column("0"))
"""Listed, and not asked for yet. Literal, so that a partial index can answer it."""
IS_KNOWN = or_(documents.c.last_fetched.is_not(None), documents.c.failures > literal_column("0"))
"""Asked for before: to be looked at again, or to be tried again."""

_WAITS = documents.c.next_visit.is_not(None)
for _name, _kind in (("documents_new", IS_NEW), ("documents_again", IS_KNOWN)):
    Index(
        _name,
        documents.c.source_id,
        documents.c.next_visit,
        sqlite_where=_WAITS & _kind,
        postgresql_where=_WAITS & _kind,
    )

schema_version = Table("schema_version", metadata, Column("version", Integer, primary_key=True))

hosts = Table(
    "hosts",
    metadata,
    Column("host", String, primary_key=True),
    Column("failed_runs", Integer, nullable=False),
    Column("open_until", BigInteger),
    Column("last_error", String),
    sqlite_with_rowid=False,
)

walks = Table(
    "walks",
    metadata,
    Column("list_url", String, primary_key=True),
    Column("completed_at", BigInteger, nullable=False),
    Column("since", BigInteger),
    sqlite_with_rowid=False,
)

source_runs = Table(
    "source_runs",
    metadata,
    Column("source_id", String, primary_key=True),
    Column("run_id", String, primary_key=True),
    Column("finished", BigInteger, nullable=False),
    Column("verdict", String, nullable=False),
    Column("listed", Integer, nullable=False),
    Column("new_pages", Integer, nullable=False),
    Column("newest_published", BigInteger),
    Column("healthy", Boolean, nullable=False),
    sqlite_with_rowid=False,
)
Index("source_runs_by_time", source_runs.c.source_id, source_runs.c.finished)

list_captures = Table(
    "list_captures",
    metadata,
    Column("address", String, primary_key=True),
    Column("url", String, nullable=False),
    Column("captured_at", String, nullable=False),
    Column("payload_digest", String, nullable=False),
    sqlite_with_rowid=False,
)


def create_all(engine: Engine) -> None:
    """Make the tables and indexes that are not there."""
    metadata.create_all(engine)
    for table in metadata.tables.values():
        for index in table.indexes:
            index.create(engine, checkfirst=True)


def insert_of(dialect: str, table: Table) -> Any:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def upsert_of(dialect: str, table: Table) -> Any:
    """The statement that puts rows into a table, in the place of those with their keys."""
    insert = insert_of(dialect, table)
    keys = [column.name for column in table.primary_key]
    changed = {column.name: insert.excluded[column.name] for column in table.columns if column.name not in keys}
    return insert.on_conflict_do_update(index_elements=keys, set_=changed)


def listing_of(dialect: str) -> Any:
    """The statement that puts in what is not known, and only adds a publication time to what is."""
    insert = insert_of(dialect, documents)
    known, stated = documents.c.published, insert.excluded.published
    return insert.on_conflict_do_update(
        index_elements=["document_key"], set_={"published": stated}, where=known.is_(None) & stated.is_not(None)
    )


def connect_args(url: str) -> dict[str, Any]:
    return {"timeout": 30, "check_same_thread": False} if url.startswith("sqlite") else {}


def tune_sqlite(connection: Any, _: object) -> None:
    """WAL with ``synchronous=NORMAL``: a power cut may lose the last commits, which costs fetches, never pages."""
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "cache_size=-16000", "temp_store=MEMORY"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
