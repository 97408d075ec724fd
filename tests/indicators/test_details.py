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


def periods(text: str, **facts: object) -> list[tuple[str | None, str | None]]:
    return [one.period for one in read(text, **{"province": "40", "published": DAY, **facts})]  # type: ignore[arg-type]


def test_first_months_of_a_year_are_those_that_are_over() -> None:
    text = "Kinh tế khó khăn trong những tháng đầu năm 2024.\nIIP tăng 6,1%."
    assert periods(text) == [("2024-01-01", "2024-06-30")]


def test_what_was_done_is_told_with_the_words_of_tasks() -> None:
    text = "Ngày 1/7, tỉnh họp về kết quả thực hiện nhiệm vụ 6 tháng năm 2024.\nIIP tăng 6,1%."
    assert periods(text) == [("2024-01-01", "2024-06-30")]


def test_period_returns_behind_a_bracket_about_last_year() -> None:
    text = "5 tháng, thu nội địa đạt 680 tỷ đồng (5 tháng năm 2023 thu 718 tỷ đồng).\nThu ngân sách đạt 900 tỷ đồng."
    assert periods(text)[2] == ("2024-01-01", "2024-05-31")


def test_past_month_in_a_reason_does_not_govern() -> None:
    text = (
        "Tháng 6/2024, IIP tăng 6,1%, vì kỳ nghỉ năm trước rơi vào tháng 6/2023.\nKim ngạch xuất khẩu đạt 82 triệu USD."
    )
    assert periods(text)[1] == ("2024-06-01", "2024-06-30")


def test_bracket_behind_a_base_is_the_base_itself() -> None:
    text = "6 tháng, kim ngạch xuất khẩu tăng 60,7% so với cùng kỳ năm 2023 (37,4 triệu USD)."
    assert periods(text)[1] == ("2023-01-01", "2023-06-30")


def test_bracket_behind_a_plan_is_the_plan() -> None:
    text = "6 tháng, thu ngân sách đạt 12.221 tỷ đồng, đạt 51,8% so với nghị quyết (23.600 tỷ đồng)."
    found = read(text, province="40", published=DAY)[-1]
    assert (found.status, found.period) == ("F", ("2024-01-01", "2024-12-31"))


def test_parts_keep_the_date_of_their_whole() -> None:
    text = (
        "Đến ngày 20/6/2024, giải ngân vốn đầu tư công đạt 12,7% kế hoạch vốn năm 2024.\n"
        "Trong đó, vốn ngân sách địa phương đạt 17,4%."
    )
    assert {one[1] for one in periods(text)} == {"2024-06-20"}


def test_parts_keep_the_base_of_their_whole() -> None:
    text = "Tháng 6, doanh thu bán lẻ tăng 0,6% so với tháng trước. Trong đó, doanh thu bán lẻ lương thực tăng 0,5%."
    assert [one.base for one in read(text, province="40", published=DAY)] == ["previous_month"] * 2


def test_flow_is_not_counted_at_a_moment() -> None:
    text = (
        "6 tháng, đàn lợn tại thời điểm 1/4/2024 là 794 nghìn con; sản lượng thịt lợn hơi xuất chuồng đạt 77 nghìn tấn."
    )
    assert periods(text) == [(None, "2024-04-01"), ("2024-01-01", "2024-06-30")]


def test_targets_that_were_reached_are_facts() -> None:
    text = "6 tháng, hầu hết các chỉ tiêu kinh tế đều đạt khá; IIP tăng 6,1%."
    assert only(text).status == "A"


@pytest.mark.parametrize("lead", ["Sáng 2/7, tỉnh họp báo.", "Kinh tế tiếp tục phục hồi."])
def test_growth_is_of_no_day_but_of_the_period_reported_on(lead: str) -> None:
    text = f"{lead}\nGRDP tăng 6,1%.\nTrong 6 tháng đầu năm, kim ngạch xuất khẩu đạt 82 triệu USD."
    assert periods(text)[0] == ("2024-01-01", "2024-06-30")


def test_growth_without_any_period_is_not_dated_to_the_day() -> None:
    assert periods("Sáng 2/7, tỉnh họp báo.\nGRDP tăng 6,1%.") == [(None, None)]


def test_cases_of_a_day_keep_it() -> None:
    text = "Ngày 2/7, tỉnh ghi nhận tình hình dịch.\nCó 12 ca mắc sốt xuất huyết."
    assert periods(text) == [("2024-07-02", "2024-07-02")]


def test_period_behind_of_governs() -> None:
    assert periods("Kim ngạch xuất khẩu của 6 tháng đầu năm đạt 82 triệu USD.") == [("2024-01-01", "2024-06-30")]


def test_plan_by_its_own_words() -> None:
    text = "Kế hoạch thu ngân sách năm 2024 của tỉnh là 16.402 tỷ đồng. 6 tháng, thu ngân sách đạt 9.100 tỷ đồng."
    found = read(text, province="40", published=DAY)
    assert [(one.status, one.period) for one in found] == [
        ("F", ("2024-01-01", "2024-12-31")),
        ("A", ("2024-01-01", "2024-06-30")),
    ]


def test_counted_from_the_start_of_the_year_as_far_as_the_article_counts() -> None:
    text = "Tháng 6, thu ngân sách đạt 40 tỷ đồng. Lũy kế từ đầu năm 2024, thu ngân sách đạt 300 tỷ đồng."
    assert periods(text)[1] == ("2024-01-01", "2024-06-30")


def test_target_without_a_period_is_for_the_year() -> None:
    text = "5 tháng, tỉnh thu hút 640.000 lượt khách.\nTỉnh phấn đấu thu hút 1,6 triệu lượt khách."
    assert periods(text)[1] == ("2024-01-01", "2024-12-31")


def test_stocks_share_the_base_of_their_paragraph() -> None:
    text = "Đến 30/6, tổng dư nợ tăng 12% so với đầu năm. Huy động vốn tăng 9%."
    assert [one.base for one in read(text, province="40", published=DAY)] == ["end_of_previous_year"] * 2


def test_season_compares_with_the_same_season() -> None:
    text = "Vụ hè thu năm 2024, toàn tỉnh gieo cấy 6.190 ha lúa, giảm 1,6%."
    assert read(text, province="40", published=DAY)[1].base == "same_period_last_year"


def test_the_province_behind_of_an_indicator() -> None:
    text = "Trong nhóm này, GRDP 9 tháng của Cao Bằng tăng 6,52%; Điện Biên 6,76%."
    assert [one.area for one in read(text, province="40", published=DAY)] == ["04", "11"]


def test_sum_without_a_noun_is_of_what_the_sentence_before_spoke_of() -> None:
    text = "Kim ngạch xuất khẩu giảm sâu vì thiếu đơn hàng.\nLũy kế 6 tháng đạt 82 triệu USD."
    assert only(text).indicator == "merchandise_exports"
