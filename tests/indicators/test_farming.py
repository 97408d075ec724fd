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
]


@pytest.mark.parametrize(("text", "rows"), CASES)
def test_row(text: str, rows: list[str]) -> None:
    found = read(text, province="26", published=date(2024, 7, 3), title="Kinh tế 6 tháng đầu năm 2024")
    assert [
        f"{one.indicator}/{one.breakdown or '-'} {one.measure} {one.value:g} "
        f"{one.period[0] or '-'}..{one.period[1] or '-'} {one.base or '-'}"
        for one in found
    ] == rows
