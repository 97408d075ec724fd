"""Economic reviews of a month, a quarter, a half-year, nine months and a year, and the government's monthly meeting."""

# ruff: noqa: E501 - prose is kept in whole lines

from __future__ import annotations

from decimal import Decimal

from demo.draft import Draft, digits, dong
from demo.economy import round_half_up
from demo.figures import (
    DEVELOPMENT,
    DOMESTIC,
    EXPORTS,
    FOREIGN_VISITORS,
    IMPORTS,
    LAND,
    OUTPUT,
    RETAIL,
    REVENUE,
    SPENDING,
    TOURISM,
    TRADE_TAX,
    VISITORS,
    Teller,
    capital,
)
from demo.periods import Period
from demo.stories.names import full_name, sign
from demo.stories.sectors import (
    against_the_country,
    disbursement,
    enterprises,
    farming,
    jobs,
    products,
    projects,
    storm,
    traffic,
)

HEADLINES = (
    "Kinh tế - xã hội {period}: Nhiều gam màu sáng",
    "Tình hình kinh tế - xã hội {period}",
    "{name}: Kinh tế {period} duy trì đà tăng trưởng",
    "Kinh tế - xã hội {period} chuyển biến tích cực",
    "Những điểm sáng trong bức tranh kinh tế {period}",
    "{name} nỗ lực hoàn thành các chỉ tiêu {period}",
    "Phiên họp thường kỳ UBND tỉnh: Đánh giá tình hình kinh tế - xã hội {period}",
)

OPENINGS = (
    "Trong {period}, mặc dù gặp không ít khó khăn do giá nguyên liệu đầu vào tăng và thị trường biến động, kinh tế - xã hội "
    "của tỉnh vẫn giữ ổn định và có bước phát triển.",
    "{Period}, cấp ủy, chính quyền các cấp trong tỉnh đã tập trung chỉ đạo quyết liệt, tình hình kinh tế - xã hội trên địa "
    "bàn tiếp tục chuyển biến trên các lĩnh vực.",
    "Với sự vào cuộc đồng bộ của các cấp, các ngành, kinh tế - xã hội {period} của tỉnh đạt nhiều kết quả đáng ghi nhận.",
    "{Period}, sản xuất, kinh doanh trên địa bàn tỉnh tiếp tục phục hồi; an sinh xã hội được bảo đảm.",
)

CLOSINGS = (
    "Phát biểu kết luận, đồng chí Chủ tịch UBND tỉnh yêu cầu các sở, ngành, địa phương bám sát kịch bản tăng trưởng, tháo gỡ "
    "vướng mắc về mặt bằng, vật liệu xây dựng và thủ tục đầu tư; tuyệt đối không để xảy ra tình trạng đùn đẩy trách nhiệm.",
    "Thời gian tới, các cấp, các ngành tiếp tục cải cách thủ tục hành chính, hỗ trợ doanh nghiệp mở rộng thị trường, chủ động "
    "phòng, chống thiên tai và chăm lo đời sống Nhân dân.",
    "Bên cạnh kết quả đạt được, hội nghị cũng thẳng thắn chỉ ra một số hạn chế: tiến độ một số dự án trọng điểm còn chậm, sức "
    "cạnh tranh của sản phẩm chưa cao, công tác quy hoạch ở vài nơi còn bất cập.",
    "Lãnh đạo tỉnh đề nghị các địa phương rà soát từng chỉ tiêu, gắn trách nhiệm người đứng đầu với tiến độ công việc, tạo nền "
    "tảng hoàn thành toàn diện nhiệm vụ của năm.",
)


def covered(draft: Draft) -> Period:
    """January to the last month that a review of that day can speak of; the year before for January's papers."""
    day = draft.published
    number = day.month if day.day >= 24 else day.month - 1
    return Period(day.year, 1, number) if number else Period(day.year - 1, 1, 12)


def reviewed(draft: Draft) -> Period:
    """The period of a review: mostly what is covered, but quarters, half-years and nine months are spoken of longer."""
    period = covered(draft)
    merged_lately = len(draft.province.units) > 1 and period.year == 2025 and period.last < 10
    if period.last % 3 == 1 and period.last > 1 and not merged_lately and draft.chance(0.6):
        period = Period(period.year, 1, period.last - 1)
    if period.is_year:
        return period
    if period.last % 3 == 0:
        return Period(period.year, period.last - 2, period.last) if draft.chance(0.45) else period
    return Period(period.year, period.last, period.last) if draft.chance(0.2) else period


