"""Readings of the archive by other rules: complete before they are current, comparable, and restorable."""

from __future__ import annotations

import pytest

import warehouse
from jobs.housekeeping import difference_text
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


def _read_by(house: House, rules: str, story: Row, rows: list[Row]) -> None:
    house.stage(articles=[story], observations=rows, rules=rules)
    assert house.load().quarantined == 0


def test_another_cut_of_sentences_is_no_change(house: House) -> None:
    for rules, sentence in (("old", TEXT), ("new", TEXT.split(". ")[0])):
        story = article(TEXT, key="a", rules=rules)
        _read_by(house, rules, story, [observation(story, "20", 20.0, sentence=sentence)])
    assert warehouse.diff(house.file, "old", "new").num_rows == 0


def test_one_more_reading_of_a_numeral_is_one_added_and_no_change(house: House) -> None:
    known = {"indicator": "iip", "measure": "change"}
    more = {"indicator": "export_value", "measure": "change", "observation_id": "0" * 16}
    for rules, readings in (("old", [known]), ("new", [more, known])):
        story = article(TEXT, key="a", rules=rules)
        _read_by(house, rules, story, [observation(story, "20", 20.0, **reading) for reading in readings])
    rows = warehouse.diff(house.file, "old", "new").to_pylist()
    assert [(row["change"], row["indicator_before"], row["indicator_after"]) for row in rows] == [
        ("added", None, "export_value")
    ]


def test_a_numeral_printed_twice_is_told_by_its_place(house: House) -> None:
    text = "Xuất khẩu tăng 20%; nhập khẩu tăng 20%."
    for rules, second in (("old", "iip"), ("new", "poverty_rate")):
        story = article(text, key="a", rules=rules)
        first_place = observation(story, "20", 20.0, indicator="export_value")
        start = text.rindex("20")
        other = observation(story, "20", 20.0, indicator=second, start_offset=start, end_offset=start + 2)
        _read_by(house, rules, story, [first_place, other | {"observation_id": "f" * 16}])
    (row,) = warehouse.diff(house.file, "old", "new").to_pylist()
    assert (row["change"], row["indicator_before"], row["indicator_after"]) == ("changed", "iip", "poverty_rate")


def test_a_difference_is_told_by_what_changed_and_page_by_page(house: House) -> None:
    batch(house, "old", {"10,23": 10.23, "20": 20.0})
    batch(house, "new", {"10,23": -10.23, "93": 93.0})
    told = difference_text(warehouse.diff(house.file, "old", "new").to_pylist())
    assert told.splitlines() == [
        "1 added, 1 changed, 1 removed",
        "       1 times  value: 10.23 -> -10.23",
        "",
        "https://bao-song.example/a.html",
        f"  {TEXT}",
        "    changed  10,23: iip change 10.23 PERCENT, 2022-Q1, 36, same_period_last_year, E  | value: 10.23 -> -10.23",
        "    removed  20: iip change 20 PERCENT, 2022-Q1, 36, same_period_last_year, E",
        "    added    93: iip change 93 PERCENT, 2022-Q1, 36, same_period_last_year, E",
    ]
    assert difference_text([]) == "no figure is read differently"


def test_a_generation_that_is_not_current_can_be_dropped_and_read_again(house: House) -> None:
    batch(house, "old", {"93": 93.0})
    warehouse.use_generation(house.file, "old")
    batch(house, "new", {"93": 93.0, "20": 20.0})
    with pytest.raises(warehouse.GenerationError, match="is the current one"):
        warehouse.drop_generation(house.file, "old")
    assert warehouse.drop_generation(house.file, "new") == 2
    assert [g.rule_version for g in warehouse.generations(house.file)] == ["old"]
    assert house.load().observations == 2
