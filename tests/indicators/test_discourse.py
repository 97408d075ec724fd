"""What a passage says for the figures behind it: periods, announced targets, list heads, compared places. Invented."""

from __future__ import annotations

from datetime import date

import pytest

from etl.indicators import explain, read
from etl.model import Observation

DAY = date(2024, 10, 3)
PROVINCE = "38"


def rows(text: str, *, day: date = DAY, title: str | None = None) -> list[Observation]:
    return read(text, province=PROVINCE, published=day, title=title)


def periods(text: str, *, day: date = DAY, title: str | None = None) -> list[str]:
    return [f"{one.period[0] or ''}..{one.period[1] or ''}" for one in rows(text, day=day, title=title)]


NINE = "2024-01-01..2024-09-30"
GOVERNED = [
    pytest.param(
        "9 tháng năm 2024, GRDP tăng 6,1%. Chỉ số giá tiêu dùng bình quân quý III/2024 tăng 2,2%. Thu ngân sách nhà "
        "nước đạt 7.100 tỷ đồng.",
        [NINE, "2024-07-01..2024-09-30", NINE],
        id="a quarter named in a noun phrase is that figure's alone",
    ),
    pytest.param(
        "Trong 6 tháng đầu năm 2024, GRDP tăng 7%.\nĐặc biệt đến ngày 20/9, thu ngân sách nhà nước đạt 9.300 tỷ đồng.\n"
        "Chi ngân sách địa phương đạt 8.100 tỷ đồng.",
        ["2024-01-01..2024-06-30", "2024-01-01..2024-09-20", "2024-01-01..2024-09-20"],
        id="a date that goes past the period governs",
    ),
    pytest.param(
        "9 tháng năm 2024, tỉnh đón 3 triệu lượt khách. Riêng quý III, tỉnh đón 1,2 triệu lượt khách. Tổng thu từ "
        "khách du lịch đạt 900 tỷ đồng.\nThu ngân sách nhà nước đạt 7.100 tỷ đồng.",
        [NINE, "2024-07-01..2024-09-30", "2024-07-01..2024-09-30", NINE],
        id="riêng sets a paragraph apart",
    ),
    pytest.param(
        "Báo cáo 9 tháng năm 2024.\nKim ngạch xuất khẩu ước tăng 3% so với tháng trước và tăng 8% so với cùng kỳ. "
        "Lũy kế 9 tháng, kim ngạch xuất khẩu tăng 5%.",
        ["2024-09-01..2024-09-30", "2024-09-01..2024-09-30", NINE],
        id="a comparison with the month before dates to the month",
    ),
    pytest.param(
        "Báo cáo 9 tháng năm 2024.\nThu ngân sách nhà nước đạt 810 tỷ đồng, lũy kế 9 tháng đạt 7.100 tỷ đồng.",
        ["2024-09-01..2024-09-30", NINE],
        id="a cumulation behind an amount dates it to the month",
    ),
    pytest.param(
        "Đại hội nhiệm kỳ 2020 - 2025 của huyện.\nNăm 2025, thu ngân sách đạt 70 tỷ đồng. Giá trị sản xuất tăng "
        "bình quân hằng năm 9%.",
        ["2025-01-01..2025-12-31", "2020-01-01..2025-12-31"],
        id="a yearly mean is of the term",
    ),
    pytest.param(
        "Tính đến ngày 30/9, tỉnh kết nạp 310 đảng viên, đạt 82% chỉ tiêu đề ra trong năm 2024.",
        [NINE, NINE],
        id="a ratio is of what was reached, not of the plan's year",
    ),
    pytest.param(
        "Năm 2024, có 410 doanh nghiệp thành lập mới tính đến 20/9.",
        ["2024-01-01..2024-09-20"],
        id="a date of counting behind the figure",
    ),
    pytest.param(
        "Giai đoạn 2021 - 2023, vốn đầu tư toàn xã hội đạt 73.000 tỷ đồng. Thu nhập bình quân đầu người đạt 61 triệu "
        "đồng, tăng 8% so với năm 2022.",
        ["2021-01-01..2023-12-31", "2023-01-01..2023-12-31", "2023-01-01..2023-12-31"],
        id="a comparison with the year before dates to the last year of a span",
    ),
    pytest.param(
        "Giai đoạn 2021 - 2023, kinh tế phát triển. Năm 2023, vốn đầu tư toàn xã hội đạt 73.000 tỷ đồng trong 3 năm.",
        ["2021-01-01..2023-12-31"],
        id="an amount of so many years",
    ),
    pytest.param(
        "Trong 5 năm qua, kinh tế tăng trưởng bình quân 7,4%/năm.",
        ["2020-01-01..2024-12-31"],
        id="the years up to the publication",
    ),
    pytest.param(
        "Giai đoạn 2021-2025, GRDP tăng bình quân 7%; thu nhập bình quân đầu người năm 2023 đạt 60 triệu đồng/người; "
        "tổng vốn đầu tư toàn xã hội 5 năm đạt 90.000 tỷ đồng.",
        ["2021-01-01..2025-12-31", "2023-01-01..2023-12-31", "2021-01-01..2025-12-31"],
        id="as many years as the span that was named",
    ),
    pytest.param("Sau 9 tháng, tỉnh thu ngân sách 7.100 tỷ đồng.", [NINE], id="months that are over"),
]


