"""Wordings of police, courts, health, education, labour and the party: every sentence here is invented."""

from datetime import date

import pytest

from etl.indicators import read

CASES: list[tuple[str, list[str]]] = [
    # What happened, not what was done about it; people are no cases.
    (
        "Quý I, phát hiện 31 vụ, 45 đối tượng phạm tội về trật tự xã hội; khởi tố 22 vụ, 30 bị can; "
        "xử lý hành chính 5 vụ.",
        ["criminal_cases 31 case", "None 45 person", "None 22 case", "None 30 person", "None 5 case"],
    ),
    (
        "Quý I, xảy ra 50 vụ phạm pháp hình sự; điều tra, làm rõ 44/50 vụ, đạt tỷ lệ 88%.",
        ["criminal_cases 50 case", "None 44 case", "crime_clearance_rate 88 PERCENT"],
    ),
    (
        "Quý I, phát hiện 7 vụ, 11 đối tượng phạm tội về kinh tế, tăng 2 vụ so với cùng kỳ.",
        ["None 7 case", "None 11 person", "None 2 case"],
    ),
    (
        "Quý I, bắt quả tang 12 vụ tàng trữ, mua bán, sử dụng trái phép chất ma túy; "
        "xử phạt 40 vụ sử dụng trái phép chất ma túy.",
        ["drug_cases 12 case", "None 40 case"],
    ),
    (
        "Công an tỉnh đã đấu tranh, khám phá 74 vụ, bắt 95 đối tượng mua bán trái phép chất ma túy, "
        "tăng 14 vụ so với cùng kỳ.",
        ["drug_cases 74 case", "None 95 person", "drug_cases 14 case"],
    ),
    (
        "Quý I xảy ra 60 vụ phạm pháp hình sự, gồm: trộm cắp tài sản 21 vụ (35%), cố ý gây thương tích 9 vụ (15%).",
        [
            "criminal_cases 60 case",
            "criminal_cases 21 case",
            "criminal_cases 35 PERCENT",
            "criminal_cases 9 case",
            "criminal_cases 15 PERCENT",
        ],
    ),
    # One verb for several counts, and the same change once more.
    (
        "Quý I xảy ra 9 vụ tai nạn giao thông. So với cùng kỳ, giảm 3 vụ = 25%, tăng 1 người chết.",
        [
            "traffic_accidents 9 case",
            "traffic_accidents -3 case",
            "traffic_accidents -25 PERCENT",
            "traffic_deaths 1 person",
        ],
    ),
]


@pytest.mark.parametrize(("text", "rows"), CASES)
def test_wording(text: str, rows: list[str]) -> None:
    found = read(text, province="40", published=date(2024, 4, 5))
    assert [f"{one.indicator} {one.value:g} {one.unit}" for one in found] == rows


def test_brackets_give_the_area_back() -> None:
    text = "Mưa lũ làm 5 nhà bị sập (Hà Giang: 2 nhà; Lai Châu: 3 nhà); 40 nhà bị ngập nước."
    found = read(text, province="10", published=date(2018, 6, 26))
    assert [one.area for one in found] == ["10", "02", "12", "10"]
    assert {one.period for one in found} == {(None, "2018-06-26")}


def test_the_title_says_what_the_cases_are() -> None:
    text = "Năm 2023, trên địa bàn xảy ra 227 vụ, làm chết 134 người, bị thương 172 người."
    found = read(text, province="40", published=date(2024, 1, 15), title="Tai nạn giao thông diễn biến phức tạp")
    assert [one.indicator for one in found] == ["traffic_accidents", "traffic_deaths", "traffic_injuries"]
