"""Transport, tourism, budget, retail and prices, and the slots base, status and area: invented sentences."""

from __future__ import annotations

from datetime import date

import pytest

from etl.indicators import read
from etl.model import Observation

DAY = date(2023, 8, 2)
PLACE = "40"


def rows(text: str, *, title: str | None = None, day: date = DAY, province: str = PLACE) -> list[Observation]:
    return read(text, province=province, published=day, title=title)


def codes(found: list[Observation]) -> list[str]:
    return [f"{one.indicator} {one.measure} {one.value:g}" for one in found]


READINGS = [
    (
        "Vận tải hành khách đạt 2 triệu lượt khách, giảm 7% và luân chuyển 91 triệu lượt khách. km, giảm 9%; vận tải "
        "đường thủy đạt 0,3 triệu lượt khách và 4 triệu người km.",
        [
            "passengers_carried level 2e+06",
            "passengers_carried change -7",
            "passenger_km level 9.1e+07",
            "passenger_km change -9",
            "passengers_carried level 300000",
            "passenger_km level 4e+06",
        ],
    ),
    (
        "Vận tải hàng hóa tăng 5% về tấn và giảm 2% về tấn.km.",
        ["freight_carried change 5", "freight_tonne_km change -2"],
    ),
    (
        "Vận tải hành khách đạt 700 nghìn người, luân chuyển 31 triệu người.km, tăng 6% về người và 8% về người.km.",
        [
            "passengers_carried level 700000",
            "passenger_km level 3.1e+07",
            "passengers_carried change 6",
            "passenger_km change 8",
        ],
    ),
    (
        "Doanh thu vận tải đạt 80 tỷ đồng; doanh thu bưu chính chuyển phát 3 tỷ đồng, tăng 1%.",
        ["transport_revenue level 8e+10", "transport_revenue level 3e+09", "transport_revenue change 1"],
    ),
    (
        "Lượng khách lưu trú 410 nghìn lượt đạt 89,5% kế hoạch năm.",
        ["overnight_visitors level 410000", "overnight_visitors plan_ratio 89.5"],
    ),
    (
        "Lượng khách do cơ sở lưu trú phục vụ đạt 51.000 lượt.",
        ["overnight_visitors level 51000"],
    ),
    (
        "Thu từ khu vực công, thương nghiệp ngoài quốc doanh đạt 90 tỷ đồng, thu thuế giá trị gia tăng 31 tỷ đồng.",
        ["domestic_revenue level 9e+10", "domestic_revenue level 3.1e+10"],
    ),
    (
        "Qua hai tháng thu ngân sách, ngành Thuế thu được 66 tỷ đồng. Nếu trừ tiền sử dụng đất thì tổng thu là 50 tỷ.",
        ["state_budget_revenue level 6.6e+10", "state_budget_revenue level 5e+10"],
    ),
    ("Toàn tỉnh thu được 31 tỷ đồng tiền thuế các loại.", ["state_budget_revenue level 3.1e+10"]),
    (
        "Chỉ số giá vàng tháng 7 giảm 1% so tháng trước thì chỉ số USD tăng 0,2%.",
        ["gold_price_index change -1", "usd_price_index change 0.2"],
    ),
    (
        "Thu ngân sách đạt 80 tỷ đồng, vượt 12% dự toán Trung ương và 7% dự toán tỉnh giao.",
        [
            "state_budget_revenue level 8e+10",
            "state_budget_revenue plan_excess 12",
            "state_budget_revenue plan_excess 7",
        ],
    ),
    ("Năm 2024, phấn đấu thu ngân sách không thấp hơn 900 tỷ đồng.", ["state_budget_revenue level 9e+11"]),
    (
        "Tổng thu ngân sách đạt 9 tỷ đồng. Cụ thể, khai khoáng tăng 15%.",
        ["state_budget_revenue level 9e+09", "iip change 15"],
    ),
    (
        "Sản lượng hành khách thông qua cảng hàng không đạt 2.000 lượt hành khách, tăng 6%.",
        ["None level 2000", "None change 6"],
    ),
    (
        "Tỉnh đón 2,2 triệu lượt khách Trung Quốc; thị trường Hàn Quốc với 58.000 lượt khách, tăng 7%.",
        [
            "international_visitor_arrivals level 2.2e+06",
            "international_visitor_arrivals level 58000",
            "international_visitor_arrivals change 7",
        ],
    ),
    ("Tổng lượt khách do cơ sở lưu trú du lịch phục vụ đạt 8.000 lượt.", ["overnight_visitors level 8000"]),
    (
        "Doanh thu vận tải tháng 7 tăng 18% so với cùng kỳ. Trong đó, vận tải hành khách tăng 13%.",
        ["transport_revenue change 18", "transport_revenue change 13"],
    ),
    (
        "Tháng 7, tỉnh đón khách quốc tế 5.000 lượt và khách nội địa 43.000 lượt.",
        ["international_visitor_arrivals level 5000", "visitor_arrivals level 43000"],
    ),
    (
        "Khách lưu trú đạt 9.000 lượt. Doanh thu dịch vụ đạt 26 tỷ đồng.",
        ["overnight_visitors level 9000", "consumer_services_revenue level 2.6e+10"],
    ),
    (
        "Tỉnh đón 5 triệu lượt du khách, trong đó du khách quốc tế ước đón 540.000 lượt khách, vượt 4% kế hoạch.",
        [
            "visitor_arrivals level 5e+06",
            "international_visitor_arrivals level 540000",
            "international_visitor_arrivals plan_excess 4",
        ],
    ),
    ("Tổng mức bán hàng hóa và doanh thu dịch vụ tiêu dùng đạt 10 tỷ đồng.", ["None level 1e+10"]),
    ("Chỉ số 1 - Tỷ lệ hộ nghèo sử dụng nước hợp vệ sinh: 97%.", ["rural_hygienic_water_rate level 97"]),
    (
        "CPI bình quân tăng 2% so với cùng kỳ. Trong đó một số mặt hàng tăng cao như dịch vụ ăn uống tăng 4%.",
        ["cpi change 2", "cpi change 4"],
    ),
    ("Tốc độ tăng thu ngân sách nhà nước bình quân đạt 12%.", ["state_budget_revenue change 12"]),
    (
        "Tổng chi ngân sách đạt 90 tỷ đồng, bằng 52% dự toán.\n7. Tỷ lệ trẻ đến lớp: nhà trẻ 31%, mẫu giáo 92%.",
        [
            "local_budget_expenditure level 9e+10",
            "local_budget_expenditure plan_ratio 52",
            "None level 31",
            "None level 92",
        ],
    ),
]


