"""Stories on one field each: budget, trade, tourism, investment, prices, farming, poverty, health, traffic, the countryside."""

# ruff: noqa: E501 - prose is kept in whole lines

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from demo.draft import SAME, YEAR_BEFORE, YEAR_END, Draft, count, digits
from demo.economy import percent_change, round_half_up, stable_rng
from demo.figures import (
    DOMESTIC,
    EXPORTS,
    FREIGHT,
    IMPORTS,
    LAND,
    LODGING,
    OUTPUT,
    PASSENGERS,
    RECURRENT,
    RETAIL,
    RETAIL_GOODS,
    REVENUE,
    TRADE,
    TRADE_TAX,
    TRANSPORT,
    Teller,
    capital,
)
from demo.periods import Period
from demo.stories.names import full_name, honorific, sign
from demo.stories.reviews import budget_paragraph, covered, prices, visitors
from demo.stories.sectors import (
    against_the_country,
    disbursement,
    districts,
    enterprises,
    fish,
    gold_and_dollar,
    herd,
    jobs,
    products,
    projects,
    traffic,
)

REMARKS = (
    "Để đạt kết quả trên, ngành chức năng đã phối hợp chặt chẽ với các địa phương, kịp thời tháo gỡ khó khăn từ cơ sở.",
    "Thời gian tới, đơn vị tiếp tục rà soát, nắm chắc tình hình, đề ra giải pháp sát thực tế.",
    "Tuy nhiên, theo đánh giá của ngành chuyên môn, vẫn còn không ít thách thức cần sự chung tay của cả hệ thống chính trị.",
    "Đại diện cơ quan chuyên môn cho biết sẽ tiếp tục đổi mới cách làm, lấy sự hài lòng của người dân làm thước đo.",
    "Kết quả này tạo động lực để các cấp, các ngành phấn đấu hoàn thành nhiệm vụ trong những tháng tới.",
)


def begin(draft: Draft, headlines: tuple[str, ...], lead: str, section: str = "kinh-te") -> Teller:
    """Title and lead that set the period, and the teller for the rest."""
    period = covered(draft)
    words = period.name(draft.rng.randrange(3))
    draft.section = section
    fields = {"period": words, "Period": capital(words), "name": draft.province.name}
    draft.title = capital(draft.one_of(*headlines).format(**fields))
    draft.para(draft.house.dateline + lead.format(**fields))
    return Teller(draft, period)


OFFICES = (
    "Giám đốc Sở Tài chính", "Phó Giám đốc Sở Công Thương", "Giám đốc Sở Nông nghiệp và Môi trường", "Phó Giám đốc Sở Nội vụ",
    "Trưởng Ban Quản lý các khu công nghiệp tỉnh", "Phó Giám đốc Sở Y tế", "Chủ tịch Hội Nông dân tỉnh", "Phó Giám đốc Sở Xây dựng",
)  # fmt: skip
SAYINGS = (
    "kết quả đạt được là rất đáng khích lệ, song chưa thể chủ quan",
    "ngành sẽ tập trung tháo gỡ từng điểm nghẽn, nhất là về thủ tục và mặt bằng",
    "điều quan trọng là giữ được niềm tin của người dân, doanh nghiệp",
    "đơn vị đã giao chỉ tiêu cụ thể đến từng phòng, ban và kiểm tra hằng tuần",
    "kinh nghiệm rút ra là phải bám cơ sở, nói đi đôi với làm",
    "những tháng tới còn nhiều việc phải làm để hoàn thành mục tiêu đề ra",
    "công tác phối hợp giữa các cấp, các ngành đã nhịp nhàng hơn trước",
)


def end(draft: Draft) -> None:
    """An official's words in most stories, a general remark, the signature."""
    if draft.chance(0.7):
        name, office = full_name("official", draft.rng.random()), draft.one_of(*OFFICES)
        draft.people.append((name, (office,)))
        verb = draft.one_of("cho biết", "khẳng định", "chia sẻ", "nhấn mạnh")
        draft.para(f"{draft.one_of(honorific(name), 'Đồng chí')} {name}, {office} {verb}, {draft.one_of(*SAYINGS)}.")
    draft.para(draft.one_of(*REMARKS))
    sign(draft)