@pytest.mark.parametrize(("text", "expected"), GOVERNED)
def test_governing_periods(text: str, expected: list[str]) -> None:
    assert periods(text) == expected


def test_title_of_a_year_ahead() -> None:
    text = "Sản xuất công nghiệp tăng 8%. Trong 9 tháng năm 2024, GRDP tăng 7%."
    assert periods(text, title="Nỗ lực hoàn thành kế hoạch năm 2024") == [NINE, NINE]


def test_week_of_an_epidemic_is_no_month() -> None:
    [one] = rows("Đến tuần 8/2023, tỉnh ghi nhận 210 ca mắc sốt xuất huyết.", day=date(2023, 3, 3))
    assert one.period == ("2023-01-01", "2023-02-26")


CONGRESS = (
    "Đại hội thông qua nghị quyết nhiệm kỳ 2025-2030 với 12 chỉ tiêu, chủ yếu là: GRDP tăng bình quân 9%/năm; thu ngân "
    "sách nhà nước tăng bình quân 11%; đến năm 2030, thu nhập bình quân đầu người đạt 120 triệu đồng/người."
)


def test_announced_targets_are_of_the_time_aimed_at() -> None:
    found = rows(CONGRESS, day=date(2025, 8, 20))
    assert [one.indicator for one in found] == ["grdp_growth_rate", "state_budget_revenue", "income_per_capita"]
    assert {one.status for one in found} == {"F"}
    assert [one.period for one in found] == [("2025-01-01", "2030-12-31")] * 2 + [("2030-01-01", "2030-12-31")]


def test_results_end_the_targets() -> None:
    text = CONGRESS + " Nhiệm kỳ qua, tỉnh đã giải quyết việc làm cho 90.000 lao động."
    assert rows(text, day=date(2025, 8, 20))[-1].status == "A"


def test_reached_targets_announce_nothing() -> None:
    [one] = rows("Năm 2023 có 18/19 chỉ tiêu đạt và vượt kế hoạch, trong đó GRDP tăng 8,2%.", day=date(2023, 12, 20))[
        1:
    ]
    assert (one.indicator, one.status) == ("grdp_growth_rate", "A")


