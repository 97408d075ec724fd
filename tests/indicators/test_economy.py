"""Wordings of growth, investment, industry, trade and enterprises: invented sentences, right readings."""

from __future__ import annotations

from datetime import date

import pytest

from etl.indicators import read

CASES = [
    (
        "Kinh tế tăng trưởng khá. Lượng bưu kiện đạt 3 triệu kiện, tăng trưởng gần 15%.",
        ["None level 3e+06", "None change 15"],
    ),
    (
        "GRDP theo giá hiện hành bình quân đạt 105 triệu đồng, tăng 9 triệu đồng.",
        ["grdp_per_capita level 1.05e+08", "grdp_per_capita change_abs 9e+06"],
    ),
    (
        "Có 250 doanh nghiệp thành lập mới với số vốn đăng ký 3.000 tỷ đồng, giảm 34,6% về "
        "giấy phép và giảm 52,3% về vốn.",
        [
            "new_enterprises level 250",
            "new_enterprise_registered_capital level 3e+12",
            "new_enterprises change -34.6",
            "new_enterprise_registered_capital change -52.3",
        ],
    ),
    (
        "Lũy kế đến nay, toàn tỉnh có 900 dự án còn hiệu lực, trong đó có 200 dự án FDI với tổng "
        "vốn đăng ký 3,2 tỷ USD.",
        ["None level 900", "fdi_active_projects level 200", "fdi_active_capital level 3.2e+09"],
    ),
    (
        "Vốn FDI đạt 2 tỷ USD. Trong đó, 27 dự án được cấp giấy chứng nhận đăng ký đầu tư mới. Lũy kế, toàn tỉnh có "
        "82 dự án với tổng vốn 9,7 tỷ USD.",
        [
            "fdi_registered_capital level 2e+09",
            "fdi_new_projects level 27",
            "fdi_active_projects level 82",
            "fdi_active_capital level 9.7e+09",
        ],
    ),
    (
        "Tỉnh cấp mới 12 dự án đầu tư trong nước, đồng thời thu hồi 8 dự án với tổng vốn "
        "1.200 tỷ đồng do chậm tiến độ.",
        ["domestic_investment_projects level 12", "None level 8", "None level 1.2e+12"],
    ),
    (
        "Thu hút đầu tư đạt 1,2 tỷ USD và 25.000 tỷ đồng.",
        ["fdi_registered_capital level 1.2e+09", "domestic_investment_registered_capital level 2.5e+13"],
    ),
    ("Thu hút đầu tư quy đổi đạt 1,2 tỷ USD.", ["None level 1.2e+09"]),
    (
        "Giải ngân vốn đầu tư công đạt 2.100 tỷ đồng, bằng 54,9% kế hoạch (kế hoạch giao 3.827 tỷ "
        "đồng), cao hơn cùng kỳ.",
        [
            "public_investment_disbursement level 2.1e+12",
            "public_investment_disbursement plan_ratio 54.9",
            "public_investment_plan level 3.827e+12",
        ],
    ),
    (
        "Tổng vốn đầu tư công của tỉnh đã được giải ngân hơn 950 tỷ đồng, đạt 5,4% kế hoạch.",
        ["public_investment_disbursement level 9.5e+11", "public_investment_disbursement plan_ratio 5.4"],
    ),
    (
        "Vốn đầu tư công năm 2024 được bổ sung từ nguồn đấu giá đất là 2.000 tỷ đồng.",
        ["public_investment_plan level 2e+12"],
    ),
    (
        "Giá trị sản xuất công nghiệp đạt 45.000 tỷ đồng; trong đó công nghiệp nhà nước trung ương đạt 8.000 tỷ đồng, "
        "tăng 3%; công nghiệp địa phương đạt 12.000 tỷ đồng; khu vực FDI đạt 25.000 tỷ đồng.",
        [
            "industrial_gross_output level 4.5e+13",
            "industrial_gross_output level 8e+12",
            "industrial_gross_output change 3",
            "industrial_gross_output level 1.2e+13",
            "industrial_gross_output level 2.5e+13",
        ],
    ),
    (
        "GRDP tăng 8,5%; cơ cấu kinh tế: nông nghiệp 15%, công nghiệp - xây dựng 47%, dịch vụ 38%.",
        [
            "grdp_growth_rate change 8.5",
            "grdp_structure_share share 15",
            "grdp_structure_share share 47",
            "grdp_structure_share share 38",
        ],
    ),
    (
        "Thu ngân sách đạt 51,2% dự toán Trung ương giao, 46,1% dự toán tỉnh giao và 92,6% so với cùng kỳ.",
        [
            "state_budget_revenue plan_ratio 51.2",
            "state_budget_revenue plan_ratio 46.1",
            "state_budget_revenue ratio 92.6",
        ],
    ),
    (
        "Các chỉ tiêu: 1. GRDP tăng 8%. 2. Thu ngân sách 5.000 tỷ đồng. 3. Xuất khẩu 2 tỷ USD[1].",
        ["grdp_growth_rate change 8", "state_budget_revenue level 5e+12", "merchandise_exports level 2e+09"],
    ),
    (
        "Lũy kế, toàn tỉnh có 5.900 doanh nghiệp trong nước với tổng vốn 62.000 tỷ đồng.",
        ["enterprises_active level 5900", "None level 6.2e+13"],
    ),
    (
        "Xuất khẩu tăng khá, dẫn đầu là dệt may với +40%.",
        ["merchandise_exports change 40"],
    ),
    ("GRDP tăng bình quân 5 năm đạt 7%.", ["grdp_growth_rate change 7"]),
    (
        "Vốn FDI đạt 964 triệu USD. Hàn Quốc đứng thứ 2 với 13 dự án, tổng vốn 229 triệu USD.",
        [
            "fdi_registered_capital level 9.64e+08",
            "fdi_registered_capital level 2",
            "fdi_new_projects level 13",
            "fdi_registered_capital level 2.29e+08",
        ],
    ),
    (
        "Kinh tế tiếp tục khởi sắc. Ngành dịch vụ là động lực chủ yếu, với tốc độ tăng trưởng đạt 16,4%.",
        ["gva_growth_rate change 16.4"],
    ),
    ("Kim ngạch xuất khẩu là điểm sáng, với mức tăng trưởng đạt 12%.", ["merchandise_exports change 12"]),
    (
        "Tốc độ tăng GRDP đạt 11%; sản xuất công nghiệp tăng 14,6%; IIP tháng 3 tăng 6,7% so với tháng trước và "
        "tăng 5,2 so với cùng kỳ.",
        ["grdp_growth_rate change 11", "iip change 14.6", "iip change 6.7", "iip change 5.2"],
    ),
    ("Ngành chế biến, chế tạo có chỉ số sản xuất tăng trưởng vượt bậc 34,5%.", ["iip change 34.5"]),
    (
        "Trong mức tăng 8,5% của toàn nền kinh tế, dịch vụ đóng góp 3 điểm phần trăm.",
        ["grdp_growth_rate change 8.5", "grdp_growth_contribution contribution 3"],
    ),
    (
        "Vốn đầu tư toàn xã hội đạt 8.000 tỷ đồng; trong đó vốn đầu tư của doanh nghiệp ngoài nhà "
        "nước đạt 3.000 tỷ đồng.",
        ["total_social_investment level 8e+12", "total_social_investment level 3e+12"],
    ),
    (
        "Trong quý, số dự án FDI tương đương cùng kỳ nhưng số vốn đăng ký chỉ bằng 15,3%. Trong số này, có 9 dự "
        "án mới.",
        ["fdi_registered_capital ratio 15.3", "fdi_new_projects level 9"],
    ),
    (
        "Có 23 dự án FDI mới và 31 lượt dự án FDI tăng vốn với tổng vốn đầu tư cấp mới và tăng thêm 298 triệu USD.",
        ["fdi_new_projects level 23", "fdi_new_projects level 31", "fdi_registered_capital level 2.98e+08"],
    ),
    (
        "IIP quý I tăng 8,0% (1) so với cùng kỳ (sơ bộ quý I/2023 tăng 7,9% (2)).",
        ["iip change 8", "iip change 7.9"],
    ),
    (
        "Kim ngạch xuất khẩu đạt 2 tỷ USD, vượt xa so với mục tiêu của nghị quyết đến năm 2025 là 1,7 tỷ USD.",
        ["merchandise_exports level 2e+09", "merchandise_exports level 1.7e+09"],
    ),
    (
        "Kim ngạch xuất nhập khẩu qua cửa khẩu đạt 121 triệu USD. Con số này giảm 40,5% so với cùng kỳ.",
        ["border_gate_trade_turnover level 1.21e+08", "border_gate_trade_turnover change -40.5"],
    ),
    (
        "Cơ cấu GRDP chuyển dịch đúng hướng. Ngành dịch vụ chiếm 32,2%, tăng 0,1% so với cùng kỳ.",
        ["grdp_structure_share share 32.2", "grdp_structure_share change_abs 0.1"],
    ),
    ("Chỉ số tiêu thụ ngành công nghiệp chế biến, chế tạo tăng 4,2%.", ["None change 4.2"]),
    (
        "Kinh tế tăng trưởng mạnh mẽ, dự kiến cả 17/17 chỉ tiêu đạt và vượt mục tiêu; tốc độ tăng GRDP ước đạt 9,5%.",
        ["None level 17", "grdp_growth_rate change 9.5"],
    ),
    (
        "GRDP tăng 7,6%. Dịch vụ đóng góp 3,4 điểm phần trăm với mức tăng trưởng 8,2%. So với 5 tỉnh trong khu "
        "vực, tỉnh xếp thứ 2.",
        [
            "grdp_growth_rate change 7.6",
            "grdp_growth_contribution contribution 3.4",
            "gva_growth_rate change 8.2",
            "gva_growth_rate level 2",
        ],
    ),
    (
        "Toàn tỉnh có 868 doanh nghiệp mới thành lập, tăng 16,4% với tổng vốn điều lệ đăng ký 6.779 tỷ đồng, "
        "giảm 0,6%.",
        [
            "new_enterprises level 868",
            "new_enterprises change 16.4",
            "new_enterprise_registered_capital level 6.779e+12",
            "new_enterprise_registered_capital change -0.6",
        ],
    ),
    (
        "Vốn đầu tư toàn xã hội đạt 10.000 tỷ đồng, chiếm 34% GRDP, tăng hơn 4% so với cùng kỳ; trong đó vốn nhà nước "
        "đạt 2.900 tỷ đồng, chiếm 29% tổng vốn đầu tư và vốn FDI gần 660 tỷ đồng. Chia theo lĩnh vực, nông nghiệp "
        "chiếm "
        "3%.",
        [
            "total_social_investment level 1e+13",
            "investment_to_grdp_ratio level 34",
            "total_social_investment change 4",
            "total_social_investment level 2.9e+12",
            "total_social_investment share 29",
            "total_social_investment level 6.6e+11",
            "total_social_investment share 3",
        ],
    ),
    (
        "Toàn tỉnh có 379 HTX nông nghiệp, 25 quỹ tín dụng nhân dân, vốn điều lệ hơn 915 tỷ đồng; số lượng HTX tăng "
        "5%.",
        ["cooperatives level 379", "cooperatives level 25", "None level 9.15e+11", "cooperatives change 5"],
    ),
    (
        "Về dự án đầu tư nước ngoài, tỉnh cấp mới cho 52 dự án; điều chỉnh vốn cho 33 dự án, số vốn điều chỉnh tăng "
        "là 43 "
        "triệu USD.",
        ["fdi_new_projects level 52", "fdi_new_projects level 33", "fdi_registered_capital level 4.3e+07"],
    ),
    (
        "Tỉnh đã thu hút được 45 dự án cấp mới với tổng vốn đầu tư 1,5 tỷ USD; thu hút được 12 dự án với số vốn 900 "
        "tỷ đồng.",
        [
            "fdi_new_projects level 45",
            "fdi_registered_capital level 1.5e+09",
            "domestic_investment_projects level 12",
            "domestic_investment_registered_capital level 9e+11",
        ],
    ),
    (
        "Kim ngạch xuất khẩu đạt 1.545 triệu USD, tăng 11% kim ngạch nhập khẩu ước đạt 1.484 triệu USD.",
        [
            "merchandise_exports level 1.545e+09",
            "merchandise_exports change 11",
            "merchandise_imports level 1.484e+09",
        ],
    ),
    (
        "Kim ngạch xuất nhập khẩu hàng hóa mở tờ khai đạt 4.975 triệu USD, xuất khẩu 2.750 triệu USD, đạt 211% kế "
        "hoạch.",
        [
            "border_gate_trade_turnover level 4.975e+09",
            "border_gate_trade_turnover level 2.75e+09",
            "border_gate_trade_turnover plan_ratio 211",
        ],
    ),
    (
        "Cơ cấu kinh tế chuyển dịch theo tỷ trọng các ngành công nghiệp, xây dựng đạt 74%, thương mại dịch vụ đạt 22%.",
        ["grdp_structure_share share 74", "grdp_structure_share share 22"],
    ),
    (
        "Sản phẩm công nghiệp chủ yếu tăng như: quần áo tăng 3,8; xi măng tăng 4,8%.",
        ["industrial_product_output change 3.8", "industrial_product_output change 4.8"],
    ),
    (
        "Tỷ lệ giải ngân đạt 33,6% (cao hơn cả nước), so với kế hoạch Quốc hội giao và 26,4% so với kế hoạch Chính "
        "phủ giao.",
        ["public_investment_disbursement_rate plan_ratio 33.6", "public_investment_disbursement_rate plan_ratio 26.4"],
    ),
    (
        "Tốc độ tăng GRDP bình quân đạt 9,2%/năm, đạt 102% so với mục tiêu; GRDP đạt 98% kế hoạch.",
        ["grdp_growth_rate change 9.2", "grdp_growth_rate plan_ratio 102", "grdp plan_ratio 98"],
    ),
    ("Số vốn được tỉnh phân bổ cho 16 dự án hạ tầng.", ["None level 16"]),
    (
        "Tăng trưởng GRDP chỉ đạt 10,3% so với kế hoạch là 14%.",
        ["grdp_growth_rate change 10.3", "grdp_growth_rate change 14"],
    ),
    (
        "GRDP quý I ước đạt 9,45%. GRDP bình quân giai đoạn 2021-2025 đạt 9,2%/năm.",
        ["grdp_growth_rate change 9.45", "grdp_growth_rate change 9.2"],
    ),
    (
        "Khu vực công nghiệp và xây dựng tăng 11,8%, chiếm 34,4% trong mức tăng trưởng chung "
        "và đóng góp 3,38 điểm phần trăm.",
        [
            "gva_growth_rate change 11.8",
            "grdp_growth_contribution contribution 34.4",
            "grdp_growth_contribution contribution 3.38",
        ],
    ),
    (
        "Giá trị sản xuất công nghiệp đạt 2.804 tỷ đồng; lĩnh vực thương mại, dịch vụ đạt 3.741 tỷ đồng.",
        ["industrial_gross_output level 2.804e+12", "gross_output_total level 3.741e+12"],
    ),
    (
        "Có 317 doanh nghiệp thành lập mới. Toàn tỉnh có 7 dự án, trong đó 1 dự án vốn FDI, với tổng vốn đăng ký "
        "617,5 tỷ đồng.",
        ["new_enterprises level 317", "None level 7", "fdi_new_projects level 1", "None level 6.175e+11"],
    ),
]