def budget(draft: Draft) -> None:
    tell = begin(
        draft,
        ("Thu ngân sách {period}: Nỗ lực từ những ngày đầu", "{name}: Kết quả thu ngân sách {period}",
         "Quyết liệt các giải pháp thu ngân sách"),
        "{Period}, ngành Thuế và các địa phương đã triển khai đồng bộ nhiều giải pháp khai thác nguồn thu, chống thất thu.",
    )  # fmt: skip
    draft.para(budget_paragraph(tell))
    draft.para(
        f"{capital(tell.clause(DOMESTIC, plan=True))}. {capital(tell.clause(LAND, estimated=False))}. "
        f"{capital(tell.clause(TRADE_TAX, estimated=False))}. {capital(tell.clause(RECURRENT, estimated=False))}."
    )
    if draft.province.districts and draft.chance(0.6):
        draft.para(districts(tell))
    if not tell.period.is_year:
        target = draft.economy.plan(draft.province, "budget_revenue", tell.period.year)
        billions = Decimal(target) / 10
        year = Period(tell.period.year, 1, 12)
        marked = draft.fact(digits(billions), REVENUE.indicator, "level", billions * 10**9, "VND", year, status="F")
        draft.para(
            f"Năm {year.year}, tỉnh được giao dự toán thu ngân sách nhà nước trên địa bàn {marked} {draft.house.billion} đồng; ngành Thuế phấn đấu "
            "hoàn thành nhiệm vụ ở mức cao nhất."
        )
    end(draft)


def trade(draft: Draft) -> None:
    tell = begin(
        draft,
        (
            "Xuất khẩu {period} giữ đà tăng trưởng",
            "Hoạt động xuất nhập khẩu {period}",
            "{name}: Mở rộng thị trường xuất khẩu",
        ),
        "Nhờ chủ động tìm kiếm đơn hàng, hoạt động xuất, nhập khẩu {period} của các doanh nghiệp trên địa bàn tỉnh có nhiều chuyển biến.",
    )
    rise = tell.change("exports", places=0)
    if rise > 5 and draft.chance(0.4):
        draft.title = f"{draft.province.name}: Xuất khẩu {tell.period.name()} tăng gần {digits(rise + 1)}%"
    if tell.period.last > 1 and draft.chance(0.5):
        draft.para(f"{tell.month_and_sum(EXPORTS, tell.period.last)}. {tell.sentence(IMPORTS)}.")
    else:
        draft.para(f"{capital(tell.clause(EXPORTS))}; {tell.clause(IMPORTS)}.")
    draft.para(f"{capital(tell.clause(TRADE, estimated=False))}. {market_shares(tell)}{surplus(tell)}")
    end(draft)


def market_shares(tell: Teller) -> str:
    """Shares of the main markets in exports."""
    draft = tell.draft
    first, second = sorted((draft.rng.randint(180, 380), draft.rng.randint(80, 170)), reverse=True)
    items = []
    for tenths, market in (
        (first, draft.one_of("Hoa Kỳ", "Trung Quốc")),
        (second, draft.one_of("Nhật Bản", "Hàn Quốc", "EU")),
    ):
        share = Decimal(tenths) / 10
        marked = draft.fact(
            digits(share), "merchandise_exports", "share", share, "PERCENT", tell.period, breakdown=market
        )
        items.append(f"thị trường {market} chiếm {marked}%")
    return f"Trong tổng kim ngạch xuất khẩu, {items[0]}, {items[1]}."


def surplus(tell: Teller) -> str:
    """What exports exceed imports by."""
    draft = tell.draft
    millions = Decimal(tell.total("exports") - tell.total("imports")) / 10
    if millions <= 0 or draft.chance(0.5):
        return ""
    marked = draft.fact(digits(millions), "trade_balance", "level", millions * 10**6, "USD", tell.period)
    return f" Tính chung, tỉnh xuất siêu {marked} triệu USD."


def tourism(draft: Draft) -> None:
    tell = begin(
        draft,
        ("Du lịch {period}: Tín hiệu khởi sắc", "{name} đón lượng lớn du khách {period}", "Du lịch {name} {period}"),
        "{Period}, ngành Du lịch tỉnh tổ chức nhiều sự kiện kích cầu, làm mới sản phẩm du lịch tâm linh, sinh thái và làng nghề.",
        "du-lich",
    )
    draft.para(visitors(tell))
    if draft.chance(0.6):
        draft.para(f"{tell.sentence(LODGING)}.")
    if draft.chance(0.5) and not (tell.merged and tell.period.year == 2025) and tell.period.last >= 5:
        draft.para(holiday(tell))
    draft.picture("Du khách tham quan khu du lịch sinh thái.", full_name("camera", draft.rng.random()))
    end(draft)


