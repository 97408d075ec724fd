"""The published mart against the rule of docs/warehouse.md in plain Python, on random articles, every row and column.

Ties, nulls, corrections, copies, corrected articles, contradictions within one article.
"""

from __future__ import annotations

import csv
import math
import random
import re
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import warehouse
from tests.warehouse.invented_batches import INDICATORS, SOURCES, House, Row, areas, article, hashed, observation
from tests.warehouse.test_series import CORRECTIONS_HEADER
from tests.warehouse.test_stories import compared_all_with_all

RANKS = {"bao-song": 5, "bao-bien": 5, "cuc-thong-ke": 1, "cong-tinh": 3}
VALUES = {"10": 10.0, "10,2": 10.2, "10,23": 10.23, "11": 11.0, "0": 0.0, "95,5": 95.5}
PLACES = [("36", "nam-dinh@pre2025"), ("35", "ha-nam@pre2025"), ("VN", None), ("huyện Ý Yên", None), (None, None)]
PERIODS = [
    (date(2022, 1, 1), date(2022, 3, 31), "2022-Q1"),
    (date(2022, 3, 1), date(2022, 3, 31), "2022-03"),
    (None, date(2022, 3, 31), "2022-03-31"),
    (None, None, None),
]
TOLD_FIRST = datetime(2022, 4, 1, tzinfo=UTC)


def invented(rng: random.Random, count: int) -> list[tuple[Row, list[Row]]]:
    """Article versions with a few figures each, drawn from so few values that everything ties with something."""
    bases = [rng.getrandbits(64) for _ in range(6)]
    return [_version(rng, number, bases) for number in range(count)]


def _version(rng: random.Random, number: int, bases: list[int]) -> tuple[Row, list[Row]]:
    numerals = rng.sample(sorted(VALUES), rng.randint(1, 4))
    told_at = TOLD_FIRST + timedelta(days=rng.randrange(20))
    of = rng.randrange(100)
    story = article(
        f"Bản tin {number}: " + ", ".join(f"«{numeral}»" for numeral in numerals),
        key=f"story {of}",
        source=sorted(RANKS)[of % 4],
        fetched=(told_at + timedelta(minutes=number)).isoformat(),
    )
    digits = rng.choice(bases) ^ sum(1 << bit for bit in rng.sample(range(64), rng.randrange(6)))
    story["simhash"] = rng.choice([f"{digits:016x}", hashed(number), ""])
    story["published_at"] = rng.choice([told_at, told_at, told_at, None])
    if number % 9 == 0:
        return story, _contradictory(story, numerals)
    return story, [_figure(rng, story, numeral, n) for numeral in numerals for n in range(rng.randint(1, 2))]


def _contradictory(story: Row, numerals: list[str]) -> list[Row]:
    """Figures of one article that are all said of one thing, of which no other article speaks."""
    ids = (hashed(story["version_id"], numeral) for numeral in numerals)
    return [
        observation(story, numeral, VALUES[numeral], breakdown=story["title"], observation_id=identity)
        for numeral, identity in zip(numerals, ids, strict=True)
    ]


def _figure(rng: random.Random, story: Row, numeral: str, number: int) -> Row:
    value, place = VALUES[numeral], story["text"].index(f"«{numeral}»") + 1
    start, end, code = rng.choice(PERIODS + PERIODS[:1] * 8)
    area, unit_id = rng.choice(PLACES + PLACES[:1] * 9)
    low, high = rng.choice([(None, None), (None, None), (value - 1, value + 1)])
    facts: Row = {
        "start_offset": place,
        "end_offset": place + len(numeral),
        "indicator": rng.choice(["iip"] * 6 + ["poverty_rate", None]),
        "breakdown": rng.choice([None] * 5 + ["khai khoáng"]),
        "base": rng.choice(["same_period_last_year"] * 5 + [None]),
        "unit": rng.choice(["PERCENT"] * 5 + [None]),
        "status": rng.choice("AAPEF"),
        "bound": rng.choice(["exact", "exact", "exact", "about"]),
        "confidence": rng.choice([0.9, 0.9, 0.5, None]),
        "flags": rng.choice([[], [], [], ["odd"]]),
        "period_start": start,
        "period_end": end,
        "time_period": code,
        "observation_id": hashed(story["version_id"], numeral, number),
    }
    return observation(story, numeral, value, area=area, area_unit_id=unit_id, low=low, high=high, **facts)


