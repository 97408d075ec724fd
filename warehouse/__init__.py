"""KEEP: the DuckDB warehouse: migrations, load, checks, views, publish, export."""

from warehouse.asking import query
from warehouse.checks import Check, check
from warehouse.errors import (
    CorrectionsError,
    DiskFull,
    GenerationError,
    LoadError,
    MigrationError,
    PublishBlocked,
    QueryError,
    ReferenceInvalid,
    WarehouseError,
    WarehouseLocked,
    WarehouseUnreadable,
)
from warehouse.generations import Generation, diff, drop_generation, generations, use_generation
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
    "Generation",
    "GenerationError",
    "LoadError",
    "LoadReport",
    "MigrationError",
    "PublishBlocked",
    "Published",
    "QueryError",
    "ReferenceInvalid",
    "WarehouseError",
    "WarehouseLocked",
    "WarehouseUnreadable",
    "check",
    "diff",
    "drop_generation",
    "generations",
    "load",
    "load_corrections",
    "load_reference",
    "migrate",
    "publish",
    "query",
    "record_run",
    "use_generation",
]
