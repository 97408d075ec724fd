"""The views of the published file, and the tables worked out once for them."""

from __future__ import annotations

from pathlib import Path

import duckdb

from warehouse.connection import transaction

VIEWS = Path(__file__).parent / "views"
_EXPLAINED_BY = ("indicator_series", "observations_current", "observations", "articles", "sources", "source_runs")
"""Where a view's column of a known name takes its comment from, where it has none of its own."""


def build(connection: duckdb.DuckDBPyConnection) -> None:
    """Create every view, macro and mart of ``views/*.sql`` in the file that the connection has open."""
    for file in sorted(VIEWS.glob("*.sql")):
        with transaction(connection):
            connection.execute(file.read_text("utf-8"))
    with transaction(connection):
        _explain(connection)


def _explain(connection: duckdb.DuckDBPyConnection) -> None:
    """Give each column without a comment that of the same column where it is explained."""
    rows = connection.execute(
        "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal"
    ).fetchall()
    known = {(table, column): comment for table, column, comment in rows if comment}
    for table, column, comment in rows:
        found = next((known[name, column] for name in _EXPLAINED_BY if (name, column) in known), None)
        if not comment and found:
            text = found.replace("'", "''")
            connection.execute(f"COMMENT ON COLUMN {table}.{column} IS '{text}'")
