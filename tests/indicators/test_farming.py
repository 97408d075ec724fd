"""Farming, fisheries, transport and prices: invented sentences with the rows that are right."""

from __future__ import annotations

from datetime import date

import pytest

from etl.indicators import read

CASES = [
    (
        "Vụ đông xuân năm nay, toàn tỉnh gieo trồng được 41.200 ha cây hàng năm. Trong tổng số, diện tích lúa là "
        "25.300 ha; ngô đạt 9.100 ha; rau các loại đạt 6.800 ha.",
        [
            "planted_area_total/- level 41200 2024-01-01..2024-12-31 -",
            "paddy_planted_area/- level 25300 2024-01-01..2024-12-31 -",
            "crop_area/ngô level 9100 2024-01-01..2024-12-31 -",
            "crop_area/rau các loại level 6800 2024-01-01..2024-12-31 -",
        ],
    ),
    (
        "Năng suất, sản lượng một số cây trồng 6 tháng đầu năm: ngô đạt 45,2 tạ/ha, sản lượng đạt 41.132 tấn; "
        "năng suất cây lúa đạt 60,5 tạ/ha.",
        [
            "crop_yield/ngô level 45.2 2024-01-01..2024-06-30 -",
            "crop_production/ngô level 41132 2024-01-01..2024-06-30 -",
            "paddy_yield/- level 60.5 2024-01-01..2024-06-30 -",
        ],
    ),
    ("Diện tích cà phê toàn tỉnh đạt 9.400 ha.", ["crop_area/cà phê level 9400 -..2024-06-30 -"]),
    ("Toàn tỉnh trồng mới 320 ha cà phê.", ["crop_area/cà phê level 320 2024-01-01..2024-06-30 -"]),
    ("Hiện huyện có 410 ha nuôi tôm thâm canh.", ["aquaculture_area/tôm level 410 -..2024-07-03 -"]),
    ("Đã thả nuôi 2.150 ha thủy sản các loại.", ["aquaculture_area/- level 2150 2024-01-01..2024-06-30 -"]),
    (
        "Diện tích lúa vụ xuân đạt 35,8 nghìn ha, tăng 0,8%; vụ mùa ước đạt 33,9 nghìn ha, tăng 1,9% so với vụ mùa "
        "2023.",
        [
            "paddy_planted_area/vụ xuân level 35800 2024-01-01..2024-06-30 -",
            "paddy_planted_area/vụ xuân change 0.8 2024-01-01..2024-06-30 same_period_last_year",
            "paddy_planted_area/vụ mùa level 33900 2024-01-01..2024-06-30 -",
            "paddy_planted_area/vụ mùa change 1.9 2024-01-01..2024-06-30 same_period_last_year",
        ],
    ),
    ("Năm 2023, đàn lợn giảm 6,5%.", ["pig_herd/- change -6.5 -..2023-12-31 previous_year"]),
    (
        "Năng suất lúa đạt 57,6 tạ/ha, cao nhất từ trước đến nay, tăng 1,2%.",
        [
            "paddy_yield/- level 57.6 2024-01-01..2024-06-30 -",
            "paddy_yield/- change 1.2 2024-01-01..2024-06-30 same_period_last_year",
        ],
    ),
    (
        "Vận tải hành khách đạt 1.700 nghìn lượt người, luân chuyển đạt 140 triệu người.Km, tăng 3% về người và giảm "
        "2% về người.km.",
        [
            "passengers_carried/- level 1.7e+06 2024-01-01..2024-06-30 -",
            "passenger_km/- level 1.4e+08 2024-01-01..2024-06-30 -",
            "passengers_carried/- change 3 2024-01-01..2024-06-30 same_period_last_year",
            "passenger_km/- change -2 2024-01-01..2024-06-30 same_period_last_year",
        ],
    ),
    (
        "Doanh thu vận tải đạt 900 tỷ đồng; trong đó vận tải hành khách đạt 300 tỷ đồng.",
        [
            "transport_revenue/- level 9e+11 2024-01-01..2024-06-30 -",
            "transport_revenue/vận tải hành khách level 3e+11 2024-01-01..2024-06-30 -",
        ],
    ),
    (
        "Sản lượng lúa đạt 210 nghìn tấn, giảm 1,7% (3,6 nghìn tấn); ngô 42 nghìn tấn, tăng 5% (2 nghìn tấn).",
        [
            "paddy_production/- level 210000 2024-01-01..2024-06-30 -",
            "paddy_production/- change -1.7 2024-01-01..2024-06-30 same_period_last_year",
            "paddy_production/- change_abs -3600 2024-01-01..2024-06-30 same_period_last_year",
            "crop_production/ngô level 42000 2024-01-01..2024-06-30 -",
            "crop_production/ngô change 5 2024-01-01..2024-06-30 same_period_last_year",
            "crop_production/ngô change_abs 2000 2024-01-01..2024-06-30 same_period_last_year",
        ],
    ),
    (
        "CPI tháng 6 tăng 0,2% so với tháng trước. Có 2 nhóm giảm giá là bưu chính viễn thông 0,1%; giáo dục 0,3%.",
        [
            "cpi/- change 0.2 2024-06-01..2024-06-30 previous_month",
            "cpi/bưu chính viễn thông change -0.1 2024-06-01..2024-06-30 previous_month",
            "cpi/giáo dục change -0.3 2024-06-01..2024-06-30 previous_month",
        ],
    ),
    (
        "Đến hết năm 2023, tỷ lệ số dân nông thôn sử dụng nước hợp vệ sinh đạt 97,1% (tương đương 812.500 người), tăng "
        "1,2% so với năm 2022.",
        [
            "rural_hygienic_water_rate/- level 97.1 -..2023-12-31 -",
            "None/- level 812500 -..2023-12-31 -",
            "rural_hygienic_water_rate/- change_abs 1.2 -..2023-12-31 previous_year",
        ],
    ),
    ("Trồng mới 1.200ha rừng.", ["new_planted_forest_area/- level 1200 2024-01-01..2024-06-30 -"]),
    (
        "Tốc độ tăng giá trị sản xuất nông nghiệp bình quân đạt 3,4%.",
        ["agri_gross_output/- change 3.4 2024-01-01..2024-06-30 same_period_last_year"],
    ),
    (
        "Huyện có thêm 2 xã đạt chuẩn nông thôn mới, duy trì các tiêu chí ở 4 xã đã đạt chuẩn nông thôn mới.",
        [
            "ntm_communes/- change_abs 2 2024-01-01..2024-06-30 end_of_previous_year",
            "ntm_communes/- level 4 -..2024-06-30 -",
        ],
    ),
    ("Sản lượng kén tằm đạt 3.400 tấn.", ["None/- level 3400 2024-01-01..2024-06-30 -"]),
    (
        "Diện tích cà phê đạt 9.161 ha; diện tích cho thu hoạch 8.575 ha, năng suất ước đạt 24,2 tạ/ha, giảm 0,8 "
        "tạ/ha so với niên vụ trước, sản lượng ước đạt 20.751 tấn.",
        [
            "crop_area/cà phê level 9161 -..2024-06-30 -",
            "crop_area/- level 8575 -..2024-06-30 -",
            "crop_yield/- level 24.2 2024-01-01..2024-06-30 -",
            "crop_yield/- change_abs -0.8 2024-01-01..2024-06-30 same_period_last_year",
            "crop_production/- level 20751 2024-01-01..2024-06-30 -",
        ],
    ),
    (
        "Tỷ lệ hộ nghèo còn 2,2%, tỷ lệ lao động có việc làm thường xuyên đạt 97%.",
        ["poor_household_rate/- level 2.2 -..2024-06-30 -", "None/- level 97 2024-01-01..2024-06-30 -"],
    ),
    (
        "Vận tải hàng hóa tăng 12%, trong đó đường bộ tăng 15%, đường hàng không tăng 8%.",
        [
            "freight_carried/- change 12 2024-01-01..2024-06-30 same_period_last_year",
            "freight_carried/đường bộ change 15 2024-01-01..2024-06-30 same_period_last_year",
            "freight_carried/đường hàng không change 8 2024-01-01..2024-06-30 same_period_last_year",
        ],
    ),
    (
        "Sản lượng thịt bò đạt 2.100 tấn; sữa bò tươi đạt 7.990 tấn (quý II ước đạt 2.770 tấn, tăng 13,6%).",
        [
            "livestock_meat_output/bò level 2100 2024-01-01..2024-06-30 -",
            "None/- level 7990 2024-01-01..2024-06-30 -",
            "None/- level 2770 2024-04-01..2024-06-30 -",
            "None/- change 13.6 2024-04-01..2024-06-30 same_period_last_year",
        ],
    ),
    (
        "Sản lượng thủy sản đạt 43.690 tấn. Cụ thể: cá các loại 34.980 tấn, tăng 10,7%; tôm các loại 3.120 tấn; thủy "
        "sản khác 5.590 tấn.",
        [
            "fishery_output_total/- level 43690 2024-01-01..2024-06-30 -",
            "fishery_output_total/cá các loại level 34980 2024-01-01..2024-06-30 -",
            "fishery_output_total/cá các loại change 10.7 2024-01-01..2024-06-30 same_period_last_year",
            "fishery_output_total/tôm các loại level 3120 2024-01-01..2024-06-30 -",
            "fishery_output_total/thủy sản khác level 5590 2024-01-01..2024-06-30 -",
        ],
    ),
    (
        "Diện tích gieo cấy lúa đạt 121.000 ha, đã thu hoạch 79.600 ha; xuống giống 1.400 ha hoa màu.",
        [
            "paddy_planted_area/- level 121000 2024-01-01..2024-06-30 -",
            "paddy_planted_area/thu hoạch level 79600 2024-01-01..2024-06-30 -",
            "crop_area/hoa màu level 1400 2024-01-01..2024-06-30 -",
        ],
    ),
    (
        "Có 11 xã đã hoàn thành gieo cấy lúa chiêm xuân với diện tích khoảng 5.000 ha.",
        ["None/- level 11 2024-01-01..2024-06-30 -", "paddy_planted_area/- level 5000 2024-01-01..2024-06-30 -"],
    ),
    (
        "Diện tích nuôi tôm nước lợ đạt 6.390 ha, tăng 5,5%, sản lượng ước đạt 2.160 tấn.",
        [
            "aquaculture_area/tôm nước lợ level 6390 2024-01-01..2024-06-30 -",
            "aquaculture_area/tôm nước lợ change 5.5 2024-01-01..2024-06-30 same_period_last_year",
            "aquaculture_output/tôm nước lợ level 2160 2024-01-01..2024-06-30 -",
        ],
    ),
    ("Dịch bệnh gây hại trên các trà lúa với trên 5.200 ha.", ["None/- level 5200 2024-01-01..2024-06-30 -"]),
    (
        "Thu ngân sách tăng 10%, xóa 100% nhà tạm.",
        [
            "state_budget_revenue/- change 10 2024-01-01..2024-06-30 same_period_last_year",
            "None/- share 100 2024-01-01..2024-06-30 -",
        ],
    ),
    (
        "Vận chuyển hàng hóa đạt 2,3 triệu tấn và luân chuyển 145 triệu tấn.km, tăng 9,2% và 8,8% so với cùng kỳ.",
        [
            "freight_carried/- level 2.3e+06 2024-01-01..2024-06-30 -",
            "freight_tonne_km/- level 1.45e+08 2024-01-01..2024-06-30 -",
            "freight_carried/- change 9.2 2024-01-01..2024-06-30 same_period_last_year",
            "freight_tonne_km/- change 8.8 2024-01-01..2024-06-30 same_period_last_year",
        ],
    ),
    (
        "Bình quân toàn tỉnh đạt 17,2 tiêu chí/xã, tăng 0,4 tiêu chí so với năm 2023.",
        [
            "ntm_criteria_average/- level 17.2 -..2024-06-30 -",
            "ntm_criteria_average/- change_abs 0.4 -..2024-06-30 previous_year",
        ],
    ),
    (
        "Tốc độ tăng giá trị sản xuất nông, lâm nghiệp, thủy sản đạt 3,5%.",
        ["agri_gross_output/- change 3.5 2024-01-01..2024-06-30 same_period_last_year"],
    ),
    (
        "Diện tích ngô gieo trồng đạt 12.300 ha, năng suất đạt 45 tạ/ha, sản lượng 55.350 tấn.",
        [
            "crop_area/ngô level 12300 2024-01-01..2024-06-30 -",
            "crop_yield/ngô level 45 2024-01-01..2024-06-30 -",
            "crop_production/ngô level 55350 2024-01-01..2024-06-30 -",
        ],
    ),
    (
        "Xảy ra 12 vụ cháy rừng; phát hiện 85 vụ vi phạm lâm luật.",
        [
            "forest_damaged_area/vụ cháy rừng level 12 2024-01-01..2024-06-30 -",
            "forest_damaged_area/vụ vi phạm lâm luật level 85 2024-01-01..2024-06-30 -",
        ],
    ),
    (
        "Doanh thu lưu trú đạt 250 tỷ đồng; doanh thu ăn uống đạt 1.800 tỷ đồng.",
        [
            "consumer_services_revenue/lưu trú level 2.5e+11 2024-01-01..2024-06-30 -",
            "consumer_services_revenue/ăn uống level 1.8e+12 2024-01-01..2024-06-30 -",
        ],
    ),
    (
        "CPI tháng 6/2024 tăng 0,2% so với tháng trước, tăng 1,2% so với tháng 12 năm trước; bình quân 6 tháng tăng "
        "3,1%.",
        [
            "cpi/- change 0.2 2024-06-01..2024-06-30 previous_month",
            "cpi/- change 1.2 2024-06-01..2024-06-30 end_of_previous_year",
            "cpi/- change 3.1 2024-01-01..2024-06-30 same_period_last_year",
        ],
    ),
    (
        "Giá tiêu 60.000 đồng/kg, giảm từ 62.000 đồng/kg. Sản lượng chè đạt 6.000 tấn, tăng từ 5.500 tấn năm 2020.",
        [
            "commodity_price/tiêu level 60000 2024-01-01..2024-06-30 -",
            "commodity_price/tiêu level 62000 -..- -",
            "crop_production/chè level 6000 2024-01-01..2024-06-30 -",
            "crop_production/chè level 5500 2020-01-01..2020-12-31 -",
        ],
    ),
    (
        "Công ty Điện lực cung ứng điện thương phẩm 2.350 triệu kWh; giá lúa tươi 6.500 đồng/kg.",
        [
            "electricity_sales/- level 2.35e+09 2024-01-01..2024-06-30 -",
            "commodity_price/lúa tươi level 6500 2024-01-01..2024-06-30 -",
        ],
    ),
]