def holiday(tell: Teller) -> str:
    """Guests and takings of the days off around 30 April and 1 May, a period of its own inside the longer one."""
    draft, year = tell.draft, tell.period.year
    days: tuple[str, str] = (f"{year}-04-27", f"{year}-05-01")
    guests, billions = draft.rng.randint(60, 420) * 1_000, draft.rng.randint(40, 390)
    came = draft.fact(
        digits(guests), "visitor_arrivals", "level", guests, "visitor", days, breakdown="kỳ nghỉ lễ 30/4 và 1/5"
    )
    spent = draft.fact(
        digits(billions), "tourism_revenue", "level", billions * 10**9, "VND", days, breakdown="kỳ nghỉ lễ 30/4 và 1/5"
    )
    return (
        f"Riêng kỳ nghỉ lễ 30/4 và 1/5 (từ ngày 27/4 đến ngày 1/5/{year}), toàn tỉnh đón {came} lượt khách, tổng thu từ du lịch đạt "
        f"{spent} {draft.house.billion} đồng."
    )


def investment(draft: Draft) -> None:
    tell = begin(
        draft,
        (
            "Thu hút đầu tư {period}: Chọn lọc, chất lượng",
            "{name}: Dòng vốn đầu tư {period}",
            "Điểm đến của nhà đầu tư",
        ),
        "Môi trường đầu tư tiếp tục được cải thiện, kết quả thu hút đầu tư {period} của tỉnh đạt khá.",
    )
    draft.para(projects(tell))
    draft.para(active_projects(tell))
    draft.para(enterprises(tell))
    end(draft)


def active_projects(tell: Teller) -> str:
    """Foreign projects in force with their capital, as of the period's end."""
    draft, period = tell.draft, tell.period
    number = draft.economy.stock(draft.province, "fdi_active", period)
    millions = Decimal(draft.economy.stock(draft.province, "fdi_active_capital", period)) / 10
    day = f"{period.end.day}/{period.end.month}/{period.year}"
    level = draft.fact(digits(number), "fdi_active_projects", "level", number, "project", period.as_of())
    money = draft.fact(digits(millions), "fdi_active_capital", "level", millions * 10**6, "USD", period.as_of())
    return f"Lũy kế đến ngày {day}, trên địa bàn tỉnh có {level} dự án FDI còn hiệu lực với tổng vốn đăng ký {money} triệu USD."


def public_investment(draft: Draft) -> None:
    tell = begin(
        draft,
        (
            "Đẩy nhanh giải ngân vốn đầu tư công",
            "Giải ngân vốn đầu tư công {period}",
            "Gỡ nút thắt giải ngân vốn đầu tư công",
        ),
        "Xác định giải ngân vốn đầu tư công là nhiệm vụ trọng tâm, {period}, các chủ đầu tư đã tập trung tháo gỡ khó khăn về mặt bằng, vật liệu.",
    )
    draft.para(against_the_country(tell) if draft.chance(0.5) else disbursement(tell))
    year = tell.period.year
    planned = Decimal(draft.economy.plan(draft.province, "disbursement", year)) / 10
    marked = draft.fact(
        digits(planned), "public_investment_plan", "level", planned * 10**9, "VND", Period(year, 1, 12), status="F"
    )
    draft.para(f"Năm {year}, tổng kế hoạch vốn đầu tư công của tỉnh là {marked} {draft.house.billion} đồng.")
    end(draft)


def consumer_prices(draft: Draft) -> None:
    tell = begin_prices(draft)
    draft.para(prices(tell))
    draft.para(price_groups(tell))
    if draft.chance(0.5):
        draft.para(gold_and_dollar(tell))
    end(draft)


def begin_prices(draft: Draft) -> Teller:
    period = covered(draft)
    tell = Teller(draft, period)
    draft.title = draft.one_of(
        f"Chỉ số giá tiêu dùng tháng {period.last}/{period.year}",
        f"CPI tháng {period.last} năm {period.year}: Những yếu tố tác động",
        f"Thị trường giá cả tháng {period.last}-{period.year}",
    )
    draft.para(
        f"{draft.house.dateline}Theo cơ quan Thống kê tỉnh, thị trường hàng hóa tháng {period.last}/{period.year} trên địa bàn cơ bản ổn định, "
        "nguồn cung dồi dào."
    )
    return tell


def price_groups(tell: Teller) -> str:
    """Groups of goods against the month before."""
    draft, period = tell.draft, tell.period
    when = Period(period.year, period.last, period.last)
    groups = [
        "hàng ăn và dịch vụ ăn uống",
        "giao thông",
        "đồ uống và thuốc lá",
        "may mặc, mũ nón, giày dép",
        "giáo dục",
    ]
    draft.rng.shuffle(groups)
    items = []
    for group in groups[:3]:
        chain = draft.economy.prices(draft.province, group)
        change = percent_change(chain[when.indices.stop], chain[when.indices.stop - 1], 2)
        if change:
            items.append(f"nhóm {group} {tell.percent(change, 'cpi', 'previous_month', breakdown=group, period=when)}")
    if not items:
        return "Các nhóm hàng nhìn chung giữ giá."
    return f"So với tháng trước, {'; '.join(items)}."


