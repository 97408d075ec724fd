"""KEEP: the DuckDB warehouse: migrations, load, checks, views, publish, export."""

from warehouse.asking import query
from warehouse.checks import Check, check
from warehouse.errors import (
    CorrectionsError,
    DiskFull,
    ExportError,
    GenerationError,
    LoadError,
    MigrationError,
    PublishBlocked,
    QueryError,
    ReferenceInvalid,
    RestoreError,
    WarehouseError,
    WarehouseLocked,
    WarehouseUnreadable,
)
from warehouse.exporting import export
from warehouse.generations import Generation, diff, drop_generation, generations, use_generation
from warehouse.housekeeping import backup, compact, rebuild, restore
from warehouse.loading import BatchReport, LoadReport, load
from warehouse.publishing import Published, publish
from warehouse.reference import load_corrections, load_reference
from warehouse.runs import record_run
from warehouse.schema import migrate

__all__ = [
    "BatchReport",
    "Check",
    "CorrectionsError",
    "DiskFull",
    "ExportError",
    "Generation",
    "GenerationError",
    "LoadError",
    "LoadReport",
    "MigrationError",
    "PublishBlocked",
    "Published",
    "QueryError",
    "ReferenceInvalid",
    "RestoreError",
    "WarehouseError",
    "WarehouseLocked",
    "WarehouseUnreadable",
    "backup",
    "check",
    "compact",
    "diff",
    "drop_generation",
    "export",
    "generations",
    "load",
    "load_corrections",
    "load_reference",
    "migrate",
    "publish",
    "query",
    "rebuild",
    "record_run",
    "restore",
    "use_generation",
]