def first_tellers(stories: list[Row]) -> dict[str, str]:
    """Article that is a copy -> the article that told the story first."""
    told = {row["version_id"]: row for row in stories}
    since: dict[str, datetime] = {}
    for row in stories:
        if row["simhash"] and row["published_at"]:
            since[row["article_id"]] = min(row["published_at"], since.get(row["article_id"], row["published_at"]))
    up: dict[str, tuple[datetime, str]] = {}
    for copy, (original, _) in compared_all_with_all(stories).items():
        one, other = told[copy]["article_id"], told[original]["article_id"]
        if (since[other], other) < (since[one], one):
            link = (told[original]["published_at"], other)
            up[one] = min(link, up.get(one, link))
    roots = {}
    for one in up:
        root = one
        while root in up:
            root = up[root][1]
        roots[one] = root
    return roots


def plain_series(
    told: list[tuple[Row, list[Row]]], moment: datetime, corrections: list[Row], tie: dict[str, int]
) -> dict[str, Row]:
    """Observation chosen -> its row of indicator_series, as was known at a moment."""
    stories = [story for story, _ in told]
    roots, source = first_tellers(stories), {story["article_id"]: story["source_id"] for story in stories}
    latest: dict[str, tuple[Row, list[Row]]] = {}
    for story, rows in told:
        if story["fetched_at"] <= moment:
            known = latest.get(story["article_id"])
            if known is None or known[0]["fetched_at"] < story["fetched_at"]:
                latest[story["article_id"]] = (story, rows)
    points = defaultdict(list)
    for story, rows in latest.values():
        teller = source[roots.get(story["article_id"], story["article_id"])]
        for row in rows:
            if row["indicator"] and row["area"] and row["period_end"]:
                standing = _standing(story, row, story["article_id"] in roots, tie[row["observation_id"]])
                points[_key(row)].append({"story": story, "row": row, "teller": teller, "standing": standing})
    series = (_point(readings, corrections) for readings in points.values())
    return {row["observation_id"]: row for row in series}


def _key(row: Row) -> tuple[Any, ...]:
    place = row["area_unit_id"] or row["area"]
    names = ("indicator", "breakdown", "measure", "base", "unit", "period_start", "period_end")
    return (*(row[name] for name in names), place, row["status"] == "F")


def _standing(story: Row, row: Row, is_copy: bool, tie: int) -> list[Any]:
    """In order: flag, rank, status, copy, publishers (filled in later), age, doubt, place in the text, tie."""
    told_at = story["published_at"] or story["fetched_at"]
    doubt = 63 - round(63 * (row["confidence"] or 0))
    status = "APEF".index(row["status"])
    rank = RANKS[story["source_id"]]
    return [bool(row["flags"]), rank, status, is_copy, 0, -told_at.timestamp(), doubt, row["start_offset"], tie]


def _point(readings: list[Row], corrections: list[Row]) -> Row:
    stated = []
    for value in {reading["row"]["value"] for reading in readings}:
        same = [reading for reading in readings if reading["row"]["value"] == value]
        best = min(same, key=lambda reading: reading["standing"])
        tellers = len({reading["teller"] for reading in same})
        standing = [*best["standing"]]
        standing[4] = -tellers
        seen = [reading["story"]["fetched_at"] for reading in same]
        stated.append(best | {"final": standing, "n": tellers, "seen": (min(seen), max(seen))})
    stated.sort(key=lambda entry: entry["final"])
    return _shown(stated[0], stated[1:], corrections)


def _shown(best: Row, rivals: list[Row], corrections: list[Row]) -> Row:
    row, story = best["row"], best["story"]
    place = row["area_unit_id"] or row["area"]
    correction = next((c for c in corrections if _corrects(c, row, place)), None)
    flags = [*row["flags"]]
    if any(_contradicts(row, rival["row"]) for rival in rivals if rival["story"] is story):
        flags.append("contradicts_itself")
    if correction:
        flags.append("withdrawn" if correction["value"] is None else "corrected")
    own = ("indicator", "breakdown", "measure", "base", "unit", "area", "area_unit_id", "time_period", "period_start",
           "period_end", "status", "bound", "confidence", "observation_id", "sentence", "numeral")  # fmt: skip
    shown: Row = {name: row[name] for name in own}
    shown |= {name: story[name] for name in ("url", "title", "source_id", "published_at")}
    return shown | {
        "indicator_name_vi": _look_up(INDICATORS, "code", row["indicator"], "name_vi"),
        "indicator_name_en": _look_up(INDICATORS, "code", row["indicator"], "name_en"),
        "source_name": _look_up(SOURCES, "source_id", story["source_id"], "name"),
        "area_name": _area_name(row),
        "value": correction["value"] if correction else row["value"],
        "low": None if correction else row["low"],
        "high": None if correction else row["high"],
        "value_as_stated": row["value"],
        "correction_reason": correction["reason"] if correction else None,
        "n_sources": best["n"],
        "n_rivals": len(rivals),
        "rivals": [
            {name: rival["row"][name] for name in ("value", "observation_id", "status")}
            | {"source_id": rival["story"]["source_id"]}
            for rival in rivals
        ],
        "flags": flags,
        "first_seen": best["seen"][0],
        "last_seen": best["seen"][1],
        "is_target": row["status"] == "F",
    }