SIGNED = [
    ("Một số sản phẩm tăng mạnh: bia 26%; xi măng 14%.", [26, 14]),
    ("Hai nhóm hàng giảm gồm lương thực 0,4%, đồ uống 0,2%.", [-0.4, -0.2]),
    ("Toàn tỉnh xảy ra 60 vụ tai nạn giao thông, giảm 20 vụ = 25%.", [60, -20, -25]),
    ("Toàn tỉnh xảy ra 60 vụ tai nạn giao thông, tăng 12 vụ, tức 25%.", [60, 12, 25]),
]


@pytest.mark.parametrize(("text", "values"), SIGNED)
def test_what_moved_says_the_sign(text: str, values: list[float]) -> None:
    assert [one.value for one in rows(text)] == values


def test_first_level_of_a_span() -> None:
    found = rows("Tỷ trọng công nghiệp - xây dựng tăng từ hơn 31% năm 2020 lên gần 36% năm 2023.")
    assert [(one.measure, one.value) for one in found] == [("share", 31), ("share", 36)]


def test_nearer_base_of_two() -> None:
    found = rows("Tháng 9/2024, kim ngạch xuất khẩu so với tháng trước tăng 4%, so với cùng kỳ tăng 9%.")
    assert [one.base for one in found] == ["previous_month", "same_period_last_year"]


def test_bases_around_two_changes() -> None:
    found = rows("Tháng 9/2024, kim ngạch xuất khẩu so với tháng trước tăng 4% so với cùng kỳ giảm 9%.")
    assert [one.base for one in found] == ["previous_month", "same_period_last_year"]


def test_parts_have_the_base_of_the_whole() -> None:
    text = (
        "Tháng 9/2024, tổng mức bán lẻ hàng hóa và doanh thu dịch vụ tiêu dùng đạt 5.100 tỷ đồng, giảm 4% so với tháng "
        "trước.\nChia theo ngành: dịch vụ lưu trú, ăn uống 610 tỷ đồng, giảm 12%."
    )
    assert [one.base for one in rows(text) if one.measure == "change"] == ["previous_month"] * 2


NAMED_BEFORE = [
    ("Doanh thu vận tải tháng 9/2024 đạt 330 tỷ đồng. 9 tháng, tổng doanh thu đạt 2.900 tỷ đồng.", "transport_revenue"),
    ("Vốn FDI tháng 9/2024 đạt 80 triệu USD. Tính chung 9 tháng, con số là 910 triệu USD.", "fdi_registered_capital"),
]


@pytest.mark.parametrize(("text", "indicator"), NAMED_BEFORE, ids=["a noun of measure", "con số"])
def test_nouns_that_point_back(text: str, indicator: str) -> None:
    assert [one.indicator for one in rows(text)] == [indicator] * 2


def test_changes_of_an_estimate_are_estimates() -> None:
    found = rows(
        "Tháng 9/2024, vốn đầu tư công ước giải ngân 405 tỷ đồng, bằng 6% kế hoạch; so với tháng trước tăng 15%."
    )
    assert [one.status for one in found] == ["E"] * 3


def test_estimated_in_brackets() -> None:
    found = rows("9 tháng năm 2024, tỉnh đón 2,3 triệu lượt khách (ước), tăng 9% so với cùng kỳ.")
    assert [one.status for one in found] == ["E", "E"]


@pytest.mark.parametrize(
    "amount", ["�.200 tỷ", "1�200 tỷ", "1.2�0 tỷ", "1.20� tỷ", "1.200�tỷ", "1.200 �ỷ", "1.200 t��"]
)
def test_garbled_numbers_are_no_figures(amount: str) -> None:
    found = rows(f"Năm 2023, thu ngân sách nhà nước đạt {amount} đồng, tăng 5% so với năm 2022.")
    assert [one.value for one in found] == [5]


@pytest.mark.parametrize(
    "text",
    [
        "Năm 2023, mỗi xã thành lập 2 doanh nghiệp.",
        "Năm 2023, bình quân mỗi ngày, tỉnh đón 1.200 lượt khách.",
        "Năm 2023, mỗi huyện có 3 hợp tác xã, giải ngân 5 tỷ đồng.",
    ],
)
def test_what_each_has_is_no_total(text: str) -> None:
    assert {one.indicator for one in rows(text)} == {None}