@pytest.mark.parametrize(("text", "wanted"), READINGS)
def test_readings(text: str, wanted: list[str]) -> None:
    assert codes(rows(text)) == wanted


def test_title_names_the_domain_of_bare_words() -> None:
    found = rows("Tổng doanh thu: 816 tỷ đồng, đạt 25% kế hoạch.", title="Hoạt động du lịch quý I năm 2023")
    assert codes(found) == ["tourism_revenue level 8.16e+11", "tourism_revenue plan_ratio 25"]


def test_days_of_the_lunar_calendar_are_none_of_the_figures() -> None:
    text = "Từ ngày 14-20/2/2018 (tức từ ngày 29/12/2017 - 5/1/2018 âm lịch), tỉnh đón 700.000 lượt khách."
    assert [one.period for one in rows(text, day=date(2018, 2, 22))] == [("2018-02-14", "2018-02-20")]


def test_days_of_tet_are_no_figures() -> None:
    found = rows("Từ ngày 25-1 đến 2-2 (26 Tết - mùng 5 Tết), tỉnh đón 471.000 lượt khách.", day=date(2025, 2, 3))
    assert [(one.value, one.period) for one in found] == [(471000, ("2025-01-25", "2025-02-02"))]


def test_two_changes_go_on_in_the_order_of_the_pair_before() -> None:
    found = rows(
        "Tháng 7, doanh thu lưu trú đạt 45 tỷ đồng, giảm 2% so với tháng trước và tăng 9% so với cùng kỳ. Doanh "
        "thu lữ hành đạt 3 tỷ đồng, giảm 1% và tăng 12%."
    )
    assert [one.base for one in found[-2:]] == ["previous_month", "same_period_last_year"]


def test_a_base_behind_a_semicolon_is_of_what_follows() -> None:
    text = "So với tháng trước, vận chuyển hành khách tăng 0,8%, luân chuyển tăng 1,2%; so với cùng kỳ tăng 17%."
    assert [one.base for one in rows(text)] == ["previous_month", "previous_month", "same_period_last_year"]


def test_growth_of_the_same_period_in_a_bracket_is_of_that_period() -> None:
    found = rows("7 tháng, tổng mức bán lẻ tăng 23% (mức tăng cùng kỳ là 3%).")
    assert found[-1].period == ("2022-01-01", "2022-07-31")


def test_groups_of_prices_do_not_take_the_base_of_another_paragraph() -> None:
    found = rows(
        "CPI tháng 7 tăng 0,1% so với tháng trước và tăng 2% so với tháng 12-2022.\nTháng 7 có 4 nhóm giảm. Trong đó, "
        "nhóm giao thông giảm 0,3%."
    )
    assert found[-1].base == "previous_month"


