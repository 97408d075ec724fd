"""Stories on society and administration: schools, order, water, work, procedures, party discipline, policy loans, forests."""

# ruff: noqa: E501 - prose is kept in whole lines

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from demo.draft import SAME, YEAR_BEFORE, YEAR_END, Draft, digits
from demo.economy import percent_change, round_half_up, stable_rng
from demo.figures import Subject, Teller, capital
from demo.periods import Period
from demo.stories.names import full_name
from demo.stories.sectors import jobs
from demo.stories.topics import begin, end

POWER = Subject(
    "power_sales", "electricity_sales", ("sản lượng điện thương phẩm", "điện thương phẩm"), noun="triệu kWh", unit="kwh"
)
HILLS = ("25", "52")
"""Provinces with forests worth reporting."""


def education(draft: Draft) -> None:
    """Schools, pupils of the school year, schools of national standard, graduation."""
    day, rng = draft.published, draft.rng
    began = day.year if day.month >= 9 else day.year - 1
    school_year: tuple[str, str] = (f"{began}-01-01", f"{began + 1}-12-31")
    draft.section = "giao-duc"
    draft.title = draft.one_of(
        f"Ngành Giáo dục triển khai nhiệm vụ năm học {began} - {began + 1}",
        f"Năm học {began} - {began + 1}: Nâng cao chất lượng giáo dục toàn diện",
        f"{draft.province.name}: Quy mô trường lớp năm học {began} - {began + 1}",
    )
    draft.para(
        f"{draft.house.dateline}Ngành Giáo dục tỉnh vừa đánh giá tình hình năm học {began} - {began + 1} và bàn nhiệm vụ thời gian tới."
    )
    pupils = draft.province.people // 5 + rng.randint(-9_000, 9_000)
    more = rng.randint(300, 6_000)
    total = draft.fact(digits(pupils), "pupils_total", "level", pupils, "person", school_year)
    gain = draft.fact(digits(more), "pupils_total", "change_abs", more, "person", school_year, base=YEAR_BEFORE)
    draft.para(
        f"Năm học {began} - {began + 1}, toàn tỉnh có {total} học sinh, tăng {gain} học sinh so với năm học trước."
    )
    schools = draft.province.communes * 3
    good = round(schools * min(0.55 + (day.year - 2021) * 0.05, 0.92)) + rng.randint(-9, 9)
    reached = draft.fact(
        str(good), "national_standard_schools", "level", good, "school", (None, day.date().isoformat())
    )
    draft.para(f"Đến nay, toàn tỉnh có {reached}/{schools} trường đạt chuẩn quốc gia.")
    if day.month >= 8 or len(draft.province.units) == 1:
        exam = day.year if day.month >= 8 else day.year - 1
        rate = Decimal(stable_rng(draft.economy.seed, draft.province.code, "exam", exam).randint(9_790, 9_995)) / 100
        passed = draft.fact(
            digits(rate), "upper_secondary_graduation_rate", "level", rate, "PERCENT", Period(exam, 1, 12)
        )
        draft.para(f"Kỳ thi tốt nghiệp THPT năm {exam}, tỷ lệ tốt nghiệp THPT của tỉnh đạt {passed}%.")
    end(draft)


def order(draft: Draft) -> None:
    """Crimes, their clearance, drug cases and fires of the period."""
    tell = begin(
        draft,
        (
            "Giữ vững an ninh trật tự {period}",
            "Công an tỉnh: Kết quả công tác {period}",
            "Bảo đảm an ninh, trật tự {period}",
        ),
        "{Period}, lực lượng Công an tỉnh chủ động nắm tình hình, đấu tranh trấn áp các loại tội phạm, giữ vững bình yên địa bàn.",
        "xa-hoi",
    )
    period = tell.period
    crimes, before = tell.total("crime"), tell.total("crime", period.year_before())
    base = YEAR_BEFORE if period.is_year else SAME
    level = draft.fact(digits(crimes), "criminal_cases", "level", crimes, "case", period)
    text = f"Toàn tỉnh xảy ra {level} vụ phạm pháp hình sự"
    if crimes != before:
        moved = draft.fact(
            digits(abs(crimes - before)), "criminal_cases", "change_abs", crimes - before, "case", period, base=base
        )
        like = "so với năm trước" if period.is_year else "so với cùng kỳ"
        text += f", {'tăng' if crimes > before else 'giảm'} {moved} vụ {like}"
    cleared = Decimal(draft.rng.randint(830, 970)) / 10
    rate = draft.fact(digits(cleared), "crime_clearance_rate", "level", cleared, "PERCENT", period)
    text += f"; tỷ lệ điều tra, khám phá án đạt {rate}%. "
    fires = tell.total("fires")
    burnt = draft.fact(f"{fires:02d}", "fires", "level", fires, "case", period)
    draft.para(f"{text}Trên địa bàn xảy ra {burnt} vụ cháy, không có thiệt hại về người.")
    end(draft)


