"""One value for each key, and everything that speaks against it beside it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import warehouse
from tests.warehouse.invented_batches import House, Row, article, observation

FILLER = "Tin đã đưa về kinh tế địa phương trong kỳ, với nhiều kết quả. " * 6


def tell(house: House, *told: tuple[Row, list[Row]]) -> None:
    """Load articles with their observations as one batch each, and publish."""
    for number, (story, rows) in enumerate(told):
        house.stage(articles=[story], observations=rows, span=(number * 100, number * 100 + 100))
    house.load()
    house.publish()


def figure(value: float, key: str, *, source: str = "bao-song", published: str = "2022-04-08", **more: Any) -> Any:
    """An article of its own that states one value of the industrial production index."""
    printed = f"{value:g}".replace(".", ",")
    kept = {name: more.pop(name) for name in ("fetched", "simhash", "tables") if name in more}
    story = article(
        f"Bản tin {key}: chỉ số sản xuất công nghiệp tăng {printed}%. {FILLER}{key}",
        key=key,
        source=source,
        published=f"{published}T02:00:00+00:00",
        **({"fetched": f"{published}T09:00:00+00:00"} | kept),
    )
    return story, [observation(story, printed, value, **more)]


def series(house: House) -> list[Row]:
    return house.ask("FROM indicator_series ORDER BY indicator, area, time_period, is_target", published=True)


PRECEDENCE: list[tuple[str, list[Any], float]] = [
    ("unflagged before flagged, whoever says it", [
        figure(11.0, "a", source="cuc-thong-ke", flags=["out_of_range"]), figure(10.0, "b")], 10.0),
    ("the statistics office before a newspaper", [
        figure(11.0, "a", source="cuc-thong-ke", status="E"),
        figure(10.0, "b", status="A", published="2022-04-20")], 11.0),
    ("the portal before a newspaper", [figure(11.0, "a", source="cong-tinh"), figure(10.0, "b")], 11.0),
    ("final before provisional", [figure(11.0, "a", status="P"), figure(10.0, "b", status="A")], 10.0),
    ("provisional before estimated", [figure(11.0, "a", status="E"), figure(10.0, "b", status="P")], 10.0),
    ("what two publishers say before the newest", [
        figure(11.0, "a"), figure(11.0, "b", source="bao-bien"), figure(10.0, "c", published="2022-04-20")], 11.0),
    ("one publisher's repetitions are no confirmation", [
        figure(11.0, "a"), figure(11.0, "b"), figure(10.0, "c", source="bao-bien", published="2022-04-20")], 10.0),
    ("the newest", [figure(11.0, "a", published="2022-04-20"), figure(10.0, "b", published="2022-04-21")], 10.0),
]  # fmt: skip


@pytest.mark.parametrize(("told", "chosen"), [case[1:] for case in PRECEDENCE], ids=[case[0] for case in PRECEDENCE])
@pytest.mark.parametrize("reverse", [False, True])
def test_precedence(house: House, told: list[Any], chosen: float, reverse: bool) -> None:
    tell(house, *(reversed(told) if reverse else told))
    (row,) = series(house)
    values = {rows[0]["value"] for _, rows in told}
    assert row["value"] == chosen
    assert (row["n_rivals"], {rival["value"] for rival in row["rivals"]}) == (len(values) - 1, values - {chosen})


def test_rivals_come_in_order_of_precedence_with_their_observations(house: House) -> None:
    told = [
        figure(9.0, "old", published="2022-04-01"),
        figure(10.0, "new", source="bao-bien", published="2022-04-05"),
        figure(11.0, "office", source="cuc-thong-ke"),
    ]
    tell(house, *told)
    (row,) = series(house)
    assert row["value"] == 11.0
    assert row["rivals"] == [
        {"value": value, "observation_id": rows[0]["observation_id"], "source_id": source, "status": "E"}
        for (_, rows), value, source in ((told[1], 10.0, "bao-bien"), (told[0], 9.0, "bao-song"))
    ]


@pytest.mark.parametrize("doubt", [(0.9, 0.9), (0.5, 0.9)])
def test_an_article_that_contradicts_itself_means_what_is_surer_then_what_is_first(
    house: House, doubt: tuple[float, float]
) -> None:
    story = article("Cấp mới 156 dự án, điều chỉnh 53 dự án; gần 150 dự án.")
    rows = [
        observation(story, numeral, float(numeral), breakdown=f"{n}", confidence=sure)
        for n in range(8)
        for numeral, sure in zip(("156", "53"), doubt, strict=True)
    ]
    tell(house, (story, rows))
    found = {(row["value"], tuple(row["flags"])) for row in series(house)}
    assert found == {(156.0 if doubt[0] == doubt[1] else 53.0, ("contradicts_itself",))}


def test_a_rounder_figure_in_the_same_article_is_no_contradiction(house: House) -> None:
    story = article("Thu ngân sách tăng 10,23%; như vậy tăng 10,2% so với cùng kỳ.")
    tell(
        house, (story, [observation(story, "10,23", 10.23), observation(story, "10,2%", 10.2, observation_id="other")])
    )
    (row,) = series(house)
    assert (row["flags"], row["n_rivals"]) == ([], 1)


def test_a_target_is_a_series_of_its_own(house: House) -> None:
    tell(house, figure(12.5, "plan", status="F", source="cuc-thong-ke"), figure(10.0, "fact"))
    fact, target = series(house)
    assert (fact["value"], fact["status"], fact["is_target"], fact["n_rivals"]) == (10.0, "E", False, 0)
    assert (target["value"], target["status"], target["is_target"], target["n_rivals"]) == (12.5, "F", True, 0)


def test_units_do_not_compete(house: House) -> None:
    tell(
        house,
        figure(95.0, "usd", indicator="export_value", measure="level", unit="USD", base=None),
        figure(2000.0, "vnd", indicator="export_value", measure="level", unit="VND", base=None),
    )
    assert [(row["unit"], row["value"], row["n_rivals"]) for row in series(house)] in (
        [("USD", 95.0, 0), ("VND", 2000.0, 0)],
        [("VND", 2000.0, 0), ("USD", 95.0, 0)],
    )


def test_what_has_no_indicator_place_or_period_is_no_series(house: House) -> None:
    tell(
        house,
        figure(1.0, "a", indicator=None),
        figure(2.0, "b", area=None, area_unit_id=None),
        figure(3.0, "c", period_start=None, period_end=None, time_period=None),
    )
    assert series(house) == []
    assert house.ask("SELECT count(*) AS n FROM observations_current", published=True) == [{"n": 3}]


def test_a_copied_story_counts_once(house: House) -> None:
    near = "00000000000000f"
    tell(
        house,
        figure(10.0, "first", source="bao-song", published="2022-04-05", simhash=near + "0"),
        figure(10.0, "copy", source="bao-bien", published="2022-04-06", simhash=near + "3"),
        figure(10.0, "copy of the copy", source="cong-tinh", published="2022-04-07", simhash="00000000000007ff"),
        figure(11.0, "own", source="bao-bien", published="2022-04-06", simhash="ffffffff00000000"),
    )
    (row,) = series(house)
    assert (row["n_rivals"], row["n_sources"]) == (1, 1)
    copies = house.ask(
        "SELECT a.document_key, o.document_key AS copied FROM article_status t JOIN articles a USING (version_id)"
        " JOIN articles o ON o.version_id = t.duplicate_of ORDER BY 1",
        published=True,
    )
    assert copies == [
        {"document_key": "copy", "copied": "first"},
        {"document_key": "copy of the copy", "copied": "first"},
    ]
    assert house.ask("SELECT previous_value, value FROM revisions", published=True) == [
        {"previous_value": 10.0, "value": 11.0}
    ]
    stories = house.ask("SELECT count(DISTINCT story_id) AS n FROM article_status", published=True)
    assert stories == [{"n": 2}]


def test_alike_texts_far_apart_are_two_stories(house: House) -> None:
    tell(
        house,
        figure(10.0, "april", published="2022-04-05", simhash="00000000000000f0"),
        figure(10.0, "may", source="bao-bien", published="2022-05-05", simhash="00000000000000f0"),
    )
    (row,) = series(house)
    assert row["n_sources"] == 2


def test_a_corrected_article_replaces_its_first_version_and_shows_as_a_revision(house: House) -> None:
    wrong, right = figure(20.0, "same"), figure(10.0, "same", fetched="2022-04-12T09:00:00+00:00")
    tell(house, wrong, right)
    (row,) = series(house)
    assert (row["value"], row["n_rivals"]) == (10.0, 0)
    (revision,) = house.ask("FROM revisions", published=True)
    assert (revision["previous_value"], revision["value"], revision["revision"]) == (20.0, 10.0, -10.0)


def test_a_version_that_comes_back_is_the_latest_again(house: House) -> None:
    first, second = figure(20.0, "same"), figure(10.0, "same", fetched="2022-04-12T09:00:00+00:00")
    back = figure(20.0, "same", fetched="2022-04-15T09:00:00+00:00")
    tell(house, first, second, back)
    (row,) = series(house)
    assert row["value"] == 20.0


def test_estimate_and_final_are_a_revision_but_no_conflict(house: House) -> None:
    tell(
        house,
        figure(10.0, "estimate", status="E", published="2022-03-28"),
        figure(11.5, "final", status="A", source="bao-bien", published="2022-05-02"),
    )
    (revision,) = house.ask("FROM revisions", published=True)
    assert (revision["previous_status"], revision["status"], revision["revision"]) == ("E", "A", 1.5)
    assert house.ask("FROM indicator_conflicts", published=True) == []


@pytest.mark.parametrize(
    ("values", "conflicts"), [((8634.8, 8635.0), 0), ((10.2, 10.23), 0), ((10.2, 10.3), 1), ((93.0, 39.0), 1)]
)
def test_rounding_is_no_conflict(house: House, values: tuple[float, float], conflicts: int) -> None:
    tell(house, figure(values[0], "a"), figure(values[1], "b", source="bao-bien", published="2022-04-09"))
    assert len(house.ask("FROM indicator_conflicts", published=True)) == conflicts


def test_what_was_known_on_a_day(house: House) -> None:
    tell(
        house,
        figure(10.0, "estimate", published="2022-03-28"),
        figure(11.5, "final", status="A", published="2022-05-02"),
        figure(12.0, "final", status="A", published="2022-05-02", fetched="2022-06-01T17:30:00+00:00"),
    )
    known = {
        day: [row["value"] for row in house.ask(f"FROM series_as_of(DATE '{day}')", published=True)]
        for day in ("2022-03-27", "2022-03-28", "2022-05-02", "2022-06-01", "2022-06-02")
    }
    assert known == {
        "2022-03-27": [],
        "2022-03-28": [10.0],
        "2022-05-02": [11.5],
        "2022-06-01": [11.5],  # 17:30 UTC is after midnight in Vietnam
        "2022-06-02": [12.0],
    }


MEMBERS = (("35", "ha-nam@pre2025"), ("36", "nam-dinh@pre2025"), ("37", "ninh-binh@pre2025"))


def _level(value: float, area: tuple[str, str], **more: Any) -> Any:
    facts = {"indicator": "state_budget_revenue", "measure": "level", "unit": "VND", "base": None, "status": "A"}
    return figure(value, area[1] + str(more), area=area[0], area_unit_id=area[1], **(facts | more))


def today(house: House) -> list[Row]:
    return house.ask(
        "SELECT indicator, area_unit_id, value, how, n_present, n_members, status FROM indicator_series_today",
        published=True,
    )


def test_merged_provinces_are_summed_where_levels_add(house: House) -> None:
    tell(house, _level(100.0, MEMBERS[0]), _level(20.0, MEMBERS[1], status="E"), _level(3.0, MEMBERS[2]))
    assert today(house) == [
        {
            "indicator": "state_budget_revenue",
            "area_unit_id": "ninh-binh@2025",
            "value": 123.0,
            "how": "summed",
            "n_present": 3,
            "n_members": 3,
            "status": "E",
        }
    ]


def test_a_missing_member_leaves_the_sum_null(house: House) -> None:
    tell(house, _level(100.0, MEMBERS[0]), _level(20.0, MEMBERS[1]))
    (row,) = today(house)
    assert (row["value"], row["how"], row["n_present"], row["n_members"]) == (None, "member_missing", 2, 3)


@pytest.mark.parametrize("fact", [
    {"measure": "change", "unit": "PERCENT"},
    {"indicator": "poverty_rate", "unit": "PERCENT"},
    {"indicator": "iip", "unit": "index_point"},
    {"unit": "vnd_per_person"},
    {"measure": "share", "unit": "PERCENT"},
])  # fmt: skip
def test_rates_are_never_added_or_averaged(house: House, fact: dict[str, Any]) -> None:
    tell(house, *(_level(10.0 + n, member, **fact) for n, member in enumerate(MEMBERS)))
    (row,) = today(house)
    assert (row["value"], row["how"]) == (None, "rate_not_added")


def test_a_unit_of_today_and_a_change_of_kind_keep_their_own_value(house: House) -> None:
    tell(
        house,
        _level(10.0, ("22", "quang-ninh@pre2026")),
        _level(7.0, ("37", "ninh-binh@2025"), period_start=date(2025, 7, 1), period_end=date(2025, 9, 30),
               time_period="2025-Q3", published="2025-10-05"),
    )  # fmt: skip
    assert {(row["area_unit_id"], row["value"], row["how"]) for row in today(house)} == {
        ("quang-ninh@2026", 10.0, "own"),
        ("ninh-binh@2025", 7.0, "own"),
    }


def test_a_province_that_no_longer_stood_is_not_taken_for_its_successor(house: House) -> None:
    year = {"period_start": date(2025, 1, 1), "period_end": date(2025, 12, 31), "time_period": "2025"}
    tell(house, _level(7.0, MEMBERS[1], published="2025-12-20", **year))
    (row,) = today(house)
    assert (row["value"], row["how"], row["n_present"], row["n_members"]) == (None, "member_missing", 0, 1)


def test_every_old_province_has_one_unit_of_today(house: House) -> None:
    tell(house, figure(1.0, "a"))
    counted = house.ask(
        "SELECT count(*) AS units, count(DISTINCT unit_id) AS distinct_units, count(DISTINCT today_unit_id) AS today,"
        " (SELECT count(*) FROM reference_areas) AS all_units FROM area_lineage",
        published=True,
    )
    assert counted == [{"units": 90, "distinct_units": 90, "today": 34, "all_units": 90}]


CORRECTIONS_HEADER = "indicator,breakdown,measure,base,unit,area,time_period,expect,value,reason,author,reviewed_on\n"
KEY = "iip,,change,same_period_last_year,PERCENT,nam-dinh@pre2025,2022-Q1"


def _corrected(house: House, tmp_path: Path, expect: str, value: str) -> tuple[Row, tuple[str, ...]]:
    file = tmp_path / "corrections.csv"
    file.write_text(f"{CORRECTIONS_HEADER}{KEY},{expect},{value},misprint,reviewer,2022-05-01\n", "utf-8")
    warehouse.load_corrections(house.file, file)
    story, rows = figure(102.3, "a")
    house.stage(articles=[story], observations=rows)
    house.load()
    published = house.publish()
    (row,) = series(house)
    return row, published.warnings


def test_a_correction_overrules_and_says_so(house: House, tmp_path: Path) -> None:
    row, warnings = _corrected(house, tmp_path, "102.3", "10.23")
    assert (row["value"], row["value_as_stated"], row["flags"]) == (10.23, 102.3, ["corrected"])
    assert (row["correction_reason"], warnings) == ("misprint", ())


def test_a_correction_may_withdraw_a_figure(house: House, tmp_path: Path) -> None:
    row, _ = _corrected(house, tmp_path, "102.3", "")
    assert (row["value"], row["flags"]) == (None, ["withdrawn"])


def test_a_correction_whose_error_is_gone_is_not_applied_and_its_guard_fails(house: House, tmp_path: Path) -> None:
    row, warnings = _corrected(house, tmp_path, "99.9", "10.23")
    assert (row["value"], row["flags"]) == (102.3, [])
    assert any("every correction still meets its error" in warning for warning in warnings)


@pytest.mark.parametrize("line", [f"{KEY},102.3,10.23,,reviewer,2022-05-01", f"{KEY},102.3,10.23,why,,2022-05-01",
                                  f"{KEY},,10.23,why,me,2022-05-01", f"{KEY},x,10.23,why,me,2022-05-01",
                                  f"{KEY},1,2,why,me,1-5-2022"])  # fmt: skip
def test_a_correction_needs_reason_author_and_guard(house: House, tmp_path: Path, line: str) -> None:
    file = tmp_path / "corrections.csv"
    file.write_text(f"{CORRECTIONS_HEADER}{line}\n", "utf-8")
    with pytest.raises(warehouse.CorrectionsError, match="line 2"):
        warehouse.load_corrections(house.file, file)


def test_coverage_tells_who_reported_what_and_when(house: House) -> None:
    tell(house, figure(10.0, "a", published="2022-03-28"), figure(10.0, "b", published="2022-04-08", flags=["odd"]))
    (row,) = house.ask("FROM coverage", published=True)
    assert (row["source_id"], row["n_articles"], row["n_flagged"], row["days_after_period"]) == ("bao-song", 2, 1, -3)
    assert [r["flags"] for r in house.ask("FROM flagged", published=True)] == [["odd"]]
