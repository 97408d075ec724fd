"""What stands in a report: which figure in which cell, what is missing and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reports import core, frames
from reports.frames import Report, UnknownArea
from reports.periods import parse
from reports.query import Figure, open_published
from reports.slots import slot_of, span_of
from tests.reports.invented_published import Press
from tests.reports.invented_quarter import AS_OF_MARCH, MARCH, Q1, YOY

Q2 = (date(2022, 4, 1), date(2022, 6, 30))
HALF = (date(2022, 1, 1), date(2022, 6, 30))


def compose(published: Path, period: str, places: list[str] | None = None, lang: str = "vi") -> Report:
    with open_published(published) as warehouse:
        return frames.build(warehouse, parse(period), places, lang)


@pytest.fixture
def told(tmp_path: Path) -> Callable[..., Report]:
    """Compose a report from statements given as (arguments, keywords) of ``Press.says``."""

    def report(*statements: tuple[tuple[Any, ...], dict[str, Any]], period: str = "2022-Q1") -> Report:
        press = Press()
        for arguments, keywords in statements:
            press.says(*arguments, **keywords)
        return compose(press.publish(tmp_path), period)

    return report


def says(*arguments: Any, **keywords: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
    return arguments, keywords


def cells(report: Report, indicator: str, slot: str, *, to_date: bool = False) -> list[float]:
    found = []
    for chapter in report.chapters:
        for table in chapter.tables:
            for row in table.rows if table.indicator.code == indicator else ():
                found += [figure.value for figure in row.cells.get((slot, to_date), [])]  # type: ignore[call-overload]
    return found


def reason(report: Report, indicator: str, unit_id: str = "nam-dinh@pre2025") -> str | None:
    for lack in report.lacks:
        if lack.area.unit_id == unit_id:
            return {one.code: why for one, why in lack.items}.get(indicator)
    raise AssertionError(f"{unit_id} is not among the areas that report")


def test_the_core_list_is_the_first_tier_of_the_catalogue_in_chapters() -> None:
    codes = [indicator.code for domain in core.domains() for indicator in domain.indicators]
    assert len(codes) == len(set(codes)) == 72
    assert {"iip", "state_budget_revenue", "merchandise_exports", "cpi"} <= set(codes)
    assert all(
        indicator.name_vi and indicator.name_en and indicator.expected for indicator in core.indicators().values()
    )


def test_a_target_never_stands_among_results(told: Callable[..., Report]) -> None:
    report = told(says("tourism_revenue", "level", 1e11, "VND", status="F"))
    assert cells(report, "tourism_revenue", "level") == []
    assert cells(report, "tourism_revenue", "target") == [1e11]
    assert reason(report, "tourism_revenue") == "target_only"


def test_a_rank_is_no_level(told: Callable[..., Report]) -> None:
    report = told(says("pci_score", "level", 24, "rank"), says("pci_score", "level", 65.3, "index_point"))
    assert cells(report, "pci_score", "level") == [65.3]
    assert cells(report, "pci_score", "rank") == [24]


def test_another_base_is_no_change_on_the_same_period(told: Callable[..., Report]) -> None:
    report = told(
        says("cpi", "change", 2.08, "PERCENT", base=YOY),
        says("cpi", "change", 0.47, "PERCENT", base="previous_month"),
        says("iip", "change", 3.3, "PERCENT", base=None),
        says("iip", "change", 4.4, "PERCENT", base="previous_year"),
    )
    assert cells(report, "cpi", "change") == [2.08]
    assert cells(report, "cpi", "other") == [0.47]
    assert cells(report, "iip", "change") == []
    assert sorted(cells(report, "iip", "other")) == [3.3, 4.4]


def test_for_a_whole_year_the_previous_year_is_the_same_period(told: Callable[..., Report]) -> None:
    year = (date(2022, 1, 1), date(2022, 12, 31))
    report = told(says("iip", "change", 8.1, "PERCENT", base="previous_year", period=year), period="2022")
    assert cells(report, "iip", "change") == [8.1]


def test_in_a_report_of_the_year_a_quarter_on_the_previous_year_stays_another_base(tmp_path: Path) -> None:
    press = Press()
    press.says("iip", "change", 4.4, "PERCENT", base="previous_year")
    (portrait,) = compose(press.publish(tmp_path), "2022", ["36"]).portraits
    ((row,),) = [aside.rows for aside in portrait.asides]
    assert list(row.cells) == [("other", False)]


def test_figures_of_other_spans_are_not_those_of_the_period(told: Callable[..., Report]) -> None:
    report = told(says("iip", "change", 9.9, "PERCENT", base=YOY, period=MARCH))
    assert report.empty
    assert reason(report, "iip") == "other_period"


def test_year_to_date_stands_beside_the_quarter(told: Callable[..., Report]) -> None:
    report = told(
        says("iip", "change", 11.0, "PERCENT", base=YOY, period=Q2),
        says("iip", "change", 10.5, "PERCENT", base=YOY, period=HALF),
        says("cpi", "change", 2.2, "PERCENT", base=YOY, period=HALF),
        period="2022-Q2",
    )
    assert cells(report, "iip", "change") == [11.0]
    assert cells(report, "iip", "change", to_date=True) == [10.5]
    assert reason(report, "iip") is None
    assert reason(report, "cpi") == "ytd_only"


def test_a_stock_counts_by_its_day_in_the_last_month(told: Callable[..., Report]) -> None:
    report = told(
        says("credit_outstanding", "level", 3.0, "VND", period=(None, date(2022, 1, 31))),
        says("credit_outstanding", "level", 2.0, "VND", period=(None, date(2022, 3, 20))),
        says("credit_outstanding", "level", 1.0, "VND", period=AS_OF_MARCH),
        says("deposits_mobilised", "level", 4.0, "VND", period=(None, date(2022, 2, 28))),
    )
    assert cells(report, "credit_outstanding", "level") == [1.0], "the latest day of the last month, and it alone"
    assert cells(report, "deposits_mobilised", "level") == []


def test_parts_are_kept_apart_from_totals(told: Callable[..., Report]) -> None:
    report = told(
        says("iip", "change", 6.0, "PERCENT", base=YOY, breakdown="khai khoáng"),
        says("gva_growth_rate", "change", 5.0, "PERCENT", base=YOY, breakdown="dịch vụ"),
    )
    assert cells(report, "iip", "change") == []
    assert reason(report, "iip") == "none"
    assert cells(report, "gva_growth_rate", "change") == [5.0], "an indicator that exists by part only"
    assert reason(report, "gva_growth_rate") is None


def test_a_withdrawn_figure_is_missing_with_that_reason(told: Callable[..., Report]) -> None:
    report = told(says("cpi", "change", 2.0, "PERCENT", base=YOY), says("iip", "change", None, "PERCENT", base=YOY))
    assert cells(report, "iip", "change") == []
    assert reason(report, "iip") == "withdrawn"


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_no_figure(told: Callable[..., Report], value: float) -> None:
    report = told(says("iip", "change", value, "PERCENT", base=YOY))
    assert report.empty


def test_only_provinces_are_listed_not_districts(published: Path) -> None:
    report = compose(published, "2022-Q1")
    assert 55.5 not in cells(report, "iip", "change")
    assert cells(report, "iip", "change")[0] == 6.4, "the country comes first"


def test_the_provinces_expected_are_those_that_stood_on_the_last_day(published: Path) -> None:
    before = compose(published, "2022-Q1")
    assert before.reporting == 5
    assert len(before.lacks) + len(before.silent) == 63
    after = compose(published, "2025-Q3")
    assert len(after.lacks) + len(after.silent) == 34
    assert {area.unit_id for area in after.silent} >= {"ninh-binh@2025", "ha-noi"}


def test_a_province_with_any_figure_of_the_period_is_not_silent(told: Callable[..., Report]) -> None:
    report = told(says("iip", "change", 9.9, "PERCENT", base=YOY, period=MARCH))
    assert "nam-dinh@pre2025" not in {area.unit_id for area in report.silent}


def test_an_annual_figure_is_not_missing_from_a_month(published: Path) -> None:
    report = compose(published, "2022-03")
    assert reason(report, "poor_household_rate") is None
    assert reason(report, "state_budget_revenue") == "ytd_only"


def test_have_and_missing_make_what_is_expected(published: Path) -> None:
    for lack in compose(published, "2022-Q1").lacks:
        assert lack.have + len(lack.items) == lack.expected
        assert 0 <= lack.have <= lack.expected


def test_receipts_are_numbered_without_gap_and_each_figure_has_one(published: Path) -> None:
    report = compose(published, "2022-Q1", ["nam-dinh", "35"])
    numbers = list(report.receipts.numbers.values())
    assert numbers == list(range(1, len(numbers) + 1))
    assert report.receipts.numbers.keys() == report.receipts.figures.keys()
    assert report.receipts.figures.keys() <= report.evidence.keys()


def test_a_portrait_holds_every_figure_of_its_area_inside_the_period(published: Path) -> None:
    report = compose(published, "2022-Q1", ["Nam Định"])
    (portrait,) = report.portraits
    rows = [*portrait.core_rows, *portrait.further_rows, *(row for aside in portrait.asides for row in aside.rows)]
    printed = [figure.observation_id for row in rows for figures in row.cells.values() for figure in figures]
    with open_published(published) as warehouse:
        stored = [f.observation_id for f in warehouse.figures(parse("2022-Q1")) if f.area_unit_id == "nam-dinh@pre2025"]
    assert sorted(printed) == sorted(stored), "nothing lost, nothing printed twice"
    assert [row.indicator for row in portrait.further_rows] == ["broadband_subscribers"]


@pytest.mark.parametrize("place", ["36", "nam-dinh", "Nam Định", "NAM DINH", " nam định ", "nam-dinh@pre2025"])
def test_a_place_is_known_by_any_of_its_names(published: Path, place: str) -> None:
    assert [area.unit_id for area in compose(published, "2022-Q1", [place]).chosen] == ["nam-dinh@pre2025"]


def test_a_code_means_the_unit_that_held_it_in_the_period(published: Path) -> None:
    assert [area.name_vi for area in compose(published, "2022-Q1", ["24"]).chosen] == ["Bắc Giang"]
    assert [area.name_vi for area in compose(published, "2025-Q3", ["24"]).chosen] == ["Bắc Ninh"]
    both = compose(published, "2025", ["37"]).chosen
    assert [area.unit_id for area in both] == ["ninh-binh@pre2025", "ninh-binh@2025"]


@pytest.mark.parametrize(("place", "period"), [("nam-dinh", "2025-Q3"), ("Atlantis", "2022-Q1"), ("", "2022-Q1")])
def test_a_place_that_was_no_province_is_refused_with_those_that_were(published: Path, place: str, period: str) -> None:
    with pytest.raises(UnknownArea, match="ninh-binh"):
        compose(published, period, [place])


def test_an_empty_period_names_the_nearest_with_figures(published: Path) -> None:
    report = compose(published, "2021-Q4")
    assert report.empty
    assert [(near.code, count > 0) for near, count in report.nearest][:2] == [("2022-Q1", True), ("2022-03", True)]


def test_the_nearest_periods_are_those_of_the_chosen_places(published: Path) -> None:
    assert [near.code for near, _ in compose(published, "2021-Q4", ["VN"]).nearest] == ["2022-Q1"]
    assert compose(published, "2021-Q4", ["ha-noi"]).nearest == ()


def test_rounding_is_no_contradiction_but_another_value_is(published: Path) -> None:
    report = compose(published, "2022-Q1")
    (contradicted,) = report.contradicted
    assert (contradicted.indicator, contradicted.value) == ("visitor_arrivals", 250_000)
    assert [rival.value for rival in report.contradicts(contradicted)] == [262_500]


def test_every_figure_has_a_slot_and_a_span(published: Path) -> None:
    period = parse("2022-Q1")
    with open_published(published) as warehouse:
        figures: list[Figure] = warehouse.figures(period)
    assert {span_of(figure, period) for figure in figures} == {"period", "inside"}
    assert {slot_of(figure) for figure in figures} >= {"level", "change", "other", "plan", "rank", "target"}
    assert {figure.period_start for figure in figures} == {Q1[0], MARCH[0], None}
