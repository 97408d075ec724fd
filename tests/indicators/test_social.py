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


# fmt: off
MORE: list[tuple[str, list[str]]] = [
    # Policy credit by the article's setting; its programmes are parts.
    (
        "NHCSXH tỉnh họp đánh giá. Tổng dư nợ đạt 2.758 tỷ đồng, trong đó "
        "hộ nghèo 250 tỷ đồng, giải quyết việc làm 90 tỷ đồng.",
        ["policy_credit_outstanding 2.758e+12 VND", "policy_credit_outstanding 2.5e+11 VND",
         "policy_credit_outstanding 9e+10 VND"],
    ),
    (
        "Tổng nguồn vốn của NHCSXH đạt 3.579 tỷ đồng. Tổng dư nợ 17 chương trình tín dụng chính sách "
        "đạt hơn 3.569 tỷ đồng.",
        ["None 3.579e+12 VND", "None 17 programme", "policy_credit_outstanding 3.569e+12 VND"],
    ),
    # A growth rate of what is named, not a share of it.
    ("Năm 2023, tốc độ tăng thu ngân sách trên địa bàn bình quân đạt 10%.", ["state_budget_revenue 10 PERCENT"]),
    ("Năm 2023, tỷ lệ tăng dân số tự nhiên đạt 0,9%.", ["population_growth_rate 0.9 PERCENT"]),
    # Counts that share the words behind the last, and those of the next place.
    ("Toàn huyện có thêm 3 xã và 4 làng đạt chuẩn nông thôn mới.", ["ntm_communes 3 commune", "None 4 village"]),
    (
        "Quý I ghi nhận 12 ca mắc sởi; huyện Đô Lương 8 ca, thị xã Cửa Lò 3 ca (tăng 2 ca).",
        ["infectious_disease_cases 12 case", "infectious_disease_cases 8 case", "infectious_disease_cases 3 case",
         "infectious_disease_cases 2 case"],
    ),
    # The rate that the counted phrase names; a tail goes on behind its bracket.
    (
        "Có 402/761 học sinh đỗ tốt nghiệp, đạt tỷ lệ 52,82%.",
        ["None 402 person", "upper_secondary_graduation_rate 52.82 PERCENT"],
    ),
    (
        "Toàn tỉnh có 604 trường (cả công lập và tư thục) đạt chuẩn quốc gia, đạt tỷ lệ 71%.",
        ["national_standard_schools 604 school", "national_standard_schools_rate 71 PERCENT"],
    ),
    ("Toàn tỉnh có 100% xã có trạm y tế đạt chuẩn quốc gia.", ["None 100 PERCENT"]),
    ("Huyện đưa 20 lao động đi làm việc ở Hàn Quốc.", ["contract_workers_abroad 20 person"]),
    (
        "Dân số toàn tỉnh là 1.521.441 người, trong đó có 20.469 trẻ mới sinh.",
        ["population 1.52144e+06 person", "None 20469 person"],
    ),
    # No figures: the hundred that a rate is of, the criteria of a standard, the number of a week.
    ("Bình quân 100 hộ dân sử dụng 311 thuê bao.", ["None 311 subscriber"]),
    ("Hiện huyện có 6 xã đạt 19/19 tiêu chí.", ["ntm_communes 6 commune"]),
    ("Tuần 30, thành phố ghi nhận 120 ca tay chân miệng.", ["infectious_disease_cases 120 case"]),
]
# fmt: on


@pytest.mark.parametrize(("text", "rows"), MORE)
def test_more_wordings(text: str, rows: list[str]) -> None:
    found = read(text, province="40", published=date(2024, 4, 5))
    assert [f"{one.indicator} {one.value:g} {one.unit}" for one in found] == rows


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Đến tuần 8/2023, tỉnh ghi nhận 328 ca mắc sởi.", ("2023-01-01", "2023-02-26")),
        ("Trong tuần, xảy ra 3 vụ tai nạn giao thông.", ("2023-02-25", "2023-03-03")),
        ("Trong tuần 7 năm 2023, ghi nhận 12 ca mắc sởi.", ("2023-02-13", "2023-02-19")),
    ],
)
def test_weeks(text: str, period: tuple[str | None, str]) -> None:
    assert [one.period for one in read(text, province="54", published=date(2023, 3, 3))] == [period]


