"""The phrases of ``phrases/*.txt``, one file a kind: ``reference | phrase | answer``; ``-`` stands for nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from etl.normalize import FIELDS, answer

PHRASES = Path(__file__).parent / "phrases"


def _rows(kind: str) -> list[tuple[str | None, str, str]]:
    rows = []
    for line in (PHRASES / f"{kind}.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            reference, phrase, wanted = (part.strip() for part in re.split(r"(?<!\\)\|", line))
            rows.append((None if reference == "-" else reference, phrase.replace("\\|", "|"), wanted))
    return rows


def _number(written: str) -> float | list[float]:
    return [float(part) for part in written.split("..")] if ".." in written else float(written)


def _wanted(kind: str, written: str) -> dict[str, Any]:
    if written in ("-", "nothing"):
        return {}
    if kind == "inferred":
        fields = dict(re.findall(r"(\w+)=(.*?)(?= \w+=|$)", written))
        value = fields.get("value")
        return fields if value is None or ":" in value else {**fields, "value": _number(value)}
    if kind == "interval":
        return dict(zip(("start", "end"), written.split(".."), strict=True))
    if kind in ("instant", "asof", "time", "comparison"):
        return {{"instant": "start", "asof": "end", "time": "value"}.get(kind, "comparison"): written}
    if kind in ("number", "ordinal", "multiple"):
        return {"value": _number(written)}
    value, unit = written.split(" ", 1)
    return {"value": _number(value), "unit": unit}


CASES = [
    pytest.param(path.stem, *row, id=f"{path.stem}:{row[1]}")
    for path in sorted(PHRASES.glob("*.txt"))
    for row in _rows(path.stem)
]


@pytest.mark.parametrize(("kind", "reference", "phrase", "wanted"), CASES)
def test_phrase(kind: str, reference: str | None, phrase: str, wanted: str) -> None:
    request = {"id": 7, "phrase": phrase, "reference": reference}
    found = answer(request if kind == "inferred" else {**request, "kind": kind})
    assert list(found) == ["id", *FIELDS]
    assert {name: found[name] for name in FIELDS if found[name] is not None} == _wanted(kind, wanted)


def test_every_kind_has_phrases_that_mean_nothing() -> None:
    kinds = {path.stem for path in PHRASES.glob("*.txt")}
    assert len(kinds) == 13
    assert {kind for kind in kinds if not any(row[2] in ("-", "nothing") for row in _rows(kind))} == set()