def test_estimate_goes_on_behind_a_unit_with_dots() -> None:
    found = rows("Tháng 7, luân chuyển hành khách ước đạt 28 Tr.người.Km, tăng 3% so với cùng kỳ.")
    assert [(one.value, one.status) for one in found] == [(28e6, "E"), (3, "E")]


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("6 tháng năm 2023, thu ngân sách tăng 4% so với cùng kỳ năm 2023.", "same_period_last_year"),
        (
            "So với tháng trước, hành khách vận chuyển tăng 1%, hành khách luân chuyển tăng 2%; so với cùng kỳ, vận "
            "chuyển hành khách tăng 17%.",
            "same_period_last_year",
        ),
        (
            "Tháng 7 vận tải hàng hóa đạt 3 triệu tấn, tăng 2% so với tháng trước; lũy kế 7 tháng đạt 21 triệu tấn, "
            "tăng 13%.",
            "same_period_last_year",
        ),
        ("Sáng 2/8, giá tiêu đạt 70.000 đồng/kg, tăng 1.000 đồng/kg.", "other"),
        (
            "Dư nợ đến 31/7 đạt 300 tỷ đồng (kế hoạch tăng từ 14 - 16% so với cuối năm 2022).",
            "end_of_previous_year",
        ),
        (
            "Tháng 7, hành khách vận chuyển đạt 68 nghìn lượt, tăng 6% so với tháng trước và tăng 5%.",
            "same_period_last_year",
        ),
        ("Năm 2022, thu nhập bình quân đầu người đạt 90 triệu đồng, gấp đôi mức bình quân cả nước.", "other"),
        (
            "CPI tháng 7 tăng 0,3% so với tháng trước. Bình quân 7 tháng CPI tăng 3,1% so với cùng kỳ. Trong đó, "
            "nhóm giao thông tăng 9%.",
            "same_period_last_year",
        ),
    ],
)
def test_base_of_the_last_change(text: str, base: str) -> None:
    assert rows(text)[-1].base == base


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("7 tháng, chỉ số sản xuất công nghiệp dự tính tăng 5%.", "E"),
        ("Hiện có 172 dự án FDI còn hiệu lực với tổng mức đầu tư đăng ký đạt 2 tỷ USD.", "A"),
        ("Tổng chi ngân sách đạt 33 tỷ đồng (đã gồm khoản dự kiến chuyển nguồn), tăng 4%.", "A"),
        ("So với kế hoạch năm đề ra, tỉnh hoàn thành 81% về xuất khẩu.", "A"),
        ("Thu ngân sách đạt 29 tỷ đồng, bằng 19% mức phấn đấu (155 tỷ đồng).", "F"),
        ("Năm 2024 phấn đấu thu ngân sách đạt 900 tỷ đồng.", "F"),
    ],
)
def test_status_of_the_last_figure(text: str, status: str) -> None:
    assert rows(text)[-1].status == status


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("GRDP của tỉnh đứng đầu cả nước (tăng 9%).", [PLACE]),
        ("Tỉnh thuộc nhóm dẫn đầu khu vực ĐBSCL; GRDP bình quân đầu người đạt 58 triệu đồng.", [PLACE]),
        ("Theo Tổng cục Thống kê, quý II chỉ số giá tiêu dùng tăng 3%.", ["VN"]),
        ("Theo Tổng cục Thống kê, CPI của tỉnh tháng 7 tăng 0,3%.", [PLACE]),
        (
            "Tổng lượng khách tại Phú Yên trong 4 ngày nghỉ lễ là 60.000 lượt. Lượng khách lưu trú khoảng 2.000 lượt.",
            ["54", "54"],
        ),
        (
            "Theo Tổng cục Thống kê, năm 2022 thu nội địa tăng 9%. Thu nội địa trên địa bàn Hà Nội tăng 8%.",
            ["VN", "01"],
        ),
        (
            "Trong khi đó, ông Nguyễn Văn Hai, Giám đốc Sở Du lịch tỉnh Phú Yên, thông tin: “7 tháng, tỉnh đón 9.000 "
            "lượt khách, tăng 4%”.",
            ["54", "54"],
        ),
        (
            "Tỷ lệ tốt nghiệp của tỉnh Phú Yên đều tăng hơn năm ngoái. Ở hệ THPT tỷ lệ tốt nghiệp là 88%.",
            ["54"],
        ),
        ("Khu vực cảng biển Bình Định tăng 5%; cảng biển Phú Yên tăng 4%.", ["52", "54"]),
        ("Gia Lai\nĐón 9.000 lượt khách.\nPhú Yên\nĐón 8.000 lượt khách.", ["64", "54"]),
        (
            "Theo Bộ Tài chính, thu nội địa tăng 8%; 46/63 địa phương thu tăng. Khá nhất là Cà Mau tăng 9%.",
            ["VN", "VN", "96"],
        ),
        ("Cơ cấu: CN - TTCN 64%; dịch vụ 36%.", [PLACE, PLACE]),
        ("Tháo gỡ khó khăn cho TP. Người dân được hỗ trợ 90 tỷ đồng.", [PLACE]),
        (
            "Xuất khẩu tháng 6 giảm nhiều nhất là tỉnh Cà Mau với 10%, tỉnh An Giang với 3% và tỉnh Vĩnh Long với 2%.",
            ["96", "89", "86"],
        ),
    ],
)
def test_areas(text: str, areas: list[str]) -> None:
    assert [one.area for one in rows(text)] == areas
