"""Readings of the archive by other rules: complete before they are current, comparable, and restorable."""

from __future__ import annotations

import pytest

import warehouse
from tests.warehouse.invented_batches import House, Row, article, observation

TEXT = "IIP tăng 10,23%; xuất khẩu tăng 20%. Thu ngân sách tăng 93%."


def batch(
    house: House, rules: str, values: dict[str, float], *, key: str = "a", span: tuple[int, int] = (0, 100)
) -> Row:
    story = article(TEXT, key=key, rules=rules)
    rows = [observation(story, numeral, value, sentence=TEXT) for numeral, value in values.items()]
    house.stage(articles=[story], observations=rows, rules=rules, span=span)
    house.load()
    return story


def values(house: House) -> list[float]:
    house.publish(house.ask("SELECT rule_version FROM current_generation")[0]["rule_version"], explain_drop="test")
    return [row["value"] for row in house.ask("SELECT value FROM observations_current ORDER BY 1", published=True)]


def test_a_generation_is_current_only_when_it_has_read_all(house: House) -> None:
    batch(house, "old", {"10,23": 10.23})
    batch(house, "old", {"10,23": 10.23}, key="b", span=(100, 200))
    assert warehouse.use_generation(house.file, "old") is None
    batch(house, "new", {"10,23": 10.23, "20": 20.0})

    with pytest.raises(warehouse.GenerationError, match="seg-1 from byte 0 to 200"):
        warehouse.use_generation(house.file, "new")
    assert values(house) == [10.23, 10.23]

    batch(house, "new", {"93": 93.0}, key="b", span=(100, 200))
    assert warehouse.use_generation(house.file, "new") == "old"
    assert values(house) == [10.23, 20.0, 93.0]
    assert warehouse.use_generation(house.file, 1) == "new"
    assert values(house) == [10.23, 10.23]


def test_a_gap_is_seen(house: House) -> None:
    batch(house, "old", {"93": 93.0}, span=(0, 200))
    warehouse.use_generation(house.file, "old")
    batch(house, "new", {"93": 93.0}, span=(0, 50))
    batch(house, "new", {"93": 93.0}, span=(100, 200))
    with pytest.raises(warehouse.GenerationError, match="from byte 0 to 200"):
        warehouse.use_generation(house.file, "new")


def test_the_archive_may_say_what_all_is(house: House) -> None:
    batch(house, "old", {"93": 93.0})
    with pytest.raises(warehouse.GenerationError, match="seg-2 from byte 0 to 10"):
        warehouse.use_generation(house.file, "old", segments={"seg-1": 100, "seg-2": 10})
    warehouse.use_generation(house.file, "old", segments={"seg-1": 100})


def test_naming_the_current_one_again_changes_nothing(house: House) -> None:
    batch(house, "old", {"93": 93.0})
    for _ in range(3):
        warehouse.use_generation(house.file, "old")
    assert house.ask("SELECT count(*) AS n FROM generation_switches") == [{"n": 1}]
    assert [(g.rule_version, g.observations, g.is_current) for g in warehouse.generations(house.file)] == [
        ("old", 1, True)
    ]


def test_an_unknown_generation_is_refused(house: House) -> None:
    with pytest.raises(warehouse.GenerationError, match="no generation 7"):
        warehouse.use_generation(house.file, 7)


def test_a_diff_shows_added_changed_and_removed_figures_with_their_sentences(house: House) -> None:
    batch(house, "old", {"10,23": 10.23, "20": 20.0})
    batch(house, "new", {"10,23": -10.23, "93": 93.0})

    rows = warehouse.diff(house.file, "old", "new").to_pylist()

    told = {(row["change"], row["numeral"], row["value_before"], row["value_after"]) for row in rows}
    assert told == {("changed", "10,23", 10.23, -10.23), ("removed", "20", 20.0, None), ("added", "93", None, 93.0)}
    assert {row["sentence"] for row in rows} == {TEXT}
    assert warehouse.diff(house.file, "old", 1).num_rows == 0


def test_a_figure_whose_article_shifted_is_the_same_figure(house: House) -> None:
    sentence = "IIP tăng 10,23%."
    for rules, text in (("old", sentence), ("new", "Sapo mới. " + sentence)):
        story = article(text, key="a", rules=rules)
        house.stage(articles=[story], observations=[observation(story, "10,23", 10.23, sentence=sentence)], rules=rules)
    house.load()
    assert warehouse.diff(house.file, "old", "new").num_rows == 0


def test_a_generation_that_is_not_current_can_be_dropped_and_read_again(house: House) -> None:
    batch(house, "old", {"93": 93.0})
    warehouse.use_generation(house.file, "old")
    batch(house, "new", {"93": 93.0, "20": 20.0})
    with pytest.raises(warehouse.GenerationError, match="is the current one"):
        warehouse.drop_generation(house.file, "old")
    assert warehouse.drop_generation(house.file, "new") == 2
    assert [g.rule_version for g in warehouse.generations(house.file)] == ["old"]
    assert house.load().observations == 2
