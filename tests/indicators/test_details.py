"""Single rules of the reader that the golden readings do not show: bounds, parts, origins, areas, what is no figure."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from etl.indicators import answer, explain, read
from etl.model import Observation

DAY = date(2024, 7, 2)


def only(text: str, **facts: object) -> Observation:
    (one,) = read(text, **{"province": "40", "published": DAY, **facts})  # type: ignore[arg-type]
    return one


@pytest.mark.parametrize(
    ("words", "bound"),
    [
        ("trên", "above"), ("hơn", "above"), ("gần", "below"), ("dưới", "below"), ("khoảng", "about"), ("", "exact"),
    ],
)  # fmt: skip
def test_bound(words: str, bound: str) -> None:
    assert only(f"Kim ngạch xuất khẩu 6 tháng đạt {words} 820 triệu USD.").bound == bound


def test_at_least() -> None:
    assert only("Năm 2025, tỉnh phấn đấu GRDP tăng 8% trở lên.").bound == "above"


def test_range_keeps_its_ends() -> None:
    one = only("Năm 2025, phấn đấu GRDP tăng từ 8 đến 9%.")
    assert (one.value, one.low, one.high) == (8.5, 8, 9)


def test_part_is_kept() -> None:
    found = read("Sản lượng thủy sản quý I đạt 9.200 tấn, trong đó nuôi trồng 3.100 tấn.", province="40", published=DAY)
    assert [one.indicator for one in found] == ["fishery_output_total", "aquaculture_output"]


def test_period_of_the_title_governs() -> None:
    one = only("IIP tăng 6,1%.", title="Kinh tế quý II/2024")
    assert one.period == ("2024-04-01", "2024-06-30")
    assert one.origins["period"] == "title"


def test_origin_of_an_inherited_period() -> None:
    text = "Trong 5 tháng, kinh tế tỉnh phục hồi.\nIIP tăng 6,1%."
    assert only(text).origins["period"] == "paragraph"


def test_without_a_period_nothing_is_invented() -> None:
    assert only("IIP tăng 6,1%.").period == (None, None)


def test_a_moment_is_taken_as_its_day() -> None:
    text = "Tỷ lệ che phủ rừng đạt 51%."
    assert only(text, published=datetime(2024, 7, 2, 9, 30)).period == (None, "2024-07-02")


def test_unknown_day() -> None:
    assert only("Năm 2023, IIP tăng 6,1%.", published=None).period == ("2023-01-01", "2023-12-31")


def test_country_is_no_figure_of_the_province() -> None:
    found = read("GRDP tăng 7,1%, trong khi GDP cả nước tăng 6,4%.", province="40", published=DAY)
    assert [one.area for one in found] == ["40", "VN"]


def test_own_result_of_a_firm_is_nobodys_indicator() -> None:
    found = read("Công ty Thép Bình Sơn nộp ngân sách 310 tỷ đồng.", province="40", published=DAY)
    assert [one.indicator for one in found] == [None]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Nghị quyết số 18/NQ-HĐND được ban hành.", "document"),
        ("Cuộc họp bắt đầu lúc 8 giờ.", "time"),
        ("Bà năm nay 72 tuổi.", "age"),
        ("Ngày 15/7, đoàn đến thăm.", "date"),
        ("Tuyến quốc lộ 19 bị ngập.", "address"),
        ("Liên hệ 0912 345 678.", "phone"),
        ("Hội nghị thảo luận 5 nhóm giải pháp.", "agenda"),
        ("Kỷ niệm 70 năm ngày thành lập.", "period"),
    ],
)
def test_named_class_of_what_is_no_figure(text: str, kind: str) -> None:
    classes = {one.kind for one in explain(text, province="40", published=DAY).numerals}
    assert kind in classes or "anniversary" in classes
    assert "observation" not in classes


def test_explanation_covers_every_numeral() -> None:
    text = "Ngày 1/7, theo Nghị quyết số 5/NQ-HĐND, thu ngân sách 6 tháng đạt 3.200 tỷ đồng, bằng 52% dự toán."
    reading = explain(text, province="40", published=DAY)
    assert [one.text for one in reading.numerals if one.kind == "observation"] == ["3.200", "52"]
    assert all(text[one.start : one.end] == one.text for one in reading.numerals)
    assert "state_budget_revenue" in str(reading)
    assert reading.as_json()[-1]["observation"]["measure"] == "plan_ratio"


def test_answer_of_the_command_line() -> None:
    reply = answer({"text": "IIP tháng 6 tăng 6,1%.", "province": "40", "published": "2024-07-02"})
    assert [row["indicator"] for row in reply["observations"]] == ["iip"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tỷ lệ che phủ rừng đạt 151%.", "out_of_range"),
        ("Trồng mới 120 ha rừng tập trung. Trồng mới 180 ha rừng tập trung.", "conflict"),
        ("Sản lượng thủy sản đạt 100 tấn, trong đó: tôm 80 tấn, cá 70 tấn.", "parts_exceed_total"),
        ("Thu tiền sử dụng đất đạt 20/80 tỷ đồng, bằng 60% dự toán.", "plan_mismatch"),
    ],
)
def test_flags(text: str, name: str) -> None:
    flagged = [flag for one in read(text, province="40", published=DAY) for flag in one.flags]
    assert name in flagged


def test_doubts_lower_the_confidence() -> None:
    sure = only("IIP tháng 6/2024 tăng 6,1% so với cùng kỳ.").confidence
    unsure = only("Tỷ lệ che phủ rừng đạt 151%.").confidence
    assert unsure < sure <= 1


@pytest.mark.parametrize(
    ("title", "lead", "area"),
    [
        ("Hải Hậu: Thu ngân sách 6 tháng đạt khá", "Trong 6 tháng, thu ngân sách đạt 410 tỷ đồng.", "Hải Hậu"),
        ("HĐND huyện Hải Hậu họp kỳ thứ 9", "6 tháng, thu ngân sách của huyện đạt 410 tỷ đồng.", "huyện Hải Hậu"),
        ("HĐND huyện Hải Hậu họp kỳ thứ 9", "6 tháng, thu ngân sách toàn tỉnh đạt 410 tỷ đồng.", "36"),
        ("TPO đưa tin thu ngân sách", "TPO - 6 tháng, thu ngân sách đạt 410 tỷ đồng.", "36"),
        ("Thu ngân sách", "Trên cả nước, theo Bộ Tài chính 6 tháng thu ngân sách đạt 410 tỷ đồng.", "VN"),
    ],
)
def test_the_place_an_article_is_about(title: str, lead: str, area: str) -> None:
    assert only(lead, province="36", title=title).area == area
