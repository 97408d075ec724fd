"""How far a reading is to be trusted: points for every weaker step that it took, and a table fitted on read articles.

``data/confidence.yaml`` holds the share of right readings by points, monotone; ``benchmarks/reader_confidence.py``
fits it. Text readings without an indicator and readings of tables have tables of their own.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from etl.indicators.catalogue import DATA, CatalogueError, load_yaml
from etl.indicators.state import Reading

_ATTACHED = {
    "lead": 0, "tail": 0, "pattern": 0, "part": 0, "respective": 1,
    "list": 1, "bracket": 1, "carried": 1, "whole": 1, "about": 1,
    "shared": 1, "weak lead": 2, "weak tail": 2, "pending": 2, "total": 1, "count": 2, "phrase": 2, "decoy": 2,
    "actor": 3,
}  # fmt: skip
_PERIOD = {"clause": 0, "sentence": 0, "paragraph": 1, "heading": 1, "title": 2, "published": 2, "default": 3}
_CHANGES = frozenset({"change", "change_abs", "ratio"})


def points(reading: Reading) -> int:
    """The weaker steps of a reading: how its subject, period and base were found, and what was flagged."""
    total = _ATTACHED.get(reading.subject.how, 2)
    if reading.subject.code is not None:
        total += _PERIOD.get(reading.origins.get("period", "default"), 3)
        if reading.measure in _CHANGES and reading.origins.get("base") == "default":
            total += 1
    if not reading.flags:
        return total
    return total + 2 * sum(1 for name in reading.flags if name != "base_period_value")


@lru_cache(maxsize=2)
def _table(folder: Path = DATA) -> dict[str, list[float]]:
    path = folder / "confidence.yaml"
    raw = load_yaml(path)
    for name in ("catalogued", "uncatalogued", "table"):
        values = raw.get(name) if isinstance(raw, dict) else None
        if not isinstance(values, list) or values != sorted(values, reverse=True) or not values:
            raise CatalogueError(path, 1, f"{name} needs a falling list of shares")
    return dict(raw)


def confidence(reading: Reading) -> float:
    """The share of readings with these points that were right."""
    values = _table()["catalogued" if reading.subject.code is not None else "uncatalogued"]
    return values[min(points(reading), len(values) - 1)]


def of_table(code: str | None) -> float:
    """The confidence of a table's cell: with an indicator, and without."""
    values = _table()["table"]
    return values[0 if code is not None else -1]
