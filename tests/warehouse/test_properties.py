"""The load and the precedence against plain Python, on random input."""

from __future__ import annotations

import itertools
import random
import tempfile
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse.invented_batches import RULES, House, Row, article, hashed, observation

SLOW = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
RANKS = {"cuc-thong-ke": 1, "cong-tinh": 3, "bao-song": 5, "bao-bien": 5}
STATE = (
    "SELECT version_id, record_id, segment FROM articles ORDER BY ALL",
    "SELECT record_id, version_id FROM article_sightings ORDER BY ALL",
    "SELECT observation_id, value FROM observations ORDER BY ALL",
)

FETCH = st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 27))
"""An article, a version of it, and the day of the fetch."""


def fetched(key: int, version: int, day: int) -> Row:
    text = f"Bài {key}, bản {version}: IIP tăng {version + 1},5%."
    return article(text, key=str(key), fetched=f"2022-05-{day + 1:02}T0{key}:0{version}:00+00:00", offset=day)


def state_after(batches: list[list[tuple[int, int, int]]], again: bool) -> list[Any]:
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder))
        for number, batch in enumerate(batches):
            stories = [fetched(*fetch) for fetch in batch]
            rows = [observation(s, f"{v + 1},5", v + 1.5) for s, (_, v, _) in zip(stories, batch, strict=True)]
            house.stage(articles=stories, observations=rows, span=(number, number + 1))
            if again:
                house.load()
        house.load()
        return [house.ask(sql) for sql in STATE]


@SLOW
@given(st.lists(FETCH, min_size=1, max_size=12, unique=True), st.randoms(use_true_random=False), st.integers(1, 4))
def test_any_cut_and_order_of_batches_ends_in_the_same_state(
    told: list[tuple[int, int, int]], rng: random.Random, parts: int
) -> None:
    whole = state_after([told], again=False)
    shuffled = rng.sample(told, len(told))
    cut = [shuffled[part::parts] for part in range(parts)] + [rng.sample(told, len(told) // 2)]
    assert state_after([batch for batch in cut if batch], again=True) == whole


def best(told: list[dict[str, Any]]) -> tuple[float, int, list[float]]:
    """The rule of docs/warehouse.md in plain Python: the value, its independent publishers, the rivals in order."""

    def standing(reading: dict[str, Any]) -> tuple[Any, ...]:
        return (bool(reading["flags"]), RANKS[reading["source"]], "APE".index(reading["status"]))

    by_value = defaultdict(list)
    for reading in told:
        by_value[reading["value"]].append(reading)
    ranked = []
    for value, readings in by_value.items():
        top = min(readings, key=lambda r: (standing(r), -r["day"]))
        n = len({r["source"] for r in readings})
        ranked.append((standing(top), -n, -top["day"], value, n))
    ranked.sort()
    return ranked[0][3], ranked[0][4], [entry[3] for entry in ranked[1:]]


def test_the_choice_is_that_of_the_written_rule(house: House) -> None:
    rng = random.Random(20220408)
    days = itertools.count()
    expected, stories, rows = {}, [], []
    for quarter in range(120):
        told = [
            {
                "value": float(rng.randint(1, 3)),
                "source": rng.choice(sorted(RANKS)),
                "status": rng.choice("APE"),
                "flags": ["odd"] if rng.random() < 0.2 else [],
                "day": next(days),
            }
            for _ in range(rng.randint(1, 6))
        ]
        for reading in told:
            told_at = datetime(2022, 4, 1, tzinfo=UTC) + timedelta(minutes=reading["day"])
            facts = {"key": str(reading["day"]), "source": reading["source"], "published": told_at.isoformat()}
            story = article(
                f"IIP tăng {reading['value']:.0f}%.",
                fetched="2022-05-01T00:00:00+00:00",
                simhash=hashed(reading["day"], "apart"),
                **facts,
            )
            stories.append(story)
            rows.append(observation(story, f"{reading['value']:.0f}", reading["value"], breakdown=f"part {quarter}",
                                    status=reading["status"], flags=reading["flags"]))  # fmt: skip
        expected[f"part {quarter}"] = best(told)
    house.stage(articles=stories, observations=rows)
    assert house.load().quarantined == 0
    house.publish(RULES)
    assert house.ask("SELECT count(*) AS n FROM duplicate_links", published=True) == [{"n": 0}]

    found = {
        row["breakdown"]: (row["value"], row["n_sources"], [rival["value"] for rival in row["rivals"]])
        for row in house.ask("FROM indicator_series", published=True)
    }

    assert found == expected


@given(st.text(min_size=1, max_size=60), st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_slice_in_sql_is_the_slice_in_python(text: str, data: st.DataObject) -> None:
    text = text.encode("utf-8", "ignore").decode("utf-8")
    start = data.draw(st.integers(0, max(len(text) - 1, 0)))
    end = data.draw(st.integers(start, len(text)))
    row = duckdb.execute("SELECT substr(?, ? + 1, ? - ?)", [text, start, end, start]).fetchone()
    assert row == (text[start:end],)