@pytest.mark.parametrize(("text", "rows"), CASES)
def test_row(text: str, rows: list[str]) -> None:
    found = read(text, province="26", published=date(2024, 7, 3), title="Kinh tế 6 tháng đầu năm 2024")
    assert [
        f"{one.indicator}/{one.breakdown or '-'} {one.measure} {one.value:g} "
        f"{one.period[0] or '-'}..{one.period[1] or '-'} {one.base or '-'}"
        for one in found
    ] == rows


def test_the_national_office_speaks_of_the_country() -> None:
    """A report of Tổng cục Thống kê that names nothing of the paper's own province."""
    text = "Tổng cục Thống kê công bố, CPI tháng 6/2024 tăng 0,3% so với tháng trước."
    own = "Tổng cục Thống kê công bố, CPI toàn tỉnh tháng 6/2024 tăng 0,3% so với tháng trước."
    assert [read(said, province="26", published=date(2024, 7, 3))[0].area for said in (text, own)] == ["VN", "26"]


def test_a_stock_of_a_coming_year_is_aimed_at() -> None:
    """``đến năm 2030`` is years ahead; ``đến 31/7`` of a report of July is not."""
    rows = read(
        "Đến năm 2030, tỷ lệ che phủ rừng đạt 60%. Đến 31/7/2024, tỷ lệ che phủ rừng đạt 58%.",
        province="26",
        published=date(2024, 7, 3),
    )
    assert [one.status for one in rows] == ["F", "A"]
