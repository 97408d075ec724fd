"""Asking the published file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.connection import reader
from warehouse.errors import QueryError


def query(
    published: Path, sql: str, parameters: Sequence[Any] | Mapping[str, Any] | None = None, *, limit: int | None = None
) -> pa.Table:
    """The answer of the published file to a statement, as an Arrow table of at most ``limit`` rows.

    The file is open for reading only, and the statement can reach no other file and no network. Raises QueryError,
    WarehouseUnreadable or WarehouseLocked.
    """
    with reader(Path(published)) as connection:
        connection.execute("SET enable_external_access = false; SET lock_configuration = true")
        try:
            answer = connection.execute(sql, parameters or []).to_arrow_reader(10_000)
            return answer.read_all() if limit is None else _first(answer, limit)
        except (duckdb.Error, RuntimeError, pa.ArrowException) as error:
            raise QueryError(str(error)) from error


def _first(answer: pa.RecordBatchReader, limit: int) -> pa.Table:
    batches, rows = [], 0
    for batch in answer:
        batches.append(batch.slice(0, limit - rows))
        rows += batches[-1].num_rows
        if rows >= limit:
            break
    return pa.Table.from_batches(batches, answer.schema)