def clean_water(draft: Draft) -> None:
    """Shares of people with clean water and of household waste collected, at the end of a year."""
    year = draft.published.year - 1
    if len(draft.province.units) > 1 and year < 2025:
        order(draft)  # rates of that year belong to the units before the merger
        return
    whole, economy, province = Period(year, 1, 12), draft.economy, draft.province
    draft.section = "xa-hoi"
    draft.title = draft.one_of(
        "Nước sạch về làng", f"Bảo vệ môi trường nông thôn: Kết quả năm {year}", "Thu gom, xử lý rác thải sinh hoạt"
    )
    draft.para(
        f"{draft.house.dateline}Năm {year}, công tác cấp nước sạch, thu gom và xử lý chất thải của tỉnh có nhiều tiến bộ."
    )
    water = economy.rate(province, "water", year, 78, 1.9, 1)
    waste = economy.rate(province, "waste", year, 84, 0.9, 1)
    drunk = draft.fact(digits(water), "rural_clean_water_rate", "level", water, "PERCENT", whole)
    draft.para(f"Năm {year}, tỷ lệ dân cư nông thôn sử dụng nước sạch đạt quy chuẩn đạt {drunk}%.")
    kept = draft.fact(digits(waste), "solid_waste_collection_rate", "level", waste, "PERCENT", whole)
    draft.para(f"Tỷ lệ chất thải rắn sinh hoạt được thu gom, xử lý năm {year} đạt {kept}%.")
    end(draft)


def procedures(draft: Draft) -> None:
    """Files taken online and settled in time."""
    tell = begin(
        draft,
        (
            "Cải cách thủ tục hành chính {period}",
            "Dịch vụ công trực tuyến {period}",
            "{name}: Lấy người dân làm trung tâm phục vụ",
        ),
        "{Period}, các cơ quan hành chính trong tỉnh đẩy mạnh số hóa, rút ngắn thời gian giải quyết hồ sơ.",
        "chinh-tri",
    )
    online, in_time = Decimal(draft.rng.randint(520, 980)) / 10, Decimal(draft.rng.randint(962, 998)) / 10
    first = draft.fact(digits(online), "online_application_rate", "level", online, "PERCENT", tell.period)
    second = draft.fact(digits(in_time), "on_time_processing_rate", "level", in_time, "PERCENT", tell.period)
    draft.para(
        f"{capital(tell.period.name())}, tỷ lệ hồ sơ trực tuyến đạt {first}%; tỷ lệ hồ sơ giải quyết đúng hạn đạt {second}%."
    )
    end(draft)


def discipline(draft: Draft) -> None:
    """A session of the party's inspection commission: members punished, by form, which sum to all."""
    tell = begin(
        draft,
        (
            "Công tác kiểm tra, giám sát của Đảng {period}",
            "Ủy ban Kiểm tra các cấp: Kết quả {period}",
            "Siết chặt kỷ luật, kỷ cương trong Đảng",
        ),
        "{Period}, cấp ủy, ủy ban kiểm tra các cấp trong tỉnh thực hiện nghiêm chương trình kiểm tra, giám sát theo Quy định số 22-QĐ/TW.",
        "chinh-tri",
    )
    rng, period = draft.rng, tell.period
    counts = [rng.randint(30, 120), rng.randint(8, 29), rng.randint(1, 5), rng.randint(2, 9)]
    forms = ("khiển trách", "cảnh cáo", "cách chức", "khai trừ")
    whole = draft.fact(str(sum(counts)), "party_members_disciplined", "level", sum(counts), "person", period)
    parts = [
        f"{form} {draft.fact(str(number), 'party_members_disciplined', 'level', number, 'person', period, breakdown=form)}"
        for form, number in zip(forms, counts, strict=True)
    ]
    draft.para(
        f"Cấp ủy và ủy ban kiểm tra các cấp đã thi hành kỷ luật {whole} đảng viên, trong đó {', '.join(parts)} đồng chí."
    )
    inspector = full_name(draft.province.code, "chief inspector")
    draft.people.append((inspector, ("Chủ nhiệm Ủy ban Kiểm tra Tỉnh ủy",)))
    draft.para(
        f"Đồng chí {inspector}, Chủ nhiệm UBKT Tỉnh ủy yêu cầu nâng cao chất lượng tự kiểm tra, phát hiện vi phạm từ sớm, từ xa."
    )
    end(draft)


