"""Paragraphs on single fields of the economy and of society, used by the reviews and by stories of their own."""

# ruff: noqa: E501 - prose is kept in whole lines

from __future__ import annotations

from decimal import Decimal

from demo.draft import MONTH_BEFORE, SAME, YEAR_BEFORE, count, digits, dollars, dong, small
from demo.economy import round_half_up
from demo.figures import AQUACULTURE, CAPTURE, FDI, FISHERY, MEAT, NEW_CAPITAL, Teller, capital
from demo.periods import Period


def disbursement(tell: Teller) -> str:
    """Public investment up to the period's last day: the amount with its plan ratio, or the rate alone."""
    draft, period = tell.draft, tell.period
    since = (f"{period.year}-01-01", period.end.isoformat())
    whole = Period(period.year, 1, period.last)
    done = tell.total("disbursement", whole)
    planned = draft.economy.plan(draft.province, "disbursement", period.year)
    share = round_half_up(Decimal(done) * 100 / planned, 1)
    day = f"{period.end.day}/{period.end.month}"
    year = draft.one_of("", f"/{period.year}")
    assigner = draft.one_of("", " Thủ tướng Chính phủ giao", " HĐND tỉnh giao")
    if draft.chance(0.4):
        marked = draft.fact(
            digits(share), "public_investment_disbursement_rate", "plan_ratio", share, "PERCENT", since, base="plan"
        )
        head = draft.one_of(
            "Tỷ lệ giải ngân vốn đầu tư công đến ngày {} đạt {}% kế hoạch{}",
            "Đến ngày {}, giải ngân vốn đầu tư công toàn tỉnh mới đạt {}% kế hoạch{}",
        )
        return head.format(day + year, marked, assigner) + "."
    amount = dong(done, draft)
    level = draft.fact(
        amount.numeral, "public_investment_disbursement", "level", amount.value, "VND", since, bound=amount.bound
    )
    ratio = draft.fact(
        digits(share), "public_investment_disbursement", "plan_ratio", share, "PERCENT", since, base="plan"
    )
    head = draft.one_of(
        f"Giải ngân vốn đầu tư công đến ngày {day}{year} đạt",
        f"Tính đến ngày {day}{year}, toàn tỉnh đã giải ngân vốn đầu tư công",
    )
    return f"{head} {tell.printed(amount, level)}, {draft.one_of('bằng', 'đạt')} {ratio}% kế hoạch{assigner}."


def projects(tell: Teller) -> str:
    """Foreign projects newly licensed and those that raised their capital."""
    draft, period = tell.draft, tell.period
    new, raised = tell.total("fdi_new_projects"), tell.total("fdi_raised_projects")
    money, more = dollars(tell.total("fdi_new_capital"), draft), dollars(tell.total("fdi_raised_capital"), draft)
    first = draft.fact(small(new, draft), "fdi_new_projects", "level", new, "project", period, breakdown="cấp mới")
    second = draft.fact(
        small(raised, draft), "fdi_new_projects", "level", raised, "project", period, breakdown="điều chỉnh tăng vốn"
    )
    fresh = draft.fact(
        money.numeral, "fdi_registered_capital", "level", money.value, "USD", period, breakdown="cấp mới",
        bound=money.bound,
    )  # fmt: skip
    added = draft.fact(
        more.numeral, "fdi_registered_capital", "level", more.value, "USD", period, breakdown="điều chỉnh tăng vốn",
        bound=more.bound,
    )  # fmt: skip
    head = draft.one_of("Thu hút đầu tư: cấp mới", "Về thu hút đầu tư, tỉnh đã cấp mới", "Toàn tỉnh cấp mới")
    text = (
        f"{head} {first} dự án FDI với tổng vốn đăng ký {tell.printed(money, fresh)}; điều chỉnh tăng vốn cho {second} lượt "
        f"dự án FDI với số vốn tăng thêm {tell.printed(more, added)}."
    )
    if draft.chance(0.35):
        text += f" Tổng vốn FDI đăng ký đạt {tell.level(FDI)}, {tell.growth(FDI, silent=False)}."
    if draft.chance(0.4):
        text += f" {domestic_projects(tell)}"
    return text