def crops(draft: Draft) -> None:
    """The spring or the autumn rice crop: area, yield, output, which multiply up."""
    day = draft.published
    year = day.year if day.month >= 6 else day.year - 1
    spring = day.month in (6, 7, 8, 1, 2)
    season = "vụ xuân" if spring else "vụ mùa"
    draft.section = "kinh-te"
    draft.title = draft.one_of(
        f"{capital(season)} {year} được mùa",
        f"Tổng kết sản xuất {season} năm {year}",
        f"{draft.province.name}: Thắng lợi {season} {year}",
    )
    draft.para(
        f"{draft.house.dateline}Ngành Nông nghiệp tỉnh vừa tổ chức hội nghị tổng kết sản xuất {season} năm {year}, bàn giải pháp cho vụ tiếp theo."
    )
    whole = Period(year, 1, 12)
    rng = stable_rng(draft.economy.seed, draft.province.code, season, year)
    area = round(draft.province.people * rng.uniform(0.034, 0.042))
    yields = Decimal(rng.randint(580, 720)) / 10
    tonnes = int(area * yields / 10)
    planned = round_half_up(Decimal(area) * 100 / (round(area * rng.uniform(0.98, 1.02) / 100) * 100), 1)
    hectares = draft.fact(digits(area), "paddy_planted_area", "level", area, "hectare", whole, breakdown=season)
    ratio = draft.fact(
        digits(planned), "paddy_planted_area", "plan_ratio", planned, "PERCENT", whole, base="plan", breakdown=season
    )
    per_hectare = draft.fact(
        digits(yields), "paddy_yield", "level", yields, "quintal_per_hectare", whole, breakdown=season
    )
    gain = Decimal(rng.randint(2, 19)) / 10
    more = draft.fact(
        digits(gain), "paddy_yield", "change_abs", gain, "quintal_per_hectare", whole, base=SAME, breakdown=season
    )
    output = draft.fact(digits(tonnes), "paddy_production", "level", tonnes, "tonne", whole, breakdown=season)
    draft.para(
        f"{capital(season)} năm {year}, toàn tỉnh gieo cấy được {hectares} ha lúa, đạt {ratio}% kế hoạch; năng suất bình quân đạt {per_hectare} "
        f"tạ/ha, tăng {more} tạ/ha so với cùng vụ năm trước; sản lượng đạt {output} tấn."
    )
    draft.picture(f"Thu hoạch lúa {season} bằng máy gặt đập liên hợp.", full_name("camera", rng.random()))
    end(draft)


def livestock(draft: Draft) -> None:
    tell = begin(
        draft,
        (
            "Chăn nuôi, thủy sản {period} phát triển ổn định",
            "Ngành chăn nuôi {period}",
            "{name}: Phát triển chăn nuôi, thủy sản",
        ),
        "{Period}, dịch bệnh trên đàn vật nuôi cơ bản được kiểm soát, người chăn nuôi yên tâm tái đàn.",
    )
    herds = [
        herd(tell, "pigs", "pig_herd", f"đàn {draft.house.pig}"), herd(tell, "cattle", "cattle_herd", "đàn bò"),
        herd(tell, "buffalo", "buffalo_herd", "đàn trâu"), herd(tell, "poultry", "poultry_flock", "đàn gia cầm"),
    ]  # fmt: skip
    draft.para(f"{'; '.join(capital(item) if place == 0 else item for place, item in enumerate(herds))}.")
    draft.para(fish(tell))
    end(draft)


