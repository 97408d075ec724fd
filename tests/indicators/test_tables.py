"""Tables: rows or columns as indicators or places, units in headers and captions, merged headers, parts."""

from __future__ import annotations

from datetime import date
from typing import Any

from etl.indicators import read_tables
from etl.model import Observation, Table


def rows_of(table: Table, **facts: Any) -> dict[tuple[int, int], Observation]:
    found = read_tables([table], **{"province": "40", "published": date(2024, 7, 5), "title": None, **facts})
    return {(one.cell[1], one.cell[2]): one for one in found if one.cell is not None}


def test_indicators_as_rows() -> None:
    table = Table(
        "Một số chỉ tiêu chủ yếu 6 tháng đầu năm 2024",
        [
            [
                "Chỉ tiêu",
                "Đơn vị",
                "Kế hoạch năm 2024",
                "Thực hiện 6 tháng",
                "So với kế hoạch (%)",
                "So với cùng kỳ (%)",
            ],
            ["Thu nội địa", "Tỷ đồng", "8.200", "4.315,5", "52,6", "107,4"],
            ["Kim ngạch xuất khẩu", "Triệu USD", "1.900", "812", "42,7", "96,1"],
        ],
        header_rows=1,
    )
    cells = rows_of(table)
    assert len(cells) == 8
    plan, level, done, ratio = (cells[1, column] for column in (2, 3, 4, 5))
    assert (plan.indicator, plan.value, plan.status) == ("domestic_revenue", 8.2e12, "F")
    assert plan.period == ("2024-01-01", "2024-12-31")
    assert (level.value, level.unit, level.status) == (4.3155e12, "VND", "A")
    assert level.period == ("2024-01-01", "2024-06-30")
    assert (done.measure, done.base) == ("plan_ratio", "plan")
    assert (ratio.measure, ratio.base) == ("ratio", "same_period_last_year")
    assert cells[2, 3].unit == "USD"
    assert level.start == 0
    assert level.end == len("4.315,5")


def test_merged_header_and_unit_above() -> None:
    table = Table(
        "Thu ngân sách năm 2023",
        [
            ["TT", "Nội dung", "Thực hiện năm 2023", "So sánh (%)", "So sánh (%)"],
            ["TT", "Nội dung", "Thực hiện năm 2023", "Dự toán", "Năm 2022"],
            ["I", "Thu ngân sách nhà nước trên địa bàn", "9.100", "104,2", "101,3"],
            ["1", "Thu nội địa", "8.000", "103,1", "99,8"],
        ],
        header_rows=2,
        unit_note="tỷ đồng",
    )
    cells = rows_of(table)
    assert [cells[2, column].measure for column in (2, 3, 4)] == ["level", "plan_ratio", "ratio"]
    assert cells[2, 2].value == 9.1e12
    assert cells[2, 4].base == "previous_year"
    assert (2, 0) not in cells


def test_places_as_rows() -> None:
    table = Table(
        "Tỷ lệ hộ nghèo năm 2023 (%)",
        [["Địa phương", "Tỷ lệ hộ nghèo (%)"], ["Huyện Nghĩa Đàn", "3,4"], ["Huyện Quế Phong", "21,8"]],
        header_rows=1,
    )
    cells = rows_of(table)
    assert [one.indicator for one in cells.values()] == ["poor_household_rate", "poor_household_rate"]
    assert [one.area for one in cells.values()] == ["Huyện Nghĩa Đàn", "Huyện Quế Phong"]


def test_periods_as_rows() -> None:
    table = Table("Chỉ số sản xuất công nghiệp", [["Tháng", "So với cùng kỳ (%)"], ["Tháng 1/2024", "104,1"]], 1)
    (one,) = rows_of(table).values()
    assert (one.indicator, one.measure, one.period) == ("iip", "ratio", ("2024-01-01", "2024-01-31"))


def test_words_in_cells_are_no_figures() -> None:
    assert rows_of(Table(None, [["Họ tên", "Chức vụ"], ["Nguyễn Văn A", "Giám đốc Sở 2"]], 1)) == {}
