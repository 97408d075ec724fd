"""What a run did, as the run's own record tells it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from warehouse.connection import transaction, writer
from warehouse.errors import LoadError

_COUNTS = ("requests", "pages", "new_pages", "unchanged", "bytes")


def record_run(path: Path, run: Mapping[str, Any], *, wait: float = 0.0) -> None:
    """Keep a run and its sources; a run of the same ``run_id`` is replaced.

    ``run`` has ``run_id`` and may have ``started``, ``finished`` (ISO or datetime), ``exit_code``, ``rule_version`` and
    ``sources`` (a list of source records with ``source_id`` and ``verdict``, or a mapping by source); everything else
    goes into ``details``. Raises LoadError, WarehouseLocked or DiskFull.
    """
    run_id = run.get("run_id")
    if not run_id:
        raise LoadError("the run has no run_id")
    sources = list(_source_records(run.get("sources") or ()))
    with writer(Path(path), wait=wait) as connection, transaction(connection):
        for table in ("source_runs", "runs"):
            connection.execute(f"DELETE FROM {table} WHERE run_id = ?", [run_id])
        _insert_run(connection, run)
        for source in sources:
            _insert_source(connection, str(run_id), source)


def _source_records(sources: Any) -> Iterable[Mapping[str, Any]]:
    if isinstance(sources, Mapping):
        sources = [{"source_id": name, **record} for name, record in sources.items()]
    for source in sources:
        if not source.get("source_id") or not source.get("verdict"):
            raise LoadError(f"a source of the run lacks its source_id or verdict: {source}")
        yield source


def _insert_run(connection: duckdb.DuckDBPyConnection, run: Mapping[str, Any]) -> None:
    own = {"run_id", "started", "finished", "exit_code", "rule_version", "sources"}
    details = {name: fact for name, fact in run.items() if name not in own}
    connection.execute(
        "INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?)",
        [
            run["run_id"],
            _moment(run.get("started")),
            _moment(run.get("finished")),
            run.get("exit_code"),
            run.get("rule_version"),
            json.dumps(details, ensure_ascii=False, sort_keys=True, default=str) if details else None,
        ],
    )


def _insert_source(connection: duckdb.DuckDBPyConnection, run_id: str, source: Mapping[str, Any]) -> None:
    errors = source.get("errors")
    connection.execute(
        "INSERT INTO source_runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            run_id,
            source["source_id"],
            source["verdict"],
            source.get("reason"),
            *(source.get(name) for name in _COUNTS),
            json.dumps(errors, ensure_ascii=False, sort_keys=True) if errors else None,
            _moment(source.get("started")),
            _moment(source.get("finished")),
        ],
    )


def _moment(given: Any) -> datetime | None:
    if given is None or isinstance(given, datetime):
        return given
    try:
        return datetime.fromisoformat(str(given))
    except ValueError as error:
        raise LoadError(f"{given!r} is no ISO time") from error
