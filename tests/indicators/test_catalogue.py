"""A broken catalogue stops the start with the file, the line and the reason."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from etl.indicators import CatalogueError, catalogue_rows, load_catalogue
from etl.indicators.catalogue import DATA


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy)
    return copy


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("    kind: flow", "    kind: river", "kind must be one of"),
        ("    name_en: ", "    nom: ", "nom"),
        ("    forms: [", "    forms: [[", "expected"),
        ("    forms: [", "    forms: ['{planet}', ", "no breakdown vocabulary named planet"),
        ("  - code: merchandise_imports", "  - code: merchandise_exports", "defined twice"),
        ("  - code: merchandise_imports", "  - code: Merchandise Imports", "is no code"),
    ],
)
def test_broken_file(folder: Path, old: str, new: str, reason: str) -> None:
    path = folder / "catalogue" / "trade.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError, match=reason) as caught:
        load_catalogue(folder)
    assert caught.value.path == path
    assert caught.value.line > 0


def test_rows_for_the_warehouse() -> None:
    rows = {row["code"]: row for row in catalogue_rows()}
    assert rows["iip"]["domain"] == "industry"
    assert all(row["unit"] and row["stock_or_flow"] and row["name_vi"] and row["name_en"] for row in rows.values())