def domestic_projects(tell: Teller) -> str:
    """Projects of domestic investors with their capital."""
    draft = tell.draft
    number = tell.total("ddi_projects")
    money = dong(tell.total("ddi_capital"), draft)
    count_of = draft.fact(digits(number), "domestic_investment_projects", "level", number, "project", tell.period)
    sum_of = draft.fact(
        money.numeral,
        "domestic_investment_registered_capital",
        "level",
        money.value,
        "VND",
        tell.period,
        bound=money.bound,
    )
    return f"Cấp mới {count_of} dự án đầu tư trong nước với tổng số vốn {tell.printed(money, sum_of)}."


def enterprises(tell: Teller) -> str:
    """New firms with their capital; firms suspended, dissolved and back at work."""
    draft, period = tell.draft, tell.period
    if draft.chance(0.2):
        return enterprise_movements(tell)
    words, base = tell.base(silent=False)
    number = tell.total("new_enterprises")
    level = draft.fact(digits(number), "new_enterprises", "level", number, "enterprise", period)
    capital_level = tell.level(NEW_CAPITAL)
    firms, money = tell.change("new_enterprises", places=1), tell.change("new_enterprise_capital", places=1)
    text = f"Toàn tỉnh có {level} doanh nghiệp thành lập mới với tổng vốn đăng ký {capital_level}"
    if firms and money:
        first = tell.percent(firms, "new_enterprises", base)
        second = tell.percent(money, "new_enterprise_registered_capital", base)
        text += f", {first} về số doanh nghiệp và {second} về vốn{words}"
    text += "."
    if draft.chance(0.6):
        parts = [
            f"{draft.fact(digits(tell.total(key)), code, 'level', tell.total(key), 'enterprise', period)} doanh nghiệp {verb}"
            for key, code, verb in (
                ("enterprises_suspended", "enterprises_suspended", "tạm ngừng hoạt động"),
                ("enterprises_dissolved", "enterprises_dissolved", "giải thể"),
                ("enterprises_resumed", "enterprises_resumed", "hoạt động trở lại"),
            )
        ]
        text += f" {draft.one_of('Có', 'Cùng thời gian, có')} {parts[0]}, {parts[1]}; {parts[2]}."
    return text


def enterprise_movements(tell: Teller) -> str:
    """Four counts of firms under one head, the noun said once."""
    draft = tell.draft
    marked = [
        draft.fact(digits(tell.total(code)), code, "level", tell.total(code), "enterprise", tell.period)
        for code in ("new_enterprises", "enterprises_suspended", "enterprises_dissolved", "enterprises_resumed")
    ]
    return f"Số doanh nghiệp thành lập mới {marked[0]}, tạm ngừng hoạt động {marked[1]}, giải thể {marked[2]}, hoạt động trở lại {marked[3]}."


def jobs(tell: Teller) -> str:
    """People placed in work, those sent abroad among them."""
    draft, period = tell.draft, tell.period
    number, abroad = tell.total("jobs"), tell.total("jobs_abroad")
    amount = count(number, "lao động", draft)
    level = draft.fact(amount.numeral, "jobs_created", "level", amount.value, "person", period, bound=amount.bound)
    planned = draft.economy.plan(draft.province, "jobs", period.year)
    share = round_half_up(Decimal(number) * 100 / planned, 1)
    text = (
        f"{draft.one_of('Giải quyết việc làm cho', 'Toàn tỉnh giải quyết việc làm cho')} {tell.printed(amount, level)}"
    )
    if not period.is_month:
        ratio = draft.fact(digits(share), "jobs_created", "plan_ratio", share, "PERCENT", period, base="plan")
        text += f", đạt {ratio}% kế hoạch"
    sent = draft.fact(digits(abroad), "contract_workers_abroad", "level", abroad, "person", period)
    return f"{text}, trong đó có {sent} người đi làm việc ở nước ngoài theo hợp đồng."


