"""Fit the reader's confidence on annotated articles, and say how right it is.

    python -m benchmarks.reader_confidence ../shared/gold/dev [--write]

Every reading has points of doubt (``etl.indicators.confidence``). The share of right readings by points, smoothed and
made falling, is the table; ``--write`` puts it into ``etl/indicators/data/confidence.yaml``. The deciles that are
printed are of held-out articles: five parts, each read with the table of the other four. Right means: an annotated
quantity, and where it has an indicator all of its slots.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from etl.indicators.catalogue import DATA
from etl.indicators.confidence import points
from etl.indicators.reader import Article
from etl.model import Observation

PARTS = 5
CLASSES = {"catalogued": 7, "uncatalogued": 4}
_SLOTS = ("measure", "indicator", "base", "status")


@dataclass(frozen=True)
class Judged:
    """One reading: its article, class, points and whether it is right."""

    article: int
    kind: str
    points: int
    right: bool


def judged(folder: Path) -> list[Judged]:
    """All readings of the annotated articles in a folder."""
    found: list[Judged] = []
    for number, path in enumerate(sorted(folder.glob("*.json"))):
        raw = json.loads(path.read_text(encoding="utf-8"))
        gold = {(one["start"], one["end"]): one for one in raw["observations"]}
        article = Article(raw["text"], raw["province"], date.fromisoformat(raw["published"][:10]), raw["title"])
        rows = article.observations()
        for reading, row in zip(article.readings, rows, strict=True):
            kind = "catalogued" if row.indicator else "uncatalogued"
            found.append(Judged(number, kind, points(reading), is_right(row, gold.get((row.start, row.end)))))
    if not found:
        raise SystemExit(f"{folder}: no annotated article with a figure")
    return found


def is_right(row: Observation, gold: dict[str, Any] | None) -> bool:
    """Whether a reading says what the annotation says."""
    if gold is None or abs(row.value - gold["value"]) > 1e-6 * max(1.0, abs(gold["value"])):
        return False
    slots = ("measure",) if gold["indicator"] is None and row.indicator is None else _SLOTS
    also: dict[str, list[Any]] = gold.get("also") or {}
    said = {**{slot: getattr(row, slot) for slot in slots}, "period": list(row.period)}
    if len(slots) == 1:
        del said["period"]
    return all(value == gold[slot] or value in also.get(slot, []) for slot, value in said.items())


def table(readings: list[Judged], kind: str) -> list[float]:
    """The share of right readings by points, smoothed towards the whole, and falling."""
    own = [one for one in readings if one.kind == kind]
    overall = sum(one.right for one in own) / max(1, len(own))
    shares: list[float] = []
    for level in range(CLASSES[kind]):
        last = level == CLASSES[kind] - 1
        here = [one for one in own if one.points == level or (last and one.points > level)]
        share = (sum(one.right for one in here) + 4 * overall) / (len(here) + 4)
        shares.append(min(share, shares[-1] if shares else 1.0))
    return [round(share, 3) for share in shares]


def deciles(readings: list[Judged]) -> list[tuple[float, float, int]]:
    """Stated confidence, share of right readings and number, by tenths of the stated confidence; held out."""
    stated: list[tuple[float, bool]] = []
    for part in range(PARTS):
        others = [one for one in readings if one.article % PARTS != part]
        tables = {kind: table(others, kind) for kind in CLASSES}
        stated += [
            (tables[one.kind][min(one.points, len(tables[one.kind]) - 1)], one.right)
            for one in readings
            if one.article % PARTS == part
        ]
    tenths: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for place, pair in enumerate(sorted(stated)):
        tenths[place * 10 // len(stated)].append(pair)
    return [
        (sum(one for one, _ in pairs) / len(pairs), sum(right for _, right in pairs) / len(pairs), len(pairs))
        for _, pairs in sorted(tenths.items())
    ]


def main() -> int:
    """Print the tables and the deciles."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("gold", type=Path)
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    readings = judged(chosen.gold)
    tables = {kind: table(readings, kind) for kind in CLASSES}
    lines = [f"{kind}: [{', '.join(map(str, shares))}]" for kind, shares in tables.items()]
    print("\n".join(lines))
    for stated, right, number in deciles(readings):
        print(f"stated {stated:.2f}  right {right:.2f}  of {number}")
    if chosen.write:
        path = DATA / "confidence.yaml"
        kept = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith(("#", "table:"))]
        path.write_text("\n".join([*kept[:1], *lines, *kept[1:]]) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