def test_policies_are_no_populations() -> None:
    found = rows("Năm 2023, có 74 đảng viên bị thi hành kỷ luật. Lỗi vi phạm: chính sách dân số: 12 (16,2%).")
    assert "population" not in {one.indicator for one in found}


def test_period_behind_a_comparative_is_the_base() -> None:
    [one] = rows("Tháng 9/2024, chỉ số sản xuất công nghiệp cao hơn tháng 8/2024 2,5%.")
    assert (one.value, one.base) == (2.5, "previous_month")


def test_compared_places() -> None:
    text = (
        "9 tháng năm 2024, kim ngạch xuất khẩu của vùng đạt 9 tỷ USD. "
        "Dẫn đầu là tỉnh Thanh Hóa với 4,1 tỷ USD; tiếp đến là tỉnh Nghệ An với 2,3 tỷ USD."
    )
    found = rows(text)[1:]
    assert {one.indicator for one in found} == {"merchandise_exports"}
    assert [one.area for one in found] == ["38", "40"]


def test_first_of_what_rose_has_risen() -> None:
    text = (
        "Trong 9 tháng, có 20/34 địa phương có GRDP tăng, Quảng Ninh dẫn đầu với 11,5%; tiếp theo là Hải Phòng 11,1%."
    )
    found = [one for one in rows(text) if one.unit == "PERCENT"]
    assert [(one.indicator, one.measure) for one in found] == [("grdp_growth_rate", "change")] * 2


COUNT_NOTHING = [
    ("Các quận 1, 5, 7 và 10, huyện Củ Chi có 3 chợ.", [3]),
    ("Nhà máy điện gió Hòa Lợi 2 (28,9 MW) đã phát điện.", [28.9]),
    ("Bình quân 100 hộ dân có 90 thuê bao.", [90]),
    ("Giải bóng chuyền bãi biển 2x2 có 8 đội.", [8]),
    ("Chỉ số PCI 2023 của tỉnh xếp thứ 9.", [9]),
    ("Do giá 1 số hàng hóa tăng, CPI tăng 0,3%.", [0.3]),
    ("Hội nghị bàn về 14 chỉ tiêu chủ yếu.", []),
    ("Người trong độ tuổi từ 05 đến 11 đã tiêm 900 mũi.", [900]),
]


@pytest.mark.parametrize(("text", "values"), COUNT_NOTHING)
def test_numbers_that_count_nothing(text: str, values: list[float]) -> None:
    assert [one.value for one in rows(text)] == values


def test_names_of_one_syllable_inside_words() -> None:
    text = "Sản xuất nông nghiệp phục hồi, tăng trưởng 3%. Ông Lê Văn An trồng 2 ha cam."
    assert all(one.indicator != "crop_area" or one.breakdown != "hồi" for one in rows(text))


def test_runs_of_blanks_hide_nothing() -> None:
    plain = "Năm 2023, thu ngân sách nhà nước đạt 1.200 tỷ đồng, tăng 5% so với năm 2022. Toàn tỉnh có 12 xã."
    spaced = plain.replace(" ", "  ").replace("năm  2022", "năm \u00a0 2022")
    first, second = rows(plain), rows(spaced)
    assert [(one.value, one.indicator, one.base, one.period) for one in second] == [
        (one.value, one.indicator, one.base, one.period) for one in first
    ]
    assert [spaced[one.start : one.end] for one in second] == [plain[one.start : one.end] for one in first]
    shown = explain(spaced, province=PROVINCE, published=DAY).numerals
    assert [one.text for one in shown] == ["2023", "1.200", "5", "2022", "12"]
    assert all(one.text == spaced[one.start : one.end] for one in shown)
