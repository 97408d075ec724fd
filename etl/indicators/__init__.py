"""The indicator reader: the figures that an article's sentences and tables state."""

from etl.indicators.catalogue import CatalogueError, catalogue_rows, load_catalogue
from etl.indicators.explain import explain
from etl.indicators.jsonl import answer
from etl.indicators.reader import read
from etl.indicators.tables import read_tables

__all__ = ["CatalogueError", "answer", "catalogue_rows", "explain", "load_catalogue", "read", "read_tables"]