def poverty(draft: Draft) -> None:
    """Poor households, income per head and insurance at the end of a year."""
    year = draft.published.year - 1
    merged = len(draft.province.units) > 1
    if merged and year < 2025:
        countryside(draft)  # figures of that year belong to the units before the merger
        return
    whole = Period(year, 1, 12)
    draft.section = "xa-hoi"
    draft.title = draft.one_of(
        f"An sinh xã hội năm {year}: Không để ai bị bỏ lại phía sau",
        f"{draft.province.name}: Kết quả giảm nghèo năm {year}",
    )
    draft.para(
        f"{draft.house.dateline}Năm {year}, công tác giảm nghèo, bảo đảm an sinh xã hội của tỉnh đạt nhiều kết quả quan trọng."
    )
    rate = draft.economy.rate(draft.province, "poverty", year, 3.4, -0.3)
    before = draft.economy.rate(draft.province, "poverty", year - 1, 3.4, -0.3)
    level = draft.fact(digits(rate), "poor_household_rate", "level", rate, "PERCENT", whole)
    text = f"Năm {year}, tỷ lệ hộ nghèo toàn tỉnh còn {level}%"
    if before > rate and not (merged and year == 2025):
        fall = before - rate
        marked = draft.fact(
            digits(fall), "poor_household_rate", "change_abs", -fall, "PERCENTAGE_POINT", whole, base=YEAR_BEFORE
        )
        text += f", giảm {marked} điểm phần trăm so với năm {year - 1}"
    if draft.chance(0.4) and not merged and year > 2020:
        earlier = Period(year - 2, 1, 12)
        old = draft.economy.rate(draft.province, "poverty", year - 2, 3.4, -0.3)
        marked = draft.fact(digits(old), "poor_household_rate", "level", old, "PERCENT", earlier)
        level = draft.fact(digits(rate), "poor_household_rate", "level", rate, "PERCENT", whole)
        text = f"Tỷ lệ hộ nghèo toàn tỉnh giảm từ {marked}% năm {earlier.year} xuống còn {level}% năm {year}"
    income = draft.economy.rate(draft.province, "income", year, 46, 5.2, 1)
    money = draft.fact(digits(income), "income_per_capita", "level", income * 10**6, "vnd_per_person", whole)
    draft.para(f"{text}; thu nhập bình quân đầu người đạt {money} triệu đồng/người/năm.")
    draft.para(jobs(Teller(draft, whole)))
    draft.para(insured(draft, whole))
    end(draft)


def insured(draft: Draft, whole: Period) -> str:
    """People in the health and social insurance schemes and the share of the population covered."""
    cover = draft.economy.rate(draft.province, "cover", whole.year, 90.2, 0.5, 1)
    rate = draft.fact(digits(cover), "health_insurance_coverage_rate", "level", cover, "PERCENT", whole)
    people = draft.economy.stock(draft.province, "social_insured", whole)
    free = draft.economy.stock(draft.province, "voluntary_insured", whole)
    must = draft.fact(
        digits(people), "social_insurance_members", "level", people, "person", whole.as_of(), breakdown="BHXH bắt buộc"
    )
    own = draft.fact(
        digits(free), "social_insurance_members", "level", free, "person", whole.as_of(), breakdown="BHXH tự nguyện"
    )
    return (
        f"Tỷ lệ bao phủ bảo hiểm y tế năm {whole.year} đạt {rate}% dân số. Đến hết năm {whole.year}, toàn tỉnh có {must} người tham gia BHXH "
        f"bắt buộc, {own} người tham gia BHXH tự nguyện."
    )


def health(draft: Draft) -> None:
    tell = begin(
        draft,
        (
            "Chủ động phòng, chống dịch bệnh",
            "Tình hình dịch bệnh {period}",
            "Ngành Y tế {name}: Kiểm soát tốt dịch bệnh",
        ),
        "{Period}, ngành Y tế tỉnh tăng cường giám sát, phát hiện sớm và xử lý kịp thời các ổ dịch.",
        "y-te",
    )
    if tell.draft.published.year == 2021:
        draft.para(epidemic(draft))
    base = YEAR_BEFORE if tell.period.is_year else SAME
    like = "so với năm trước" if tell.period.is_year else "so với cùng kỳ"
    now, before = tell.total("dengue"), tell.total("dengue", tell.period.year_before())
    level = draft.fact(
        digits(now), "infectious_disease_cases", "level", now, "case", tell.period, breakdown="sốt xuất huyết"
    )
    text = f"{capital(tell.period.name())}, toàn tỉnh ghi nhận {level} ca mắc sốt xuất huyết"
    if now != before:
        marked = draft.fact(
            digits(abs(now - before)), "infectious_disease_cases", "change_abs", now - before, "case", tell.period, base=base,
            breakdown="sốt xuất huyết",
        )  # fmt: skip
        text += f", {'tăng' if now > before else 'giảm'} {marked} ca {like}"
    measles = tell.total("measles")
    other = draft.fact(
        digits(measles), "infectious_disease_cases", "level", measles, "case", tell.period, breakdown="sởi"
    )
    draft.para(f"{text}; {other} ca mắc sởi; không có ca tử vong.")
    if draft.chance(0.5):
        draft.para(health_capacity(tell))
    end(draft)