def review(draft: Draft) -> None:
    """The long monthly piece: product, industry, farming, trade, budget, investment, society."""
    period = reviewed(draft)
    tell = Teller(draft, period)
    words = period.name(draft.rng.randrange(3))
    draft.title = draft.one_of(*HEADLINES).format(period=words, name=draft.province.name)
    draft.title = capital(draft.title)
    opening = draft.one_of(*OPENINGS).format(period=words, Period=capital(words))
    draft.para(draft.house.dateline + opening)
    if period.last % 3 == 0:
        draft.para(growth_paragraph(tell, words))
    headed = draft.chance(0.3)
    if headed:
        draft.para(
            draft.one_of(
                "Công nghiệp, thương mại tăng trưởng khá",
                "1. Sản xuất công nghiệp, thương mại",
                "Điểm sáng công nghiệp",
            )
        )
    draft.para(industry_paragraph(tell, words))
    draft.picture(
        f"Dây chuyền sản xuất tại một doanh nghiệp ở {draft.province.capital}.", full_name("camera", draft.rng.random())
    )
    draft.para(trade_paragraph(tell))
    if draft.chance(0.3):
        draft.picture_with_figures()
    if draft.chance(0.6):
        draft.para(farming(tell))
    if headed:
        draft.para(
            draft.one_of(
                "Thu ngân sách bám sát dự toán", "2. Thu, chi ngân sách và các lĩnh vực khác", "Nguồn thu ổn định"
            )
        )
    draft.para(budget_paragraph(tell))
    extras = [
        draft.rng.choice((disbursement, against_the_country)),
        projects,
        enterprises,
        visitors,
        jobs,
        traffic,
        prices,
        products,
    ]
    draft.rng.shuffle(extras)
    chosen = extras[: draft.rng.randint(2, 5)]
    if period.last >= 8 and draft.chance(0.4):
        chosen.append(storm)
    # Prices speak of one month: what followed them without a period of its own could be taken for that month's.
    for tells in sorted(chosen, key=lambda paragraph: paragraph is prices):
        draft.para(tells(tell))
    draft.para(draft.one_of(*CLOSINGS))
    sign(draft)


def growth_paragraph(tell: Teller, words: str) -> str:
    """Product, size, structure, and the place of the growth in the country."""
    draft, period = tell.draft, tell.period
    lead = draft.one_of(
        "Theo số liệu của cơ quan Thống kê tỉnh, ", "Theo báo cáo của UBND tỉnh, ", f"Báo cáo tại hội nghị cho biết, {words}, ",
    )  # fmt: skip
    text = f"{lead}{tell.grdp(parts=draft.chance(0.75))}."
    if draft.chance(0.5):
        text += " " + size_and_structure(tell)
    if draft.chance(0.3):
        share = round_half_up(Decimal(draft.economy.nation[period.year]), 2)
        numeral = draft.fact(
            digits(share), "grdp_growth_rate", "change", share, "PERCENT", period,
            base="previous_year" if period.is_year else "same_period_last_year", area="VN",
        )  # fmt: skip
        text += f" Trong khi đó, GDP cả nước tăng {numeral}%."
    return text