def test_what_lies_beyond_the_year_is_a_target() -> None:
    text = "Tỷ lệ đô thị hóa đến năm 2025: 16%. Tỷ lệ đô thị hóa năm 2019 đạt 12%."
    found = read(text, province="38", published=date(2020, 8, 4))
    assert [one.status for one in found] == ["F", "A"]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Quý I, huyện phát triển 120 đảng viên mới.", ["party_members_admitted level 120 A"]),
        (
            "Ước tính đến hết tháng 3/2024, toàn tỉnh có 310 nghìn người tham gia BHXH, BHYT. Trong đó, số "
            "người tham gia BHYT là 290 nghìn người, hoàn thành kế hoạch do UBND tỉnh giao; số người tham gia BHXH "
            "là 43 nghìn người.",
            [
                "None level 310000 E",
                "health_insurance_members level 290000 E",
                "social_insurance_members level 43000 A",
            ],
        ),
        (
            "Số người tham gia BHXH là 43 nghìn người, đạt tỷ lệ bao phủ 25,8% so với lực lượng lao động.",
            ["social_insurance_members level 43000 A", "social_insurance_coverage_rate level 25.8 A"],
        ),
        (
            "Tỷ lệ trường đạt chuẩn quốc gia là 90% (tiểu học có 52/52 trường); mầm non có 51/55 trường, đạt 92,7%.",
            [
                "national_standard_schools_rate level 90 A",
                "national_standard_schools level 52 A",
                "national_standard_schools level 51 A",
                "national_standard_schools_rate level 92.7 A",
            ],
        ),
        (
            "Hòa Bình có tỷ lệ hộ nghèo giảm từ 32,5% năm 2006 xuống còn 8,2% năm 2021.",
            ["poor_household_rate level 32.5 A", "poor_household_rate level 8.2 A"],
        ),
        ("Năm 2023, tỷ lệ giảm nghèo đạt 5,02%.", ["poor_household_rate change_abs -5.02 A"]),
        ("Chỉ số PCI năm 2023 vươn lên 2 bậc so với năm 2022.", ["pci_score change_abs 2 A"]),
        (
            "Tỉnh quyết định hưởng trợ cấp thất nghiệp cho 822 người và giải quyết việc làm cho 876 người.",
            ["None level 822 A", "jobs_created level 876 A"],
        ),
    ],
)
def test_measures_and_statuses(text: str, rows: list[str]) -> None:
    found = read(text, province="40", published=date(2024, 4, 5))
    assert [f"{one.indicator} {one.measure} {one.value:g} {one.status}" for one in found] == rows


def test_this_year_is_the_year_the_text_is_about() -> None:
    text = "Năm 2023, huyện kết nạp 33 đảng viên mới; trong năm này đã thi hành kỷ luật 2 đảng viên."
    found = read(text, province="49", published=date(2024, 1, 5))
    assert {one.period for one in found} == {("2023-01-01", "2023-12-31")}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "Bão làm 437 nhà bị tốc mái, 109 ha hoa màu, cây trồng bị hư hỏng; diện tích lúa bị ngập úng là 280 ha.",
            ["disaster_houses_damaged", "disaster_crop_area", "disaster_crop_area"],
        ),
        (
            "Năm 2023, tiếp nhận 900 đơn khiếu nại; đã giải quyết 274 đơn khiếu nại và 105 đơn tố cáo.",
            ["complaints_received", None, None],
        ),
    ],
)
def test_what_was_damaged_and_what_was_settled(text: str, codes: list[str | None]) -> None:
    assert [one.indicator for one in read(text, province="52", published=date(2024, 10, 30))] == codes


def test_a_plan_compared_with_is_of_its_year() -> None:
    text = "Trong 10 tháng đã tạo việc làm mới cho 26.112 lao động, đạt 130% so với chỉ tiêu 20.000 người."
    plan = read(text, province="86", published=date(2022, 10, 22))[-1]
    assert (plan.value, plan.status, plan.period) == (20000, "F", ("2022-01-01", "2022-12-31"))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "Ngày 12-5, một trận lốc xoáy gây thiệt hại hơn 35 ha cây trồng; mưa kèm gió lốc làm 69 căn nhà "
            "trên địa bàn huyện bị tốc mái.",
            ["disaster_crop_area level 35", "disaster_houses_damaged level 69"],
        ),
        (
            "Sét đánh khiến 2 người tử vong, 3 người bị thương.",
            ["disaster_casualties level 2", "disaster_casualties level 3"],
        ),
        ("Tỷ lệ tiêm vắc xin cho trẻ từ 5 đến dưới 12 tuổi đạt 92%.", ["vaccination_coverage_rate level 92"]),
        ("Chi nhánh cho vay 23 hợp tác xã có dư nợ 4.800 tỷ đồng.", ["None level 23", "None level 4.8e+12"]),
        (
            "Số vụ tai nạn giao thông giảm so với cùng kỳ năm trước là 12%.",
            ["traffic_accidents change -12"],
        ),
        (
            "Quý I, xảy ra 57 vụ tai nạn giao thông, làm chết 20 người và làm bị thương 43 người.",
            ["traffic_accidents level 57", "traffic_deaths level 20", "traffic_injuries level 43"],
        ),
        (
            "Dư nợ tín dụng (gồm cả Ngân hàng CSXH) đạt 8.200 tỷ đồng.",
            ["credit_outstanding level 8.2e+12"],
        ),
        (
            "Quý I, tiếp thường xuyên 350 lượt công dân; trả lại 3 đơn.",
            ["complaints_received level 350", "None level 3"],
        ),
    ],
)
def test_losses_and_credit(text: str, rows: list[str]) -> None:
    found = read(text, province="66", published=date(2023, 5, 14))
    assert [f"{one.indicator} {one.measure} {one.value:g}" for one in found] == rows


