"""Every example of docs/cookbook.md runs and prints what the page says.

``SOLIEU_WRITE_COOKBOOK=1 pytest tests/warehouse/test_cookbook.py`` writes the present answers into the page; look at
the difference before it is committed.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import os
import re
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import warehouse
from tests.warehouse.cookbook_house import build
from warehouse.schema import MIGRATIONS

PAGE = Path(__file__).parents[2] / "docs" / "cookbook.md"
_EXAMPLE = re.compile(r"```(sql|python)\n(.*?)```\n+```text\n(.*?)```", re.DOTALL)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("cookbook"))


def printed(table: pa.Table) -> str:
    """A table as the page shows it: columns apart by two blanks, nulls as a dash."""
    rows = [table.column_names, *([_cell(row[name]) for name in table.column_names] for row in table.to_pylist())]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "\n".join(lines) + "\n"


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).strftime("%Y-%m-%d %H:%MZ")
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else f"{value:.12g}"
    return str(value)


def answer(kind: str, code: str, published: Path) -> str:
    if kind == "sql":
        return printed(warehouse.query(published, code))
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(code, str(PAGE), "exec"), {"published": str(published)})
    return "".join(line.rstrip() + "\n" for line in said.getvalue().splitlines())


EXAMPLES = list(_EXAMPLE.finditer(PAGE.read_text("utf-8")))


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_the_example_prints_what_the_page_says(number: int, published: Path) -> None:
    kind, code, told = EXAMPLES[number].groups()
    if "import polars" in code:
        pytest.importorskip("polars")
    assert answer(kind, code, published) == told


def test_every_example_has_an_answer_and_every_view_an_example() -> None:
    page = PAGE.read_text("utf-8")
    assert len(EXAMPLES) == len(re.findall(r"```(?:sql|python)\n", page))
    views = (MIGRATIONS.parent / "views").glob("*.sql")
    promised = {name for file in views for name in re.findall(r"CREATE VIEW (\w+)", file.read_text("utf-8"))}
    macros = {"series(", "series_as_of(", "search_articles(", "search_evidence(", "columns_of("}
    asked = "".join(example.group(2) for example in EXAMPLES)
    assert {name for name in promised | macros if name not in asked} == set()


@pytest.mark.skipif("SOLIEU_WRITE_COOKBOOK" not in os.environ, reason="writes the page")
def test_write_the_page(published: Path) -> None:
    def rewritten(example: re.Match[str]) -> str:
        kind, code, _ = example.groups()
        return f"```{kind}\n{code}```\n\n```text\n{answer(kind, code, published)}```"

    PAGE.write_text(_EXAMPLE.sub(rewritten, PAGE.read_text("utf-8")), "utf-8")