def epidemic(draft: Draft) -> str:
    """Cases of the first days of the month up to the day before, and vaccine doses given so far."""
    day = draft.published.date() - timedelta(days=1)
    cases, doses = draft.rng.randint(12, 390), draft.rng.randint(60_000, 900_000)
    span: tuple[str, str] = (day.replace(day=1).isoformat(), day.isoformat())
    until = f"{day.day}/{day.month}/{day.year}"
    ill = draft.fact(str(cases), "infectious_disease_cases", "level", cases, "case", span, breakdown="COVID-19")
    given = draft.fact(
        digits(doses),
        "vaccine_doses_administered",
        "level",
        doses,
        "dose",
        (None, day.isoformat()),
        breakdown="COVID-19",
    )
    return (
        f"Từ ngày 1/{day.month} đến ngày {until}, toàn tỉnh ghi nhận {ill} ca mắc COVID-19. Tính đến hết ngày {until}, toàn tỉnh đã tiêm "
        f"{given} liều vắc xin phòng COVID-19."
    )


def health_capacity(tell: Teller) -> str:
    """Beds and doctors for ten thousand people at the end of the year before."""
    draft = tell.draft
    year = tell.period.year if tell.period.is_year else tell.period.year - 1
    if tell.merged and year < 2025:
        return "Các cơ sở khám, chữa bệnh tiếp tục nâng cao chất lượng phục vụ người bệnh."
    whole = Period(year, 1, 12)
    beds = draft.economy.rate(draft.province, "beds", year, 27, 0.5, 1)
    doctors = draft.economy.rate(draft.province, "doctors", year, 8.2, 0.3, 1)
    first = draft.fact(digits(beds), "hospital_beds_per_10k", "level", beds, "per_10k", whole)
    second = draft.fact(digits(doctors), "doctors_per_10k", "level", doctors, "per_10k", whole)
    return f"Năm {year}, toàn tỉnh có {first} giường bệnh/vạn dân và {second} bác sĩ/vạn dân."


def road_safety(draft: Draft) -> None:
    tell = begin(
        draft,
        ("Tình hình trật tự, an toàn giao thông {period}", "Tai nạn giao thông {period}", "Bảo đảm an toàn giao thông"),
        "Ban An toàn giao thông tỉnh vừa đánh giá tình hình trật tự, an toàn giao thông {period}, triển khai nhiệm vụ thời gian tới.",
        "xa-hoi",
    )
    draft.para(traffic(tell))
    end(draft)


def countryside(draft: Draft) -> None:
    """Communes of the new countryside programme and rated local products, as of a day."""
    day = draft.published.date()
    province = draft.province
    draft.section = "xa-hoi"
    draft.title = draft.one_of(
        "Xây dựng nông thôn mới: Diện mạo mới ở những miền quê", f"{province.name}: Nông thôn mới đi vào chiều sâu",
        "Sản phẩm OCOP nâng tầm nông sản địa phương",
    )  # fmt: skip
    draft.para(
        f"{draft.house.dateline}Phong trào xây dựng nông thôn mới đã làm thay đổi căn bản diện mạo các làng quê trong tỉnh."
    )
    rural = round(province.communes * 0.87)
    advanced = round(rural * min(0.3 + (day.year - 2021) * 0.11, 0.9))
    model = round(advanced * 0.28)
    now: tuple[None, str] = (None, day.isoformat())
    if draft.chance(0.5):
        reached = round(rural * min(0.82 + (day.year - 2021) * 0.04, 1))
        share = round_half_up(Decimal(reached) * 100 / rural, 1)
        first = draft.fact(str(reached), "ntm_communes", "level", reached, "commune", now)
        part = draft.fact(digits(share), "ntm_communes", "share", share, "PERCENT", now)
        draft.para(f"Đến nay, toàn tỉnh có {first}/{rural} xã đạt chuẩn nông thôn mới (chiếm {part}%).")
    every = draft.fact(str(advanced), "ntm_communes", "level", advanced, "commune", now, breakdown="nâng cao")
    best = draft.fact(str(model), "ntm_communes", "level", model, "commune", now, breakdown="kiểu mẫu")
    draft.para(
        f"Đến nay, toàn tỉnh có {every} xã đạt chuẩn nông thôn mới nâng cao, {best} xã đạt chuẩn nông thôn mới kiểu mẫu."
    )
    stars = [2 + day.year % 3, 60 + (day.year - 2021) * 22, 180 + (day.year - 2021) * 41]
    whole = draft.fact(str(sum(stars)), "ocop_products", "level", sum(stars), "product", now)
    parts = [
        f"{draft.fact(str(number), 'ocop_products', 'level', number, 'product', now, breakdown=f'{5 - place} sao')} sản phẩm {5 - place} sao"
        for place, number in enumerate(stars)
    ]
    draft.para(f"Hiện toàn tỉnh có {whole} sản phẩm OCOP, gồm {parts[0]}, {parts[1]} và {parts[2]}.")
    end(draft)