@pytest.mark.parametrize(("text", "rows"), CASES)
def test_wording(text: str, rows: list[str]) -> None:
    found = read(text, province="15", published=date(2024, 4, 20), title="Kinh tế quý I năm 2024")
    assert [f"{one.indicator} {one.measure} {one.value:g}" for one in found] == rows


def test_areas() -> None:
    """What a province is ranked in is no area; a province of a list has its code."""
    text = (
        "GRDP tăng 8%, cao nhất cả nước; quy mô kinh tế đạt 90.000 tỷ đồng. "
        "Xuất khẩu của Bắc Giang tăng 9%, Thanh Hóa 7%."
    )
    found = read(text, province="15", published=date(2024, 4, 20), title="Kinh tế quý I năm 2024")
    assert [one.area for one in found] == ["15", "15", "24", "38"]


def test_sectors_that_contribute() -> None:
    """The sector that grew is the one that contributed, and its name ends before the verb."""
    text = (
        "Khu vực nông, lâm nghiệp và thủy sản tăng 4,29%, đóng góp 0,49 điểm phần trăm vào mức tăng trưởng chung; "
        "khu vực dịch vụ tăng 6,8%, đóng góp 2,1 điểm phần trăm vào mức tăng trưởng chung."
    )
    found = read(text, province="19", published=date(2024, 7, 1), title="Kinh tế 6 tháng")
    farms = "nông, lâm nghiệp và thủy sản"
    assert [one.breakdown for one in found] == [farms, farms, "dịch vụ", "dịch vụ"]