def policy_loans(draft: Draft) -> None:
    """Loans of the policy bank: what is owed now, and how it grew since the year's beginning."""
    tell = begin(
        draft,
        (
            "Vốn tín dụng chính sách tiếp sức người nghèo",
            "Tín dụng chính sách xã hội {period}",
            "Điểm tựa của hộ nghèo",
        ),
        "{Period}, Chi nhánh Ngân hàng Chính sách xã hội tỉnh đã chuyển tải kịp thời nguồn vốn ưu đãi đến các đối tượng thụ hưởng.",
        "xa-hoi",
    )
    owed = tell.stock(
        "policy_credit",
        "policy_credit_outstanding",
        "tổng dư nợ tín dụng chính sách xã hội",
        "",
        "VND",
        against=YEAR_END,
        money=True,
    )
    end_day = tell.period.end
    draft.para(f"Đến ngày {end_day.day}/{end_day.month}/{end_day.year}, {owed}.")
    end(draft)


def labour(draft: Draft) -> None:
    """Training and unemployment at the end of a year, and people placed in work in it."""
    year = draft.published.year - 1
    if len(draft.province.units) > 1 and year < 2025:
        procedures(draft)
        return
    whole, economy, province = Period(year, 1, 12), draft.economy, draft.province
    draft.section = "xa-hoi"
    draft.title = draft.one_of(
        f"Thị trường lao động năm {year}", "Đào tạo nghề gắn với giải quyết việc làm", f"Lao động, việc làm năm {year}"
    )
    draft.para(
        f"{draft.house.dateline}Năm {year}, công tác đào tạo nghề, giải quyết việc làm của tỉnh đạt nhiều kết quả."
    )
    draft.para(jobs(Teller(draft, whole)))
    trained = economy.rate(province, "trained", year, 68, 1.4, 1)
    papers = economy.rate(province, "papers", year, 26, 1.1, 1)
    idle = economy.rate(province, "idle", year, 2.6, -0.07)
    first = draft.fact(digits(trained), "trained_worker_share", "level", trained, "PERCENT", whole)
    second = draft.fact(digits(papers), "certified_trained_worker_share", "level", papers, "PERCENT", whole)
    third = draft.fact(
        digits(idle), "unemployment_rate", "level", idle, "PERCENT", whole, breakdown="khu vực thành thị"
    )
    draft.para(
        f"Tỷ lệ lao động qua đào tạo năm {year} đạt {first}%, trong đó có bằng cấp, chứng chỉ {second}%. Tỷ lệ thất nghiệp khu vực thành thị {third}%."
    )
    end(draft)


def power(draft: Draft) -> None:
    tell = begin(
        draft,
        ("Bảo đảm cung ứng điện {period}", "Ngành Điện {name}: Kết quả {period}", "Tiêu thụ điện {period} tăng"),
        "{Period}, ngành Điện tỉnh bảo đảm cung cấp điện ổn định cho sản xuất, kinh doanh và sinh hoạt của Nhân dân.",
    )
    tenths = tell.total("power_sales")
    millions = Decimal(tenths) / 10
    level = draft.fact(digits(millions), POWER.indicator, "level", millions * 10**6, "kwh", tell.period)
    change = percent_change(tenths, tell.total("power_sales", tell.period.year_before()), 1)
    text = f"{capital(tell.name(POWER))} đạt {level} triệu kWh"
    if change:
        words, base = tell.base(silent=False)
        text += f", {tell.percent(change, POWER.indicator, base)}{words}"
    draft.para(f"{text}.")
    end(draft)


def forests(draft: Draft) -> None:
    """Forest newly planted and the share of land under forest, in the provinces that have hills."""
    if draft.province.code not in HILLS:
        power(draft)
        return
    tell = begin(
        draft,
        (
            "Phát triển kinh tế rừng {period}",
            "Trồng rừng {period}: Xanh thêm những triền đồi",
            "Lâm nghiệp {name} {period}",
        ),
        "{Period}, các địa phương trong tỉnh tranh thủ thời tiết thuận lợi, đẩy nhanh tiến độ trồng và chăm sóc rừng.",
    )
    planted = tell.total("forest_planted")
    share = round_half_up(
        Decimal(planted) * 100 / draft.economy.plan(draft.province, "forest_planted", tell.period.year), 1
    )
    level = draft.fact(digits(planted), "new_planted_forest_area", "level", planted, "hectare", tell.period)
    ratio = draft.fact(
        digits(share), "new_planted_forest_area", "plan_ratio", share, "PERCENT", tell.period, base="plan"
    )
    cover = draft.economy.rate(draft.province, "forest", tell.period.year, 42.5, 0.1, 1)
    kept = draft.fact(digits(cover), "forest_cover_rate", "level", cover, "PERCENT", tell.period.as_of())
    draft.para(
        f"Toàn tỉnh trồng được {level} ha rừng tập trung, đạt {ratio}% kế hoạch; tỷ lệ che phủ rừng duy trì {kept}%."
    )
    end(draft)


SOCIETY: tuple[Callable[[Draft], None], ...] = (
    education, order, clean_water, procedures, discipline, policy_loans, labour, power, forests,
)  # fmt: skip