def banking(draft: Draft) -> None:
    tell = begin(
        draft,
        (
            "Hoạt động ngân hàng {period}",
            "Tín dụng {period} tăng trưởng hợp lý",
            "{name}: Khơi thông dòng vốn tín dụng",
        ),
        "{Period}, hoạt động ngân hàng trên địa bàn an toàn, đáp ứng kịp thời nhu cầu vốn cho sản xuất, kinh doanh.",
    )
    lent = tell.stock(
        "credit", "credit_outstanding", "tổng dư nợ tín dụng trên địa bàn", "", "VND", against=YEAR_END, money=True
    )
    kept = tell.stock("deposits", "deposits_mobilised", "nguồn vốn huy động", "", "VND", against=YEAR_END, money=True)
    bad = draft.economy.rate(draft.province, "npl", tell.period.year, 1.2, 0.04)
    marked = draft.fact(digits(bad), "npl_ratio", "level", bad, "PERCENT", tell.period.as_of())
    day = f"{tell.period.end.day}/{tell.period.end.month}/{tell.period.year}"
    draft.para(f"Đến ngày {day}, {kept}; {lent}; tỷ lệ nợ xấu {marked}%.")
    end(draft)


def transport(draft: Draft) -> None:
    tell = begin(
        draft,
        ("Hoạt động vận tải {period}", "Vận tải {period} đáp ứng nhu cầu đi lại"),
        "{Period}, hoạt động vận tải trên địa bàn tỉnh đáp ứng tốt nhu cầu đi lại của Nhân dân và lưu thông hàng hóa.",
    )
    if draft.chance(0.5):
        draft.para(f"{tell.sentence(TRANSPORT)}. {tell.sentence(PASSENGERS)}; {tell.clause(FREIGHT)}.")
    else:
        draft.para(f"{tell.sentence(TRANSPORT)}. {carriage(tell)}")
    end(draft)


def carriage(tell: Teller) -> str:
    """Passengers and freight carried, and how far: four series in two clauses, the freight's changes by ``về``."""
    draft, period = tell.draft, tell.period
    people, tonnes = tell.total("passengers"), tell.total("freight")
    far, haul = tell.total("passenger_km"), tell.total("freight_km")
    words, base = tell.base(silent=False)
    rode = count(people, "lượt hành khách", draft)
    first = draft.fact(rode.numeral, "passengers_carried", "level", rode.value, "passenger", period, bound=rode.bound)
    second = draft.fact(digits(Decimal(far) / 10), "passenger_km", "level", far * 10**5, "passenger_km", period)
    load = count(tonnes, "tấn", draft)
    third = draft.fact(load.numeral, "freight_carried", "level", load.value, "tonne", period, bound=load.bound)
    fourth = draft.fact(digits(Decimal(haul) / 10), "freight_tonne_km", "level", haul * 10**5, "tonne_km", period)
    text = (
        f"Vận chuyển {tell.printed(rode, first)}, luân chuyển {second} triệu lượt khách.km; vận chuyển {tell.printed(load, third)} "
        f"hàng hóa, luân chuyển {fourth} triệu tấn.km"
    )
    by_weight, by_haul = tell.change("freight", places=1), tell.change("freight_km", places=1)
    if by_weight <= 0 or by_haul <= 0:
        return f"{text}."
    weight = tell.percent(by_weight, "freight_carried", base)
    hauled = tell.percent(by_haul, "freight_tonne_km", base).removeprefix("tăng ")
    return f"{text}, {weight} về tấn và {hauled} về tấn.km{words}."


def retail(draft: Draft) -> None:
    tell = begin(
        draft,
        ("Thương mại, dịch vụ {period} sôi động", "Sức mua {period} phục hồi", "{name}: Kích cầu tiêu dùng nội địa"),
        "{Period}, hoạt động thương mại, dịch vụ trên địa bàn diễn ra sôi động, hàng hóa phong phú, giá cả ổn định.",
    )
    guess = draft.chance(0.5)
    text = capital(tell.clause(RETAIL, estimated=guess))
    draft.para(
        f"{text}. {capital(tell.clause(RETAIL_GOODS, estimated=False))}; {tell.clause(LODGING, estimated=False)}."
    )
    end(draft)


def industry(draft: Draft) -> None:
    tell = begin(
        draft,
        (
            "Sản xuất công nghiệp {period}",
            "Công nghiệp {name} {period}: Giữ vai trò động lực",
            "Công nghiệp {period} tăng tốc",
        ),
        "{Period}, sản xuất công nghiệp trên địa bàn tỉnh tiếp tục là động lực tăng trưởng, nhiều dự án mới đi vào hoạt động.",
    )
    draft.para(f"{capital(tell.iip(sections=True))}.")
    draft.para(f"{tell.sentence(OUTPUT)}. {products(tell)}")
    end(draft)


