"""Wordings of reports that once were misread: invented sentences with the readings that are right."""

from __future__ import annotations

from datetime import date

import pytest

from etl.indicators import read

CASES = [
    (
        "Chỉ số giá tiêu dùng tháng 4 giảm 0,2% so với tháng trước. Các nhóm tăng gồm: Đồ uống và thuốc lá tăng 0,3%; "
        "Thiết bị đồ dùng gia đình tăng 0,04%; Giao thông tăng 0,5%.",
        ["cpi change -0.2", "cpi change 0.3", "cpi change 0.04", "cpi change 0.5"],
    ),
    ("Tỷ lệ gia đình văn hóa đạt 92%.", ["cultural_family_rate level 92"]),
    (
        "Quý I, tổng mức bán lẻ hàng hóa và doanh thu dịch vụ đạt 9 tỷ đồng. Trong đó, khu vực kinh tế trong nước thực "
        "hiện 8 tỷ đồng, tăng 3%; khu vực kinh tế có vốn đầu tư nước ngoài thực hiện 1 tỷ đồng.",
        [
            "retail_sales_and_services level 9e+09",
            "retail_sales_and_services level 8e+09",
            "retail_sales_and_services change 3",
            "retail_sales_and_services level 1e+09",
        ],
    ),
    (
        "GRDP 6 tháng tăng 7%, xếp vị thứ: 9/63 tỉnh, thành phố; thứ 2/5 trong khu vực và 4/14 tỉnh miền Trung.",
        [
            "grdp_growth_rate change 7",
            "grdp_growth_rate level 9",
            "grdp_growth_rate level 2",
            "grdp_growth_rate level 4",
        ],
    ),
    (
        "Diện tích gieo trồng đạt 4.831 ha, giảm 1,6% (-73 ha); lúa 2.378 ha, tăng 14,8% (+ 306 ha).",
        [
            "planted_area_total level 4831",
            "planted_area_total change -1.6",
            "planted_area_total change_abs -73",
            "paddy_planted_area level 2378",
            "paddy_planted_area change 14.8",
            "paddy_planted_area change_abs 306",
        ],
    ),
    (
        "Diện tích lúa đạt 300 ha, giảm 5 ha (bằng 1,2%) so với năm trước.",
        ["paddy_planted_area level 300", "paddy_planted_area change_abs -5", "paddy_planted_area change -1.2"],
    ),
    (
        "Toàn tỉnh có 7.000 nhà bị tốc mái; trong đó huyện Trà Bồng 3.800, Ba Tơ 493.",
        [
            "disaster_houses_damaged level 7000",
            "disaster_houses_damaged level 3800",
            "disaster_houses_damaged level 493",
        ],
    ),
    ("Đạt 14,3 bác sỹ/1 vạn dân.", ["doctors_per_10k level 14.3"]),
    (
        "Năm 2025 có 45,7 giường bệnh và 14,5 bác sĩ trên 1 vạn dân.",
        ["hospital_beds_per_10k level 45.7", "doctors_per_10k level 14.5"],
    ),
    (
        "Quý I, công an bắt giữ 26 vụ, 32 đối tượng tàng trữ trái phép chất ma túy.",
        ["drug_cases level 26", "None level 32"],
    ),
    (
        "Tổng thu ngân sách nhà nước là 44.858 tỷ đồng, tăng bình quân hằng năm đạt 13%.",
        ["state_budget_revenue level 4.4858e+13", "state_budget_revenue change 13"],
    ),
    (
        "Tổng nguồn huy động từ nền kinh tế đạt 89 nghìn tỷ đồng, tăng 3%.",
        ["deposits_mobilised level 8.9e+13", "deposits_mobilised change 3"],
    ),
    (
        "Tháng 9, chỉ số giá tiêu dùng tăng 0,2%. Nhóm thực phẩm tăng 0,08%; trong đó, thịt gia súc giảm 0,11%; "
        "thịt gia cầm tăng 0,5%; thủy sản tươi sống tăng 0,6%; giá gạo giảm 1%.",
        ["cpi change 0.2", "cpi change 0.08", "cpi change -0.11", "cpi change 0.5", "cpi change 0.6", "cpi change -1"],
    ),
    (
        "Tổng vốn đầu tư nước ngoài đạt 343 triệu USD. Đã cấp mới cho 17 dự án với số vốn đăng ký 47 triệu USD; trong "
        "đó, có 13 dự án ngoài khu công nghiệp.",
        [
            "fdi_registered_capital level 3.43e+08",
            "fdi_new_projects level 17",
            "fdi_registered_capital level 4.7e+07",
            "fdi_new_projects level 13",
        ],
    ),
    (
        "Khu vực dịch vụ tăng 5,8%. Ước thu ngân sách nhà nước là 26 nghìn tỷ đồng.",
        ["gva_growth_rate change 5.8", "state_budget_revenue level 2.6e+13"],
    ),
    (
        "Tháng 5, chỉ số sản xuất công nghiệp tăng 2% so với tháng trước nhưng vẫn thấp hơn cùng kỳ là 11%.",
        ["iip change 2", "iip change -11"],
    ),
    (
        "Sản lượng lúa ước 56.300 tấn, đạt 54%; sản lượng thủy sản 900 tấn.",
        ["paddy_production level 56300", "paddy_production plan_ratio 54", "fishery_output_total level 900"],
    ),
    (
        "Quý I xảy ra 9 vụ tai nạn giao thông, làm chết 4 người. So với cùng kỳ lần lượt giảm 3 vụ, 2 người chết.",
        [
            "traffic_accidents level 9",
            "traffic_deaths level 4",
            "traffic_accidents change_abs -3",
            "traffic_deaths change_abs -2",
        ],
    ),
    (
        "GRDP bình quân đầu người tăng từ 41 triệu đồng (năm 2019) lên 45 triệu đồng.",
        ["grdp_per_capita level 4.1e+07", "grdp_per_capita level 4.5e+07"],
    ),
    (
        "Có 5 dự án FDI, tổng vốn đăng ký tăng thêm hơn 1,5 tỷ USD.",
        ["fdi_new_projects level 5", "fdi_registered_capital level 1.5e+09"],
    ),
    (
        "Cơ cấu GRDP quý I như sau: khu vực nông, lâm, thủy sản 3%; khu vực dịch vụ là 59%.",
        ["grdp_structure_share share 3", "grdp_structure_share share 59"],
    ),
    (
        "Quý I, kim ngạch xuất khẩu và nhập khẩu tăng tương ứng 9% và 7%.",
        ["merchandise_exports change 9", "merchandise_imports change 7"],
    ),
    (
        "Tổng mức bán lẻ hàng hóa tháng 9 đạt 19 tỷ đồng.\nLũy kế 9 tháng đầu năm đạt 168 tỷ đồng, tăng 22%.",
        [
            "retail_sales_and_services level 1.9e+10",
            "retail_sales_and_services level 1.68e+11",
            "retail_sales_and_services change 22",
        ],
    ),
    (
        "Quý I xảy ra 20 vụ phạm tội về ma túy. So với cùng kỳ, số vụ vi phạm tăng 5 vụ.",
        ["drug_cases level 20", "drug_cases change_abs 5"],
    ),
    (
        "Công an đã điều tra, khám phá 186 vụ, 477 đối tượng (đạt 87,3%).",
        ["None level 186", "None level 477", "crime_clearance_rate level 87.3"],
    ),
    (
        "Phấn đấu thu hút khách du lịch đến tỉnh khoảng 8,3 triệu, tăng 9%.",
        ["visitor_arrivals level 8.3e+06", "visitor_arrivals change 9"],
    ),
    (
        "Giải ngân vốn đầu tư công đạt 12%. Trong đó, vốn cân đối ngân sách địa phương đạt 17%, tiền sử dụng đất 33%.",
        [
            "public_investment_disbursement_rate plan_ratio 12",
            "public_investment_disbursement_rate plan_ratio 17",
            "public_investment_disbursement_rate plan_ratio 33",
        ],
    ),
    ("GRDP trừ dầu thô bình quân đầu người năm 2023 đạt 8.281 USD.", ["grdp_per_capita level 8281"]),
    ("Khu vực công nghiệp giữ vai trò động lực khi chỉ số sản xuất công nghiệp tăng 26%.", ["iip change 26"]),
    ("GRDP tính theo giá sản xuất đạt 17 nghìn tỷ đồng.", ["grdp level 1.7e+13"]),
    (
        "Trong 6 tháng, giá trị sản xuất đạt 2.522 tỷ đồng, tăng 7%.",
        ["gross_output_total level 2.522e+12", "gross_output_total change 7"],
    ),
    (
        "Sản xuất công nghiệp phục hồi tích cực, giá trị sản xuất đạt 12.300 tỷ đồng.",
        ["industrial_gross_output level 1.23e+13"],
    ),
    (
        "Có 100.000 người tham gia BHXH, chiếm tỷ lệ 35% lực lượng lao động.",
        ["social_insurance_members level 100000", "social_insurance_coverage_rate level 35"],
    ),
    (
        "Phạm tội về trật tự xã hội: Xảy ra 86 vụ; khám phá 68 vụ.",
        ["criminal_cases level 86", "None level 68"],
    ),
    (
        "Giải ngân vốn đầu tư công đạt 19 tỷ đồng, bằng 47% kế hoạch vốn Chính phủ giao.",
        ["public_investment_disbursement level 1.9e+10", "public_investment_disbursement plan_ratio 47"],
    ),
    (
        "Đến nay, 142 doanh nghiệp mới được cấp đăng ký kinh doanh với tổng vốn 560 tỷ đồng.",
        ["new_enterprises level 142", "new_enterprise_registered_capital level 5.6e+11"],
    ),
    (
        "Tổng diện tích gieo trồng vụ Đông Xuân đạt 126 ha; vụ Mùa đạt 90 ha.",
        ["planted_area_total level 126", "planted_area_total level 90"],
    ),
    ("Mức tăng GRDP 9 tháng đạt 7,3%.", ["grdp_growth_rate change 7.3"]),
]


@pytest.mark.parametrize(("text", "rows"), CASES)
def test_wording(text: str, rows: list[str]) -> None:
    found = read(text, province="51", published=date(2024, 7, 2))
    assert [f"{one.indicator} {one.measure} {one.value:g}" for one in found] == rows