def size_and_structure(tell: Teller) -> str:
    """Size of the product at current prices and the shares of the sectors, which sum to 100."""
    draft, period = tell.draft, tell.period
    deflator = 10 + (period.year - 2017) * 3 // 5
    parts = [tell.total(key) * deflator // 10 for key in ("gva_agriculture", "gva_industry", "gva_services", "gva_tax")]
    whole = sum(parts)
    amount = dong(whole, draft)
    marked = draft.fact(amount.numeral, "grdp", "level", amount.value, "VND", period, bound=amount.bound)
    text = f"Quy mô GRDP theo giá hiện hành đạt {tell.printed(amount, marked)}."
    if draft.chance(0.5):
        return text
    shares = [round_half_up(Decimal(part) * 100 / whole, 1) for part in parts[:3]]
    shares.append(Decimal(100) - sum(shares))
    names = ("nông, lâm nghiệp và thủy sản", "công nghiệp và xây dựng", "dịch vụ", "thuế sản phẩm trừ trợ cấp sản phẩm")
    items = [
        f"{name} chiếm {draft.fact(digits(share), 'grdp_structure_share', 'share', share, 'PERCENT', period, breakdown=name)}%"
        for name, share in zip(names, shares, strict=True)
    ]
    return f"{text} Trong cơ cấu kinh tế, khu vực {'; '.join(items)}."


def industry_paragraph(tell: Teller, words: str) -> str:
    draft = tell.draft
    opening = draft.one_of("Sản xuất công nghiệp tiếp tục tăng trưởng khá: ", f"Về công nghiệp, {words}, ", "")
    text = opening + tell.iip(estimated=draft.chance(0.5), sections=draft.chance(0.4))
    text = capital(text)
    if draft.chance(0.5):
        return f"{text}. {tell.sentence(OUTPUT)}."
    return f"{text}; {tell.clause(RETAIL)}."


def trade_paragraph(tell: Teller) -> str:
    draft = tell.draft
    joint = draft.one_of("; ", ". ")
    second = tell.clause(IMPORTS, plan=False)
    first = tell.clause(EXPORTS)
    text = f"{first}{joint}{capital(second) if joint == '. ' else second}."
    if RETAIL.key not in tell.told and draft.chance(0.6):
        text = f"{tell.clause(RETAIL)}. {capital(text)}"
    return capital(text)


def budget_paragraph(tell: Teller) -> str:
    """Revenue and its parts, then expenditure."""
    draft, period = tell.draft, tell.period
    if draft.chance(0.25) and period.first == 1 and 1 < period.last < 12:
        text = tell.month_and_sum(REVENUE, period.last) + "."
    else:
        guess = draft.chance(0.5)
        status = "E" if guess else "A"
        text = capital(tell.clause(REVENUE, estimated=guess, plan=True))
        parts = [f"{tell.name(DOMESTIC)} {tell.level(DOMESTIC, status)}"]
        if draft.chance(0.6) and not period.is_month:
            parts[0] += f", {tell.plan(DOMESTIC, status)}"
        parts.append(f"{tell.name(TRADE_TAX)} {tell.level(TRADE_TAX, status)}")
        text += f"{draft.one_of('; trong đó, ', ', trong đó ', '; trong đó ')}{'; '.join(parts)}."
    if draft.chance(0.35):
        text += f" Riêng {tell.clause(LAND, estimated=False)}."
    if draft.chance(0.6):
        text += f" {capital(tell.clause(SPENDING, estimated=False))}"
        if draft.chance(0.4):
            text += f", trong đó {tell.name(DEVELOPMENT)} {tell.level(DEVELOPMENT)}"
        text += "."
    return text


def visitors(tell: Teller) -> str:
    """Guests, foreign guests among them, and what they spent; now and then the pair of changes by ``lần lượt``."""
    draft = tell.draft
    guests, money = tell.change("visitors", places=1), tell.change("tourism_revenue", places=1)
    if draft.chance(0.3) and guests > 0 and money > 0:
        words, base = tell.base(silent=False)
        text = f"Toàn tỉnh đón {tell.level(VISITORS)} khách du lịch, tổng thu từ khách du lịch {tell.level(TOURISM)}, "
        first = tell.percent(guests, "visitor_arrivals", base)
        second = tell.percent(money, "tourism_revenue", base).removeprefix("tăng ")
        return f"{text}{first.replace('tăng ', 'tăng lần lượt ')} và {second}{words}."
    guess = draft.chance(0.5)
    text = capital(tell.clause(VISITORS, estimated=guess))
    status = "E" if guess else "A"
    text += f"; trong đó, {tell.name(FOREIGN_VISITORS)} {tell.level(FOREIGN_VISITORS, status)}"
    text += f", {tell.growth(FOREIGN_VISITORS, status, silent=False)}. {tell.sentence(TOURISM)}."
    return text


def prices(tell: Teller) -> str:
    number = tell.period.last
    text = capital(tell.price_changes(number))
    if tell.period.first == 1 and number > 1 and tell.draft.chance(0.6):
        return f"{text}; {tell.average_prices()}."
    return f"{text}."
