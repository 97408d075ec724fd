"""Migrations of the writer's file: numbered SQL files, applied once, in order, each in one transaction."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.connection import making_of, remove_made, transaction, writer
from warehouse.errors import MigrationError

MIGRATIONS = Path(__file__).parent / "migrations"
_NAME = re.compile(r"(\d{4})_([a-z0-9_]+)\.sql")
_LEDGER = """
    CREATE TABLE IF NOT EXISTS schema_migrations (
        version INTEGER NOT NULL, name VARCHAR NOT NULL, sha256 VARCHAR NOT NULL, applied_at TIMESTAMPTZ NOT NULL
    );
    COMMENT ON TABLE schema_migrations IS 'Migrations that this file has seen.';
    COMMENT ON COLUMN schema_migrations.version IS 'Number of the migration';
    COMMENT ON COLUMN schema_migrations.name IS 'Name of the migration';
    COMMENT ON COLUMN schema_migrations.sha256 IS 'Hash of its text when it was applied';
    COMMENT ON COLUMN schema_migrations.applied_at IS 'When it was applied';
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema: its number, name and SQL text."""

    version: int
    name: str
    sql: str

    @property
    def sha256(self) -> str:
        """Hash of the text; a migration that was applied must keep it for ever."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def migrate(path: Path, *, directory: Path = MIGRATIONS, wait: float = 0.0) -> list[int]:
    """Bring the file at ``path`` to the newest schema, creating it where there is none; the versions applied.

    What a killed compaction, restoring or rebuilding left beside it is cleared away.
    Raises MigrationError (a migration fails, was altered after it was applied, or is newer than this program),
    WarehouseLocked, WarehouseUnreadable or DiskFull.
    """
    migrations = read_migrations(directory)
    with writer(Path(path), wait=wait) as connection:
        remove_made(making_of(Path(path)))
        connection.execute(_LEDGER)
        pending = _pending(connection, migrations)
        for migration in pending:
            _apply(connection, migration)
    return [migration.version for migration in pending]


def read_migrations(directory: Path = MIGRATIONS) -> list[Migration]:
    """The migrations of a directory in order.

    Raises MigrationError where a name or the numbering is broken.
    """
    found = []
    for file in sorted(directory.glob("*.sql")):
        match = _NAME.fullmatch(file.name)
        if match is None:
            raise MigrationError(f"{file} is not named like 0001_name.sql")
        found.append(Migration(int(match[1]), match[2], file.read_text("utf-8")))
    if [migration.version for migration in found] != list(range(1, len(found) + 1)):
        raise MigrationError(f"the migrations in {directory} are not numbered 1, 2, 3, ...")
    return found


def _pending(connection: duckdb.DuckDBPyConnection, migrations: list[Migration]) -> list[Migration]:
    applied = connection.execute("SELECT version, name, sha256 FROM schema_migrations ORDER BY version").fetchall()
    known = {migration.version: migration for migration in migrations}
    for version, name, sha256 in applied:
        if version not in known:
            raise MigrationError(f"the file has migration {version} ({name}), which is newer than this program")
        if known[version].sha256 != sha256:
            raise MigrationError(f"migration {version} ({name}) was altered after it was applied; write a new one")
    done = {version for version, _, _ in applied}
    return [migration for migration in migrations if migration.version not in done]


def _apply(connection: duckdb.DuckDBPyConnection, migration: Migration) -> None:
    try:
        with transaction(connection):
            connection.execute(migration.sql)
            connection.execute(
                "INSERT INTO schema_migrations VALUES (?, ?, ?, now())",
                [migration.version, migration.name, migration.sha256],
            )
    except (duckdb.ParserException, duckdb.CatalogException, duckdb.BinderException) as error:
        raise MigrationError(f"migration {migration.version} ({migration.name}) failed: {error}") from error
