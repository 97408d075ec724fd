"""What can go wrong in the warehouse: one class a case, each saying what and where."""

from __future__ import annotations

from pathlib import Path


class WarehouseError(Exception):
    """Any failure of the warehouse that its caller may want to report."""


class WarehouseLocked(WarehouseError):
    """Another process, or another connection of this one, holds the file."""

    def __init__(self, path: Path, detail: str) -> None:
        self.path = path
        super().__init__(f"{path} is in use: {detail}")


class WarehouseUnreadable(WarehouseError):
    """The file is missing, damaged, or not a DuckDB file of this version."""

    def __init__(self, path: Path, detail: str) -> None:
        self.path = path
        super().__init__(f"{path} cannot be opened: {detail}")


class DiskFull(WarehouseError):
    """There was no room to write; nothing of the transaction was kept."""

    def __init__(self, path: Path, detail: str) -> None:
        self.path = path
        super().__init__(f"no room left while writing {path}: {detail}")


class MigrationError(WarehouseError):
    """A migration failed, was altered after it was applied, or is newer than this program knows."""


class ReferenceInvalid(WarehouseError):
    """Reference tables are missing, lack a column, or hold a value that cannot be kept."""


class LoadError(WarehouseError):
    """A load could not start or could not go on."""


class GenerationError(WarehouseError):
    """The generation asked for does not exist or cannot become the current one."""


class CorrectionsError(WarehouseError):
    """The file of corrections has a row that lacks a reason, an author or a guard."""


class QueryError(WarehouseError):
    """The statement was refused or failed."""


class ExportError(WarehouseError):
    """The format is unknown, or the folder holds something else."""


class RestoreError(WarehouseError):
    """The backup is no whole warehouse file, so the present file stays."""


class PublishBlocked(WarehouseError):
    """A gate failed: the last good file stays in place. ``failed`` holds the checks that did not pass."""

    def __init__(self, failed: list[str]) -> None:
        self.failed = failed
        super().__init__("not published, the last good file stays in place: " + "; ".join(failed))