def _corrects(correction: Row, row: Row, place: str) -> bool:
    names = ("indicator", "breakdown", "measure", "base", "unit", "time_period")
    same = all(correction[name] == row[name] for name in names) and correction["area"] == place
    return same and row["status"] != "F" and correction["expect"] == row["value"]


def _contradicts(one: Row, other: Row) -> bool:
    if one["status"] != other["status"] or {one["bound"], other["bound"]} != {"exact"}:
        return False
    return bool(abs(one["value"] - other["value"]) > max(_half_step(one), _half_step(other)) * (1 + 1e-6) + 1e-9)


def _half_step(row: Row) -> float:
    digits = re.sub("[^0-9]", "", row["numeral"]).lstrip("0")
    if not digits:
        return 0.0
    return float(0.5 * 10 ** (math.floor(math.log10(abs(row["value"]))) + 1 - len(digits)))


def _look_up(table: Any, key: str, wanted: str, name: str) -> Any:
    return next(row[name] for row in table.to_pylist() if row[key] == wanted)


def _area_name(row: Row) -> str:
    if row["area_unit_id"]:
        return str(_look_up(areas(), "unit_id", row["area_unit_id"], "name_vi"))
    return "Việt Nam" if row["area"] == "VN" else str(row["area"])


def reviewed(rng: random.Random, series: dict[str, Row], file: Path) -> list[Row]:
    """Corrections of some chosen figures, some of which expect another value than the articles give."""
    names = ("indicator", "breakdown", "measure", "base", "unit", "time_period")
    rows = []
    for number, row in enumerate(rng.sample([row for row in series.values() if not row["is_target"]], 24)):
        correction = {name: row[name] for name in names} | {"area": row["area_unit_id"] or row["area"]}
        correction |= {"expect": row["value"] + rng.choice([0.0, 0.0, 7.0]), "value": rng.choice([1.5, None])}
        rows.append(correction | {"reason": f"misprint {number}", "author": "reviewer", "reviewed_on": "2022-05-01"})
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, CORRECTIONS_HEADER.strip().split(","))
        writer.writeheader()
        writer.writerows(rows)
    return rows


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_row_and_column_is_that_of_the_plain_rule(house: House, tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    told = invented(rng, 160)
    for part in range(3):
        batch = told[part::3]
        rows = [row for _, rows in batch for row in rows]
        house.stage(articles=[story for story, _ in batch], observations=rows, span=(part, part + 1))
        assert house.load().quarantined == 0
        house.publish(explain_drop="articles were corrected")
    tie = {
        row["observation_id"]: row["tie"]
        for row in house.ask("SELECT observation_id, hash(observation_id) % 1048576 AS tie FROM observations")
    }
    end = datetime(2100, 1, 1, tzinfo=UTC)
    corrections = reviewed(rng, plain_series(told, end, [], tie), tmp_path / "corrections.csv")
    warehouse.load_corrections(house.file, tmp_path / "corrections.csv")
    house.publish()

    wanted = plain_series(told, end, corrections, tie)
    found = {row["observation_id"]: row for row in house.ask("FROM indicator_series", published=True)}

    assert found == wanted
    assert len(found) > 40
    assert {flag for row in found.values() for flag in row["flags"]} == {
        "odd", "contradicts_itself", "corrected", "withdrawn"
    }  # fmt: skip
    assert max(row["n_sources"] for row in found.values()) > 2
    assert max(row["n_rivals"] for row in found.values()) > 3
    assert house.ask("SELECT count(*) > 10 AS copies FROM duplicate_links", published=True) == [{"copies": True}]

    evening = datetime(2022, 4, 10, 16, 59, 59, 999999, tzinfo=UTC)  # the last instant of the day in Vietnam
    known = {row["observation_id"]: row for row in house.ask("FROM series_as_of('2022-04-10')", published=True)}
    assert known == plain_series(told, evening, corrections, tie)
    assert 0 < len(known) < len(found)