def traffic(tell: Teller) -> str:
    """Accidents, deaths and injuries, with the absolute changes."""
    draft, period = tell.draft, tell.period
    base = YEAR_BEFORE if period.is_year else SAME
    like = "so với năm trước" if period.is_year else draft.one_of("so với cùng kỳ", "so với cùng kỳ năm trước")
    rows = (
        ("accidents", "traffic_accidents", "case", "{} vụ tai nạn giao thông", "{} vụ"),
        ("deaths", "traffic_deaths", "person", "làm chết {} người", "{} người chết"),
        ("injuries", "traffic_injuries", "person", "bị thương {} người", "{} người bị thương"),
    )
    levels, changes = [], []
    for key, code, unit, form, _ in rows:
        number = tell.total(key)
        levels.append(form.format(draft.fact(f"{number:02d}", code, "level", number, unit, period)))
    for key, code, unit, _, form in rows:
        moved = tell.total(key) - tell.total(key, period.year_before())
        if moved:
            marked = draft.fact(str(abs(moved)), code, "change_abs", moved, unit, period, base=base)
            changes.append(f"{'tăng' if moved > 0 else 'giảm'} {form.format(marked)}")
    text = f"Trên địa bàn tỉnh xảy ra {', '.join(levels)}"
    if not changes:
        return f"{text}."
    return f"{text}; {like} {', '.join(changes)}."


def farming(tell: Teller) -> str:
    """Herds, meat and fish."""
    draft = tell.draft
    parts = [
        herd(tell, "pigs", "pig_herd", f"đàn {draft.house.pig}"),
        herd(tell, "poultry", "poultry_flock", "đàn gia cầm"),
    ]
    text = f"{draft.one_of('Chăn nuôi phát triển ổn định: ', 'Về chăn nuôi, ', '')}{'; '.join(parts)}. "
    if draft.chance(0.5):
        text += tell.sentence(MEAT) + ". "
    return capital(text) + fish(tell)


def herd(tell: Teller, key: str, code: str, name: str) -> str:
    return tell.stock(key, code, name, "con", "head")


def fish(tell: Teller) -> str:
    """All fish, then caught and farmed, which sum to it."""
    draft = tell.draft
    guess = draft.chance(0.5)
    status = "E" if guess else "A"
    text = capital(tell.clause(FISHERY, estimated=guess))
    if draft.chance(0.7):
        caught = f"{tell.name(CAPTURE)} {tell.level(CAPTURE, status)}"
        farmed = f"{tell.name(AQUACULTURE)} {tell.level(AQUACULTURE, status)}"
        text += f"; trong đó {caught}, {farmed}"
    return f"{text}."


def products(tell: Teller) -> str:
    """Industrial products that rose and one that fell, the base said once for the list."""
    draft = tell.draft
    base = YEAR_BEFORE if tell.period.is_year else SAME
    like = "so với năm trước" if tell.period.is_year else "so với cùng kỳ"
    names = [
        "quần áo may sẵn",
        "xi măng",
        "sợi các loại",
        "thức ăn gia súc",
        "giày dép",
        "thép cán",
        "gạch nung",
        "linh kiện điện tử",
    ]
    draft.rng.shuffle(names)
    parts: list[str] = []
    for name in names[:4]:
        change = Decimal(draft.rng.randint(11, 249)) / 10
        change = -change if len(parts) == 3 else change
        parts.append(f"{name} {tell.percent(change, 'industrial_product_output', base, breakdown=name)}")
    return f"Một số sản phẩm có mức tăng khá {like}: {'; '.join(parts[:3])}. Ngược lại, {parts[3]}."


