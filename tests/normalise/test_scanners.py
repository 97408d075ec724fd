"""Scanners over running text: spans, flags, and what they leave alone."""

from __future__ import annotations

from datetime import date

import pytest

from etl.comparisons import scan_bases
from etl.numbers import scan_numbers
from etl.periods import scan_periods, time_period_code
from etl.units import UnitFileError, load_units, match_unit, read_units

DAY = date(2022, 4, 8)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("đạt 8.634,8 tỷ đồng, tăng 10,23%", ["8.634,8", "10,23"]),
        ("8 tỷ 913 triệu đồng", ["8 tỷ 913"]),
        ("từ 7 đến 7,5%", ["7 đến 7,5"]),
        ("tăng gấp đôi", ["đôi"]),
        ("sáng 4-8, họp", ["4", "8"]),
        ("giai đoạn 2021-2025", ["2021", "2025"]),
        ("từ 1 đến 7/10", ["1", "7", "10"]),
        ("tháng 1 234 hộ", ["1", "234"]),
        ("tăng từ 5 lên 7%", ["5", "7"]),
        ("lần lượt 3, 4, 5%", ["3", "4", "5"]),
        ("năm 2021 tỷ lệ hộ nghèo 5%", ["2021", "5"]),
        ("một số dự án, hai dự án", ["hai"]),
    ],
)
def test_spans_of_numerals(text: str, spans: list[str]) -> None:
    assert [numeral.text for numeral in scan_numbers(text)] == spans


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("COVID-19", "code"),
        ("QL1", "code"),
        ("đạt41,2%", "glued_left"),
        ("41.270tấn", "glued"),
        ("12/14 xã", "slash"),
        ("1.384 ha", "dot3"),
        ("8.45%", "dot_decimal"),
        ("142,305,871 đồng", "comma_thousands"),
        ("ngày 8.4.2022", "malformed"),
        ("(-1,4%)", "minus"),
        ("âm 1,4%", "minus"),
        ("1 234 ha", "spaced"),
    ],
)
def test_flags_of_numerals(text: str, flag: str) -> None:
    assert flag in scan_numbers(text)[0].flags


def test_the_magnitude_of_a_pair_holds_for_both() -> None:
    assert [numeral.value for numeral in scan_numbers("giải ngân 1.650/2.200 tỷ đồng")] == [1650 * 10**9, 2200 * 10**9]
    assert [numeral.value for numeral in scan_numbers("12/14 xã")] == [12, 14]


def test_a_second_blank_keeps_magnitude_and_unit() -> None:
    text = "thu 495.086,8  tỷ  đồng"
    (numeral,) = scan_numbers(text)
    unit = match_unit(text, numeral.after)
    assert (numeral.value, unit and unit.unit) == (495086.8 * 10**9, "VND")


def test_chained_magnitudes() -> None:
    assert [numeral.value for numeral in scan_numbers("1 nghìn 200 tỷ đồng")] == [1200 * 10**9]
    assert [numeral.value for numeral in scan_numbers("2 nghìn 500 tấn")] == [2500]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("12/14 xã đạt chuẩn", []),
        ("Nghị quyết số 09-NQ/TU; Quyết định 05/2023/QĐ-TTg", []),
        ("lương từ 8 - 12 triệu đồng, trẻ từ 3 - 5 tuổi", []),
        ("phạt 9 tháng tù; trẻ 5 tháng tuổi; sau 6 tháng", []),
        ("tăng từ 8 - 8,5%, giao từ 5 - 7 nhiệm vụ", []),
        ("từ 5-7, toàn tỉnh áp dụng", ["day"]),
        ("lũy kế 5 tháng 1.685 tỷ đồng", ["months"]),
        ("trong quý I-2022", ["quarter"]),
        ("trong quý, cả năm", ["context", "year"]),
        ("tầm nhìn đến năm 2050", ["asof"]),
        ("đến nay, hiện nay", ["now", "now"]),
        ("đầu năm, cuối năm", ["vague", "asof"]),
        ("lúc 7 giờ 30 phút", ["time"]),
        ("tháng Giêng", ["lunar"]),
    ],
)
def test_kinds_of_periods(text: str, kinds: list[str]) -> None:
    assert [mention.kind for mention in scan_periods(text, DAY)] == kinds


def test_a_period_says_whether_its_year_is_written() -> None:
    first, second = scan_periods("quý I và 6 tháng đầu năm 2021", DAY)
    assert (first.explicit_year, first.cumulative) == (False, False)
    assert (second.explicit_year, second.cumulative) == (True, True)
    assert first.in_year(2019) == (date(2019, 1, 1), date(2019, 3, 31))
    assert second.in_year(2019) == second.period


def test_the_end_of_february_moves_with_its_year() -> None:
    (mention,) = scan_periods("tháng 2", DAY)
    assert mention.in_year(2024) == (date(2024, 2, 1), date(2024, 2, 29))


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (date(2022, 1, 1), date(2022, 12, 31), "2022"),
        (date(2022, 1, 1), date(2022, 6, 30), "2022-S1"),
        (date(2022, 7, 1), date(2022, 9, 30), "2022-Q3"),
        (date(2022, 2, 1), date(2022, 2, 28), "2022-02"),
        (None, date(2022, 3, 31), "2022-03-31"),
        (date(2022, 1, 1), date(2022, 9, 30), "2022-01-01/2022-09-30"),
        (date(2021, 1, 1), date(2025, 12, 31), "2021-01-01/2025-12-31"),
    ],
)
def test_sdmx_codes(start: date | None, end: date, code: str) -> None:
    assert time_period_code(start, end) == code


def test_a_base_is_judged_by_the_period_of_the_figure() -> None:
    (base,) = scan_bases("so với tháng 12/2022", DAY)
    assert base.base_for(date(2023, 12, 1), date(2023, 12, 31)) == "same_period_last_year"
    assert base.base_for(date(2023, 6, 1), date(2023, 6, 30)) == "end_of_previous_year"
    assert base.base_for(date(2023, 1, 1), date(2023, 1, 31)) == "previous_month"
    assert base.base_for(date(2025, 1, 1), date(2025, 1, 31)) == "other"


def test_the_year_of_the_same_period_decides() -> None:
    (base,) = scan_bases("so với cùng kỳ năm 2019", DAY)
    assert base.base_for(date(2020, 1, 1), date(2020, 3, 31)) == "same_period_last_year"
    assert base.base_for(date(2022, 1, 1), date(2022, 3, 31)) == "other"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("đồng/người/năm", "vnd_per_person"),
        ("tạ/ha", "quintal_per_hectare"),
        ("tấn/ha", "tonne_per_hectare"),
        ("điểm phần trăm", "PERCENTAGE_POINT"),
        ("%/năm", "PERCENT"),
        ("lượt khách", "visitor"),
        ("bác sĩ/vạn dân", "per_10k"),
        ("USD", "USD"),
        ("điểm cầu", None),
        ("máy", None),
    ],
)
def test_units(text: str, unit: str | None) -> None:
    found = match_unit(text, 0)
    assert (found.unit if found else None) == unit


def test_a_broken_unit_file_says_where() -> None:
    with pytest.raises(UnitFileError, match="entry 1"):
        read_units({"units": [{"code": "x"}]})
    with pytest.raises(UnitFileError, match="'tấn' stands under"):
        entry = {"code": "a", "unit": "tonne", "dimension": "mass", "forms": ["tấn"]}
        read_units({"units": [entry, {**entry, "code": "b"}]})
    assert load_units() is load_units()
