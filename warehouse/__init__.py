"""KEEP: the DuckDB warehouse: migrations, load, checks, views, publish, export."""