def gold_and_dollar(tell: Teller) -> str:
    """Gold and dollar prices of the period's last month against the month before."""
    draft, period = tell.draft, tell.period
    when = Period(period.year, period.last, period.last)
    parts = []
    for code, name in (("gold_price_index", "chỉ số giá vàng"), ("usd_price_index", "chỉ số giá đô la Mỹ")):
        change = Decimal(draft.rng.choice((-1, 1)) * draft.rng.randint(4, 390)) / 100
        parts.append(
            f"{name} tháng {period.last} {tell.percent(change, code, MONTH_BEFORE, period=when)} so với tháng trước"
        )
    return f"{capital(parts[0])}; {parts[1]}."


def storm(tell: Teller) -> str:
    """What storms did in the period: deaths, houses, rice, and the estimated damage."""
    draft, period, rng = tell.draft, tell.period, tell.draft.rng
    dead, houses, hectares, billions = (
        rng.randint(1, 5),
        rng.randint(120, 2_900),
        rng.randint(400, 9_800),
        rng.randint(35, 900),
    )
    first = draft.fact(str(dead), "disaster_casualties", "level", dead, "person", period, breakdown="người chết")
    second = draft.fact(digits(houses), "disaster_houses_damaged", "level", houses, "housing_unit", period)
    third = draft.fact(digits(hectares), "disaster_crop_area", "level", hectares, "hectare", period, breakdown="lúa")
    whole, rest = billions * 10**9, ""
    if draft.chance(0.4):
        millions = rng.randint(11, 98) * 10
        whole, rest = whole + millions * 10**6, f" {draft.house.billion} {millions}"
    fourth = draft.fact(f"{digits(billions)}{rest}", "disaster_damage_value", "level", whole, "VND", period, status="E")
    noun = "triệu đồng" if rest else f"{draft.house.billion} đồng"
    return (
        f"Bên cạnh kết quả đạt được, tỉnh cũng gặp không ít khó khăn: cơn bão số {rng.randint(1, 9)} và hoàn lưu sau bão làm {first} người chết, "
        f"{second} nhà tốc mái, hư hỏng, {third} ha lúa bị ngập, đổ, tổng thiệt hại ước {fourth} {noun}."
    )


def districts(tell: Teller) -> str:
    """Budget revenue of two districts: figures of places below the province."""
    draft, period = tell.draft, tell.period
    names = list(draft.province.districts)
    draft.rng.shuffle(names)
    whole = tell.total("budget_revenue")
    parts = []
    for name in names[:2]:
        billions = Decimal(whole * draft.rng.randint(30, 85) // 1000) / 10
        marked = draft.fact(
            digits(billions), "state_budget_revenue", "level", billions * 10**9, "VND", period, area=f"huyện {name}"
        )
        parts.append(f"huyện {name} đạt {marked} {draft.house.billion} đồng")
    return f"Một số địa phương có số thu ngân sách nhà nước trên địa bàn khá như: {', '.join(parts)}."


def against_the_country(tell: Teller) -> str:
    """The disbursement rate beside the country's: the difference in points, and the country's rate in brackets."""
    draft, period = tell.draft, tell.period
    since = (f"{period.year}-01-01", period.end.isoformat())
    done = tell.total("disbursement", Period(period.year, 1, period.last))
    share = round_half_up(Decimal(done) * 100 / draft.economy.plan(draft.province, "disbursement", period.year), 1)
    gap = Decimal(draft.rng.randint(6, 92)) / 10
    higher = share - gap > 3 and draft.chance(0.6)
    country = share - gap if higher else share + gap
    rate = "public_investment_disbursement_rate"
    first = draft.fact(digits(share), rate, "plan_ratio", share, "PERCENT", since, base="plan")
    second = draft.fact(
        digits(gap), rate, "change_abs", gap if higher else -gap, "PERCENTAGE_POINT", since, base="other"
    )
    third = draft.fact(digits(country), rate, "plan_ratio", country, "PERCENT", since, base="plan", area="VN")
    return (
        f"Tỷ lệ giải ngân vốn đầu tư công đến ngày {period.end.day}/{period.end.month}/{period.year} đạt {first}% kế hoạch, "
        f"{'cao' if higher else 'thấp'} hơn {second} điểm phần trăm so với bình quân cả nước ({third}%)."
    )