def test_the_title_gives_the_country() -> None:
    text = "9 tháng đầu năm 2019 xảy ra 12.600 vụ tai nạn giao thông."
    found = read(text, province="01", published=date(2019, 9, 26), title="Cả nước giảm tai nạn giao thông")
    assert [one.area for one in found] == ["VN"]


def test_a_percent_of_a_plan_is_of_the_time_reached() -> None:
    text = (
        "Theo báo cáo, tính đến ngày 30-6, các đảng bộ kết nạp được 288 đảng viên mới, đạt 35% chỉ tiêu đề ra trong "
        "năm 2022."
    )
    found = read(text, province="58", published=date(2022, 7, 8))
    assert {one.period for one in found} == {("2022-01-01", "2022-06-30")}


def test_counted_up_to_a_day_behind() -> None:
    text = "Có 700 doanh nghiệp được thành lập mới trên địa bàn TP.HCM tính đến 26-12-2013 (tăng 6% so với cùng kỳ)."
    found = read(text, province="83", published=date(2014, 1, 2))
    assert {one.period for one in found} == {("2013-01-01", "2013-12-26")}


def test_the_committee_of_a_district_tells_of_all_of_it() -> None:
    text = (
        "Ban Chấp hành Đảng bộ huyện Ia Grai vừa tổ chức hội nghị tổng kết năm 2020.\n"
        "Năm 2020, tỷ lệ hộ nghèo toàn huyện giảm còn 5%."
    )
    found = read(text, province="64", published=date(2020, 12, 6))
    assert [one.area for one in found] == ["huyện Ia Grai"]


def test_the_year_of_prices_ends_no_list_of_targets() -> None:
    text = (
        "CÁC CHỈ TIÊU CHỦ YẾU TRONG NHIỆM KỲ 2020-2025\n"
        "1. Tốc độ tăng giá trị sản xuất bình quân hàng năm (giá so sánh năm 2010) đạt 16%.\n"
        "2. Thu nhập bình quân đầu người đến năm 2025: 60 triệu đồng.\n"
        "3. Sản lượng lương thực bình quân hàng năm: 25.000 tấn."
    )
    found = read(text, province="45", published=date(2020, 8, 4))
    assert {one.status for one in found} == {"F"}
    assert [one.period[0] for one in found] == ["2020-01-01", "2025-01-01", "2020-01-01"]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "Tháng 8, phát hiện 89 vụ, 179 đối tượng phạm tội về trật tự xã hội.\n"
            "Lũy kế từ đầu năm đến nay đã phát hiện 726 vụ, 1.222 đối tượng, tăng 103 vụ.",
            [
                "criminal_cases level 89",
                "None level 179",
                "criminal_cases level 726",
                "None level 1222",
                "criminal_cases change_abs 103",
            ],
        ),
        ("Tháng qua có 51/61 vụ xâm phạm trật tự xã hội được điều tra, khám phá.", ["None level 51"]),
        (
            "Phát hiện 20 vụ tàng trữ trái phép chất ma túy; bắt quả tang 8 vụ/40 đối tượng về hành vi đánh bạc.",
            ["drug_cases level 20", "None level 8", "None level 40"],
        ),
        ("Sáng nay 1.8, Công an tỉnh tổ chức hội nghị.", []),
        (
            "Phấn đấu đến năm 2025 không còn hộ nghèo (trừ các đối tượng khác), 97% người dân tham gia BHYT.",
            ["health_insurance_coverage_rate level 97"],
        ),
        (
            "Cả nước ghi nhận 402 trường hợp mắc sốt xuất huyết, không có ca tử vong, giảm 21% so với tuần trước.",
            ["infectious_disease_cases level 402", "infectious_disease_cases change -21"],
        ),
    ],
)
def test_what_is_added_up_cleared_or_none(text: str, rows: list[str]) -> None:
    found = read(text, province="49", published=date(2020, 8, 1))
    assert [f"{one.indicator} {one.measure} {one.value:g}" for one in found] == rows


def test_counted_since_the_start_of_a_year() -> None:
    text = "Tích lũy từ đầu năm 2014, cả nước ghi nhận 22.683 trường hợp mắc tay chân miệng."
    found = read(text, province="79", published=date(2014, 6, 24))
    assert [one.period for one in found] == [("2014-01-01", "2014-06-24")]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Năm 2017, trao Huy hiệu 40, 30 năm tuổi Đảng cho 19 đồng chí.", ["None level 19"]),
        (
            "Năm 2017, có 7.259 doanh nghiệp thành lập mới, tăng 435 doanh nghiệp so với cùng kỳ, trong đó 5.422 "
            "doanh nghiệp nhỏ.",
            ["new_enterprises level 7259", "new_enterprises change_abs 435", "new_enterprises level 5422"],
        ),
        (
            "Năm 2017, mở lớp bồi dưỡng lý luận chính trị cho 90 đảng viên mới; kết nạp 30 đảng viên mới.",
            ["None level 90", "party_members_admitted level 30"],
        ),
    ],
)
def test_badges_courses_and_parts_of_the_whole(text: str, rows: list[str]) -> None:
    found = read(text, province="49", published=date(2018, 2, 1))
    assert [f"{one.indicator} {one.measure} {one.value:g}" for one in found] == rows
