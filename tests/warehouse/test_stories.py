"""Near-duplicates found version by version, against a comparison of every text with every other."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

import warehouse
from tests.warehouse.invented_batches import RULES, House, Row, article
from warehouse import duplicates
from warehouse.connection import writer

FIRST_DAY = datetime(2022, 3, 1, tzinfo=UTC)
WEEK = timedelta(days=7)


def told(rng: random.Random, number: int, bases: list[int]) -> Row:
    """An article version whose hash is some base with up to eleven bits flipped; some have no hash or no time."""
    digits = rng.choice(bases)
    for bit in rng.sample(range(64), rng.randrange(12)):
        digits ^= 1 << bit
    hours = rng.choice([rng.randrange(24 * 45), 24 * 7 * rng.randrange(6)])  # exact weeks apart are a case of their own
    row = article(f"Bản tin {number}.", key=f"story {rng.randrange(150)}", offset=number)
    row["simhash"] = rng.choice([f"{digits:016x}"] * 12 + ["", None])  # type: ignore[list-item]
    row["published_at"] = rng.choice([FIRST_DAY + timedelta(hours=hours)] * 20 + [None])  # type: ignore[list-item]
    row["fetched_at"] = datetime(2022, 6, 1, tzinfo=UTC) + timedelta(minutes=number)
    return row


def compared_all_with_all(rows: list[Row]) -> dict[str, tuple[str, int]]:
    """Copy -> (the earliest article version that already told it, bits apart), by the written rule."""
    able = [row for row in rows if row["simhash"] and row["published_at"]]
    able.sort(key=lambda row: (row["published_at"], row["article_id"], row["version_id"]))
    links = {}
    for place, later in enumerate(able):
        for earlier in able[:place]:
            distance = (int(later["simhash"], 16) ^ int(earlier["simhash"], 16)).bit_count()
            near = later["published_at"] - earlier["published_at"] <= WEEK
            if distance <= 8 and near and later["article_id"] != earlier["article_id"]:
                links[later["version_id"]] = (earlier["version_id"], distance)
                break
    return links


def found(house: House) -> dict[str, tuple[str, int]]:
    rows = house.ask("SELECT version_id, duplicate_of, distance FROM story_links")
    assert len({row["version_id"] for row in rows}) == len(rows)
    return {row["version_id"]: (row["duplicate_of"], row["distance"]) for row in rows}


def pending(house: House) -> int:
    """How many articles a load left to compare."""
    with writer(house.file) as connection:
        return duplicates.link(connection, RULES)


@pytest.mark.parametrize(("seed", "parts", "at_once"), [(1, 1, 100_000), (2, 5, 100_000), (3, 3, 17), (4, 12, 5)])
def test_links_found_bit_by_bit_are_those_of_comparing_all_with_all(
    house: House, monkeypatch: pytest.MonkeyPatch, seed: int, parts: int, at_once: int
) -> None:
    monkeypatch.setattr(duplicates, "AT_ONCE", at_once)
    rng = random.Random(seed)
    bases = [rng.getrandbits(64) for _ in range(12)]
    rows = [told(rng, number, bases) for number in range(360)]
    for part in range(parts):
        house.stage(articles=rows[part::parts], span=(part * 100, part * 100 + 100))
        house.load()
        assert found(house) == compared_all_with_all([row for n in range(part + 1) for row in rows[n::parts]])
    assert pending(house) == 0
    assert len(found(house)) > 60


def test_an_older_telling_that_comes_late_becomes_the_original(house: House) -> None:
    near = "00000000000000f"
    stories = [
        article(f"Bài {day}.", key=str(day), published=f"2022-04-0{day}T00:00:00+00:00", simhash=near + str(day))
        for day in (4, 5, 3)
    ]
    for number, story in enumerate(stories):
        house.stage(articles=[story], span=(number, number + 1))
        house.load()
    fourth, fifth, third = (story["version_id"] for story in stories)
    assert {copy: of for copy, (of, _) in found(house).items()} == {fourth: third, fifth: third}


def test_generations_are_compared_apart(house: House) -> None:
    for rules in ("old", "new"):
        story = article(f"Bài {rules}.", key=rules, rules=rules, simhash="00000000000000f1")
        house.stage(articles=[story], rules=rules)
    house.load()
    warehouse.use_generation(house.file, "new")
    assert found(house) == {}
    assert house.ask("SELECT count(*) AS n FROM story_signatures") == [{"n": 2}]
    warehouse.drop_generation(house.file, "old")
    assert house.ask("SELECT rule_version FROM story_signatures") == [{"rule_version": "new"}]


def test_what_a_load_left_undone_is_done_before_publishing(house: House) -> None:
    house.stage(articles=[article(f"Bài {n}.", key=str(n), simhash=f"00000000000000f{n}") for n in range(3)])
    house.load()
    warehouse.use_generation(house.file, RULES)
    with writer(house.file) as connection:  # as in a file of the schema before
        connection.execute("DROP TABLE story_links; DROP TABLE story_signatures")
        connection.execute("DELETE FROM schema_migrations WHERE version >= 7")
    warehouse.publish(house.file, house.published)
    assert house.ask("SELECT count(*) AS n FROM duplicate_links", published=True) == [{"n": 2}]
    assert pending(house) == 0