def test_markets_and_goods() -> None:
    """A market behind its preposition and a good before its turnover are parts of the exports."""
    text = (
        "Kim ngạch xuất khẩu sang Trung Quốc đạt 800 triệu USD. Dẫn đầu là giày dép với kim ngạch 225 triệu USD, "
        "tăng 17%; kế đến là dệt may với 200 triệu USD."
    )
    found = read(text, province="75", published=date(2024, 7, 1), title="Xuất khẩu 6 tháng")
    assert [one.breakdown for one in found] == ["trung quốc", "giày dép", "giày dép", "dệt may"]


def test_statuses() -> None:
    """A term that has just begun is aimed at; what is registered is no target; a past value is no estimate."""
    text = (
        "Tổng mức đầu tư đăng ký của các dự án FDI đạt 2 tỷ USD. Năm 2020, xuất khẩu ước đạt 3 tỷ USD (năm 2019 đạt "
        "2 tỷ USD). Giai đoạn 2020-2025, tổng vốn đầu tư toàn xã hội đạt 90.000 tỷ đồng."
    )
    found = read(text, province="15", published=date(2020, 12, 20), title="Kinh tế năm 2020")
    assert [one.status for one in found] == ["A", "E", "A", "F"]


def test_compared_period() -> None:
    """A bracket behind the period that is compared with holds that period's figure."""
    text = "IIP quý I năm 2024 tăng 7,3%, cao hơn mức tăng của quý IV năm 2023 (2,1%)."
    found = read(text, province="15", published=date(2024, 4, 20), title="Kinh tế quý I năm 2024")
    assert [one.period for one in found] == [("2024-01-01", "2024-03-31"), ("2023-10-01", "2023-12-31")]


def test_founded_cooperatives() -> None:
    """Cooperatives that were founded in a period are no stock at its end."""
    text = "Đến nay, toàn tỉnh có 617 HTX. Quý I năm 2024, có 11 HTX được thành lập mới, trong đó có 8 HTX nông nghiệp."
    found = read(text, province="15", published=date(2024, 4, 20), title="Kinh tế tập thể")
    assert [one.period for one in found] == [(None, "2024-04-20"), *[("2024-01-01", "2024-03-31")] * 2]


def test_title_with_a_base() -> None:
    """The year that a title compares with is not the article's."""
    found = read(
        "Giá trị sản xuất công nghiệp cả năm ước đạt 900 tỷ đồng.",
        province="15",
        published=date(2018, 12, 20),
        title="Giá trị sản xuất công nghiệp tăng 17% so với năm 2017",
    )
    assert [one.period for one in found] == [("2018-01-01", "2018-12-31")]