def business(draft: Draft) -> None:
    tell = begin(
        draft,
        (
            "Doanh nghiệp thành lập mới {period}",
            "{name}: Đồng hành cùng doanh nghiệp",
            "Phát triển doanh nghiệp {period}",
        ),
        "Công tác hỗ trợ khởi nghiệp, đăng ký kinh doanh qua mạng {period} được tỉnh quan tâm chỉ đạo.",
    )
    draft.para(enterprises(tell))
    number = draft.economy.stock(draft.province, "enterprises", tell.period)
    amount = count(number, "doanh nghiệp", draft, coarse=False)
    day = f"{tell.period.end.day}/{tell.period.end.month}/{tell.period.year}"
    marked = draft.fact(amount.numeral, "enterprises_active", "level", amount.value, "enterprise", tell.period.as_of())
    draft.para(f"Đến ngày {day}, toàn tỉnh có {marked} doanh nghiệp đang hoạt động.")
    end(draft)


def housing(draft: Draft) -> None:
    """Makeshift houses replaced and social housing finished in the period."""
    tell = begin(
        draft,
        ("Chung tay xóa nhà tạm, nhà dột nát", "Những mái ấm nghĩa tình", "Nhà ở xã hội {period}: Nỗ lực về đích"),
        "{Period}, chương trình xóa nhà tạm, nhà dột nát và phát triển nhà ở xã hội được cả hệ thống chính trị vào cuộc.",
        "xa-hoi",
    )
    makeshift, flats = draft.rng.randint(140, 1_900), draft.rng.randint(90, 1_400)
    share = Decimal(draft.rng.randint(420, 990)) / 10
    first = draft.fact(
        digits(makeshift), "temporary_houses_eliminated", "level", makeshift, "housing_unit", tell.period
    )
    draft.para(f"{capital(tell.period.name())}, toàn tỉnh xóa {first} nhà tạm, nhà dột nát.")
    second = draft.fact(digits(flats), "social_housing_completed", "level", flats, "housing_unit", tell.period)
    third = draft.fact(
        digits(share), "social_housing_completed", "plan_ratio", share, "PERCENT", tell.period, base="plan"
    )
    draft.para(f"Toàn tỉnh hoàn thành {second} căn nhà ở xã hội, đạt {third}% chỉ tiêu năm.")
    end(draft)


def rankings(draft: Draft) -> None:
    """Scores and places of the province in the yearly governance indices."""
    year = draft.published.year - 1
    if len(draft.province.units) > 1 and year < 2025:
        business(draft)  # the indices of that year rank the units before the merger
        return
    whole, rng = Period(year, 1, 12), draft.rng
    draft.section = "chinh-tri"
    provinces = 34 if year >= 2025 else 63
    draft.title = draft.one_of(
        f"Cải thiện các chỉ số cải cách hành chính năm {year}", f"{draft.province.name} nâng hạng năng lực cạnh tranh"
    )
    draft.para(
        f"{draft.house.dateline}Các cơ quan Trung ương đã công bố kết quả xếp hạng những chỉ số về quản trị địa phương năm {year}."
    )
    parts = []
    for name, code, unit, words, low, high in (
        ("chỉ số năng lực cạnh tranh cấp tỉnh (PCI)", "pci_score", "index_point", " điểm", 6_000, 7_100),
        ("chỉ số cải cách hành chính (PAR Index)", "par_index", "PERCENT", "%", 8_300, 9_200),
        ("chỉ số hài lòng về sự phục vụ hành chính (SIPAS)", "sipas", "PERCENT", "%", 7_900, 9_000),
    ):
        score = Decimal(rng.randint(low, high)) / 100
        rank = rng.randint(1, provinces)
        marked = draft.fact(digits(score), code, "level", score, unit, whole)
        place = draft.fact(str(rank), code, "level", rank, "rank", whole)
        parts.append(
            f"{name} đạt {marked}{words}, {draft.one_of('xếp thứ', 'đứng thứ', 'xếp hạng')} {place}/{provinces}"
        )
    draft.para(f"Năm {year}, {'; '.join(parts)}.")
    end(draft)


TOPICS: tuple[Callable[[Draft], None], ...] = (
    budget, trade, tourism, investment, public_investment, consumer_prices, crops, livestock, poverty, health, road_safety,
    countryside, banking, transport, retail, industry, business, housing, rankings,
)  # fmt: skip
