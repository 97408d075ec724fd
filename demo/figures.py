"""Clauses that state the economy's figures: level, growth, plan ratio, in the shapes that provincial papers use."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from demo.draft import (
    BOUND_WORDS,
    MONTH_BEFORE,
    SAME,
    YEAR_BEFORE,
    YEAR_END,
    Amount,
    Draft,
    Span,
    count,
    digits,
    dollars,
    dong,
)
from demo.economy import percent_change, round_half_up
from demo.periods import Period, month


@dataclass(frozen=True, slots=True)
class Subject:
    """A flow as the papers name it. ``money`` is ``dong`` or ``usd``; None counts ``noun`` in ``unit``."""

    key: str
    indicator: str
    names: tuple[str, ...]
    money: str | None = None
    noun: str = ""
    unit: str = ""
    breakdown: str | None = None
    plan: str = ""
    """The word for its plan (``dự toán``), empty where none is stated."""


REVENUE = Subject(
    "budget_revenue", "state_budget_revenue",
    ("thu ngân sách nhà nước trên địa bàn", "tổng thu ngân sách nhà nước trên địa bàn", "thu ngân sách nhà nước"),
    "dong", plan="dự toán",
)  # fmt: skip
DOMESTIC = Subject("domestic_revenue", "domestic_revenue", ("thu nội địa",), "dong", plan="dự toán")
TRADE_TAX = Subject(
    "trade_tax", "trade_tax_revenue", ("thu từ hoạt động xuất nhập khẩu", "thu xuất nhập khẩu"), "dong", plan="dự toán"
)
LAND = Subject("land_use_fee", "land_use_fee_revenue", ("thu tiền sử dụng đất",), "dong", plan="dự toán")
SPENDING = Subject(
    "budget_expenditure", "local_budget_expenditure", ("chi ngân sách địa phương", "tổng chi ngân sách địa phương"),
    "dong", plan="dự toán",
)  # fmt: skip
DEVELOPMENT = Subject(
    "development_expenditure",
    "development_investment_expenditure",
    ("chi đầu tư phát triển",),
    "dong",
    plan="dự toán",
)
RECURRENT = Subject("recurrent_expenditure", "recurrent_expenditure", ("chi thường xuyên",), "dong", plan="dự toán")
EXPORTS = Subject(
    "exports", "merchandise_exports",
    ("kim ngạch xuất khẩu", "tổng kim ngạch xuất khẩu", "giá trị hàng hóa xuất khẩu", "tổng giá trị hàng xuất khẩu"),
    "usd", plan="kế hoạch",
)  # fmt: skip
IMPORTS = Subject("imports", "merchandise_imports", ("kim ngạch nhập khẩu", "giá trị hàng hóa nhập khẩu"), "usd")
TRADE = Subject("trade", "merchandise_trade_turnover", ("tổng kim ngạch xuất nhập khẩu",), "usd")
RETAIL = Subject(
    "retail", "retail_sales_and_services",
    ("tổng mức bán lẻ hàng hóa và doanh thu dịch vụ tiêu dùng", "tổng mức bán lẻ hàng hóa và doanh thu dịch vụ"),
    "dong",
)  # fmt: skip
RETAIL_GOODS = Subject("retail_goods", "retail_goods_sales", ("doanh thu bán lẻ hàng hóa",), "dong")
LODGING = Subject(
    "lodging_catering", "consumer_services_revenue", ("doanh thu dịch vụ lưu trú, ăn uống",), "dong",
    breakdown="lưu trú, ăn uống",
)  # fmt: skip
OUTPUT = Subject(
    "industrial_output", "industrial_gross_output", ("giá trị sản xuất công nghiệp",), "dong", plan="kế hoạch"
)
VISITORS = Subject(
    "visitors", "visitor_arrivals",
    ("tổng lượng khách du lịch", "lượng khách du lịch đến tỉnh", "tổng lượt khách du lịch"),
    noun="lượt", unit="visitor", plan="kế hoạch",
)  # fmt: skip
FOREIGN_VISITORS = Subject(
    "visitors_international", "international_visitor_arrivals", ("khách quốc tế",), noun="lượt", unit="visitor"
)
TOURISM = Subject(
    "tourism_revenue", "tourism_revenue", ("tổng thu từ khách du lịch", "tổng thu từ du lịch"), "dong", plan="kế hoạch"
)
PASSENGERS = Subject(
    "passengers", "passengers_carried", ("vận chuyển hành khách", "khối lượng hành khách vận chuyển"),
    noun="lượt hành khách", unit="passenger",
)  # fmt: skip
FREIGHT = Subject(
    "freight", "freight_carried", ("vận chuyển hàng hóa", "khối lượng hàng hóa vận chuyển"), noun="tấn", unit="tonne"
)
TRANSPORT = Subject(
    "transport_revenue", "transport_revenue", ("doanh thu vận tải", "doanh thu vận tải, kho bãi"), "dong"
)
FISHERY = Subject("fishery", "fishery_output_total", ("sản lượng thủy sản", "tổng sản lượng thủy sản"), noun="tấn",
                  unit="tonne", plan="kế hoạch")  # fmt: skip
CAPTURE = Subject("capture", "capture_fishery_output", ("khai thác", "sản lượng khai thác"), noun="tấn", unit="tonne")
AQUACULTURE = Subject(
    "aquaculture", "aquaculture_output", ("nuôi trồng", "sản lượng nuôi trồng"), noun="tấn", unit="tonne"
)
MEAT = Subject("meat", "livestock_meat_output", ("sản lượng thịt hơi xuất chuồng", "sản lượng thịt hơi các loại"),
               noun="tấn", unit="tonne")  # fmt: skip
FDI = Subject("fdi_capital", "fdi_registered_capital", ("tổng vốn FDI đăng ký",), "usd")
NEW_CAPITAL = Subject("new_enterprise_capital", "new_enterprise_registered_capital", ("tổng vốn đăng ký",), "dong")


def capital(text: str) -> str:
    """The text as a sentence opens."""
    return text[:1].upper() + text[1:]


class Teller:
    """Writes clauses about one period of one draft's province."""

    def __init__(self, draft: Draft, period: Period) -> None:
        self.draft = draft
        self.period = period
        self.economy = draft.economy
        self.province = draft.province
        self.told: set[str] = set()
        """Subjects that a clause has stated, so that an article does not say the same twice."""
        self.merged = len(draft.province.units) > 1
        """Figures of the years before the merger belong to the units of that time: the press does not print them."""

    def total(self, key: str, period: Period | None = None) -> int:
        value = self.economy.total(self.province, key, period or self.period)
        if self.draft.slip and key == "exports" and period is None:
            return value + value // 12  # the misprint that the correction takes back
        return value

    def name(self, subject: Subject) -> str:
        return self.draft.one_of(*subject.names)

    def amount(self, subject: Subject, value: int) -> Amount:
        if subject.money == "dong":
            return dong(value, self.draft)
        if subject.money == "usd":
            if self.draft.blunder and subject.key == "imports":
                return Amount(digits(Decimal(value) / 10), f"{self.draft.house.billion} USD", Decimal(value) * 10**8)
            return dollars(value, self.draft)
        return count(value, subject.noun, self.draft)

    def unit(self, subject: Subject) -> str:
        return {"dong": "VND", "usd": "USD"}.get(subject.money or "", subject.unit)

    def printed(self, amount: Amount, marked: str) -> str:
        """``trên 12,3 nghìn tỷ đồng``: bound word, marked numeral, words."""
        word = self.draft.one_of(*BOUND_WORDS[amount.bound])
        return f"{word} {marked} {amount.words}".lstrip()

    def level(self, subject: Subject, status: str = "A", period: Period | None = None) -> str:
        """The amount itself."""
        when = period or self.period
        amount = self.amount(subject, self.total(subject.key, period))
        marked = self.draft.fact(
            amount.numeral, subject.indicator, "level", amount.value, self.unit(subject), when,
            status=status, breakdown=subject.breakdown, bound=amount.bound,
        )  # fmt: skip
        return self.printed(amount, marked)

    def base(self, period: Period | None = None, *, silent: bool = True) -> tuple[str, str]:
        """Words of the base and its code; without words a year compares with the year before."""
        when = period or self.period
        before = when.year - 1
        if when.is_year:
            words = self.draft.one_of(
                f" so với năm {before}", " so với năm trước", "" if silent else " so với năm trước"
            )
            return words, YEAR_BEFORE
        words = self.draft.one_of(
            " so với cùng kỳ", " so với cùng kỳ năm trước", f" so với cùng kỳ năm {before}", " so cùng kỳ",
            "" if silent else " so với cùng kỳ",
        )  # fmt: skip
        return words, SAME

    def percent(
        self,
        value: Decimal,
        indicator: str,
        base: str,
        *,
        status: str = "A",
        breakdown: str | None = None,
        period: Period | Span | None = None,
        unit: str = "PERCENT",
        measure: str = "change",
    ) -> str:
        """``tăng 10,23%`` or ``giảm 5%`` with its sign in the truth."""
        numeral = digits(value)
        marked = self.draft.fact(
            numeral, indicator, measure, value, unit, period or self.period, base=base, status=status,
            breakdown=breakdown,
        )  # fmt: skip
        sign = "%" if unit == "PERCENT" else " điểm phần trăm"
        return f"{'tăng' if value > 0 else 'giảm'} {marked}{sign}"

    def growth(self, subject: Subject, status: str = "A", period: Period | None = None, *, silent: bool = True) -> str:
        """Growth with its base: a percentage, a multiple where it more than doubled, now and then a ratio."""
        when = period or self.period
        value = self.change(subject.key, period)
        if value == 0:
            return "tương đương cùng kỳ"
        words, base = self.base(period, silent=silent)
        if value > 100 or (base == SAME and self.draft.chance(0.07)):
            return self.ratio(subject, value, when, status)
        return (
            self.percent(value, subject.indicator, base, status=status, breakdown=subject.breakdown, period=when)
            + words
        )

    def both_changes(self, subject: Subject, status: str, period: Period | None) -> str:
        """``tăng 412 tỷ đồng (tăng 14%) so với cùng kỳ``: one change in two readings."""
        when = period or self.period
        words, base = self.base(period, silent=False)
        moved = self.total(subject.key, period) - self.economy.total(self.province, subject.key, when.year_before())
        in_dong = subject.money == "dong"
        scale, noun = (10**8, f"{self.draft.house.billion} đồng") if in_dong else (10**5, "triệu USD")
        amount = self.draft.fact(
            digits(Decimal(abs(moved)) / 10), subject.indicator, "change_abs", Decimal(moved) * scale,
            self.unit(subject), when, base=base, status=status, breakdown=subject.breakdown,
        )  # fmt: skip
        share = self.percent(
            self.change(subject.key, period),
            subject.indicator,
            base,
            status=status,
            breakdown=subject.breakdown,
            period=when,
        )
        return f"{'tăng' if moved > 0 else 'giảm'} {amount} {noun} ({share}){words}"

    def year_before(self, subject: Subject, period: Period | None) -> str:
        """``(cùng kỳ năm 2023 đạt 512 tỷ đồng)``: a level of the period a year before."""
        before = (period or self.period).year_before()
        head = self.draft.one_of(f"cùng kỳ năm {before.year}", "cùng kỳ năm trước")
        return f"({head} đạt {self.level(subject, 'A', before)})"

    def ratio(self, subject: Subject, growth: Decimal, period: Period, status: str) -> str:
        """``gấp 2,3 lần cùng kỳ`` or ``bằng 104,5% so với cùng kỳ``."""
        base = YEAR_BEFORE if period.is_year else SAME
        like = "năm trước" if period.is_year else "cùng kỳ"
        if growth > 100:
            times = round_half_up((growth + 100) / 100, 1)
            value, numeral, form = times * 100, digits(times), "gấp {} lần " + like
        else:
            value = growth + 100
            numeral = digits(value)
            form = "bằng {}% so với " + like
        marked = self.draft.fact(
            numeral, subject.indicator, "ratio", value, "PERCENT", period, base=base, status=status,
            breakdown=subject.breakdown,
        )  # fmt: skip
        return form.format(marked)

    def change(self, key: str, period: Period | None = None, places: int | None = None) -> Decimal:
        """Growth against the same months of the year before, to one or two decimals."""
        when = period or self.period
        digits_kept = places if places is not None else (2 if self.draft.chance(0.3) else 1)
        before = self.economy.total(self.province, key, when.year_before())
        return percent_change(self.total(key, period), before, digits_kept)

    def plan(self, subject: Subject, status: str = "A", period: Period | None = None) -> str:
        """``bằng 52,1% dự toán`` against the plan of the year, or its excess."""
        when = period or self.period
        planned = self.economy.plan(self.province, subject.key, when.year)
        done = round_half_up(Decimal(self.total(subject.key, period)) * 100 / planned, 1)
        if done > 100 and self.draft.chance(0.5):
            value, measure, form = done - 100, "plan_excess", "vượt {}% " + subject.plan
        else:
            value, measure = done, "plan_ratio"
            form = self.draft.one_of("bằng", "đạt") + " {}% " + subject.plan
            if not when.is_year:
                form += self.draft.one_of("", " năm", " cả năm") if subject.plan == "kế hoạch" else self.draft.one_of(
                    "", " năm", " HĐND tỉnh giao"
                )  # fmt: skip
        if value == 0:
            return f"hoàn thành {subject.plan}"
        marked = self.draft.fact(
            digits(value), subject.indicator, measure, value, "PERCENT", when, base="plan", status=status,
            breakdown=subject.breakdown,
        )  # fmt: skip
        text = form.format(marked)
        if subject.money and self.draft.chance(0.1):
            text += f" ({subject.plan} {self.planned(subject, planned, when.year)})"
        return text

    def planned(self, subject: Subject, value: int, year: int) -> str:
        """The plan of the year as an amount: a target, whatever period the sentence speaks of."""
        scale, noun = (10**9, f"{self.draft.house.billion} đồng") if subject.money == "dong" else (10**6, "triệu USD")
        amount = Decimal(value) / 10
        marked = self.draft.fact(
            digits(amount), subject.indicator, "level", amount * scale, self.unit(subject), Period(year, 1, 12),
            status="F", breakdown=subject.breakdown,
        )  # fmt: skip
        return f"{marked} {noun}"

    def clause(
        self,
        subject: Subject,
        *,
        estimated: bool | None = None,
        name: str | None = None,
        period: Period | None = None,
        plan: bool | None = None,
    ) -> str:
        """One clause on one subject in one of the shapes seen, from ``đạt X, tăng y%`` to a bare growth rate."""
        draft = self.draft
        self.told.add(subject.key)
        guess = draft.chance(0.55) if estimated is None else estimated
        status = "E" if guess else "A"
        head = self.name(subject) if name is None else name
        verb = (
            draft.one_of("ước đạt", "ước đạt", "ước", "ước tính đạt") if guess else draft.one_of("đạt", "đạt", "là", "")
        )
        head = f"{head} {verb}".rstrip()
        with_plan = bool(subject.plan) and not (period or self.period).is_month and (
            draft.chance(0.55) if plan is None else plan
        )  # fmt: skip
        shape = draft.rng.random()
        if shape < 0.1 and not with_plan and not draft.blunder:
            bare = self.name(subject) if name is None else name
            return f"{bare} {'ước ' if guess else ''}{self.growth(subject, status, period)}"
        text = f"{head} {self.level(subject, status, period)}"
        if with_plan and draft.chance(0.7):
            return f"{text}, {self.plan(subject, status, period)}, {self.growth(subject, status, period, silent=False)}"
        if with_plan:
            return (
                f"{text}, {self.growth(subject, status, period, silent=False)} và {self.plan(subject, status, period)}"
            )
        if shape > 0.88:
            return f"{text} ({self.growth(subject, status, period)})"
        if shape > 0.8 and subject.money and self.change(subject.key, period):
            return f"{text}, {self.both_changes(subject, status, period)}"
        if shape > 0.74 and not self.merged and not (period or self.period).is_year:
            return f"{text}, {self.growth(subject, status, period, silent=False)} {self.year_before(subject, period)}"
        return f"{text}, {self.growth(subject, status, period)}"

    def sentence(self, subject: Subject) -> str:
        """A whole sentence on one subject, now and then with its growth before its level."""
        if not self.draft.chance(0.12) or self.change(subject.key) <= 0:
            return capital(self.clause(subject))
        self.told.add(subject.key)
        words, base = self.base(silent=False)
        change = self.percent(self.change(subject.key), subject.indicator, base, breakdown=subject.breakdown)
        return f"{capital(change)}{words}, {self.name(subject)} đạt {self.level(subject)}"

    def month_and_sum(self, subject: Subject, number: int) -> str:
        """``Tháng 5, … ước đạt X; lũy kế 5 tháng đạt Y, bằng z% dự toán, tăng w%``: two periods in one sentence."""
        draft = self.draft
        year = self.period.year
        single, summed = month(year, number), Period(year, 1, number)
        head = self.name(subject)
        text = f"{single.name(draft.rng.randrange(3))}, {head} ước đạt {self.level(subject, 'E', single)}"
        joint = draft.one_of("lũy kế", "tính chung", "cộng dồn")
        text += f"; {joint} {number} tháng đạt {self.level(subject, 'A', summed)}"
        if subject.plan:
            text += f", {self.plan(subject, 'A', summed)}"
        return capital(f"{text}, {self.growth(subject, 'A', summed, silent=False)}")

    def grdp(self, *, estimated: bool = True, parts: bool = True) -> str:
        """Growth of the product and of its sectors."""
        draft = self.draft
        status = "E" if estimated else "A"
        words, base = self.base(silent=False)
        head = draft.one_of(
            "tổng sản phẩm trên địa bàn tỉnh (GRDP)", "GRDP của tỉnh", "tổng sản phẩm trên địa bàn (GRDP)", "GRDP"
        )
        text = head + (" ước " if estimated else " ")
        text += self.percent(self.change("gva", places=2), "grdp_growth_rate", base, status=status) + words
        if not self.merged and not self.period.is_year and draft.chance(0.2):
            text += self.growth_before()
        elif draft.chance(0.25):
            text += self.place_in_country()
        if not parts:
            return text
        return text + draft.one_of("; trong đó, ", "; trong đó ", ", trong đó ") + self.sectors(base, status)

    def growth_before(self) -> str:
        """``(cùng kỳ tăng 5,9%)``: the growth rate that the same period of the year before had."""
        before = self.period.year_before()
        change = self.change("gva", before, places=2)
        if change == 0:
            return ""
        head = self.draft.one_of("cùng kỳ", f"cùng kỳ năm {before.year}")
        return f" ({head} {self.percent(change, 'grdp_growth_rate', SAME, period=before)})"

    def place_in_country(self) -> str:
        """The province's rank by growth among all provinces of that time."""
        draft = self.draft
        provinces = 34 if self.merged else 63
        rank = draft.rng.randint(2, provinces - 20)
        marked = draft.fact(str(rank), "grdp_growth_rate", "level", rank, "rank", self.period)
        return draft.one_of(f", xếp thứ {marked}/{provinces} tỉnh, thành phố", f", đứng thứ {marked} cả nước")

    SECTORS = (
        ("gva_agriculture", "nông, lâm nghiệp và thủy sản", "khu vực I"),
        ("gva_industry", "công nghiệp và xây dựng", "khu vực II"),
        ("gva_services", "dịch vụ", "khu vực III"),
    )

    def sectors(self, base: str, status: str) -> str:
        """The three sectors, each with its verb or by ``lần lượt``."""
        draft = self.draft
        changes = [(self.change(key, places=2), name) for key, name, _ in self.SECTORS]
        if all(change > 0 for change, _ in changes) and draft.chance(0.2):
            numerals = [
                self.percent(change, "gva_growth_rate", base, status=status, breakdown=name).removeprefix("tăng ")
                for change, name in changes
            ]
            names = "khu vực nông, lâm nghiệp và thủy sản; công nghiệp và xây dựng; dịch vụ"
            return f"{names} tăng lần lượt {numerals[0]}, {numerals[1]} và {numerals[2]}"
        numbered = draft.chance(0.2)
        joint = draft.one_of("; ", ", ")
        parts = []
        for (change, name), (_, _, number) in zip(changes, self.SECTORS, strict=True):
            head = number if numbered else f"khu vực {name}"
            if change == 0:
                continue
            parts.append(f"{head} {self.percent(change, 'gva_growth_rate', base, status=status, breakdown=name)}")
        return joint.join(parts)

    def iip(self, *, estimated: bool = False, sections: bool = False) -> str:
        """Industrial production index, with its sections where asked."""
        draft = self.draft
        status = "E" if estimated else "A"
        words, base = self.base(silent=False)
        head = draft.one_of(
            "chỉ số sản xuất công nghiệp", "chỉ số sản xuất công nghiệp (IIP)", "chỉ số sản xuất toàn ngành công nghiệp"
        )
        text = (
            f"{head} {'ước ' if estimated else ''}"
            + self.percent(self.change("iip"), "iip", base, status=status)
            + words
        )
        if not sections:
            return text
        parts = []
        for key, name in (
            ("iip_mining", "khai khoáng"),
            ("iip_manufacturing", "công nghiệp chế biến, chế tạo"),
            ("iip_power", "sản xuất và phân phối điện"),
            ("iip_water", "cung cấp nước, hoạt động quản lý và xử lý rác thải"),
        ):
            change = self.change(key)
            if change != 0:
                parts.append(f"{name} {self.percent(change, 'iip', base, status=status, breakdown=name)}")
        return f"{text}; trong đó {'; '.join(parts)}"

    def price_changes(self, number: int) -> str:
        """Consumer prices of one month against the month before, December and the same month."""
        draft, year = self.draft, self.period.year
        when = month(year, number)
        chain = self.economy.prices(self.province)
        here = when.indices.stop
        against = [
            (chain[here - 1], MONTH_BEFORE, draft.one_of("so với tháng trước", "so tháng trước")),
            (chain[here - number], YEAR_END, f"so với tháng 12/{year - 1}"),
            (chain[here - 12], SAME, draft.one_of("so với cùng kỳ", "so với cùng kỳ năm trước")),
        ]
        if number in (1, 12):
            del against[1]  # December is the month before, or the same month
        parts = []
        for before, base, words in against:
            change = percent_change(chain[here], before, 2)
            if change != 0:
                parts.append(f"{self.percent(change, 'cpi', base, period=when)} {words}")
        head = draft.one_of("chỉ số giá tiêu dùng (CPI)", "chỉ số giá tiêu dùng", "CPI")
        return f"{head} tháng {number} " + ", ".join(parts)

    def average_prices(self) -> str:
        """The mean of the period's price levels against that of the year before."""
        chain = self.economy.prices(self.province)
        mean = sum(chain[place + 1] for place in self.period.indices)
        before = sum(chain[place + 1] for place in self.period.year_before().indices)
        words, base = self.base(silent=False)
        name = self.period.name(with_year=False)
        return f"CPI bình quân {name} {self.percent(percent_change(mean, before, 2), 'cpi', base)}{words}"

    def stock(
        self, key: str, indicator: str, name: str, noun: str, unit: str, *, against: str = SAME, money: bool = False
    ) -> str:
        """A stock at the period's end and how it moved."""
        draft = self.draft
        value = self.economy.stock(self.province, key, self.period)
        amount = dong(value, draft) if money else count(value, noun, draft)
        year_end = Period(self.period.year - 1, 1, 12)
        earlier = year_end if against == YEAR_END else self.period.year_before()
        marked = draft.fact(
            amount.numeral, indicator, "level", amount.value, unit, self.period.as_of(), bound=amount.bound
        )
        text = (
            f"{name} {draft.one_of('đạt', 'có', '') if not money else 'đạt'}".rstrip()
            + f" {self.printed(amount, marked)}"
        )
        change = percent_change(value, self.economy.stock(self.province, key, earlier), 1)
        if change == 0:
            return text
        words = draft.one_of(" so với đầu năm", " so với cuối năm trước") if against == YEAR_END else draft.one_of(
            " so với cùng kỳ", " so với cùng kỳ năm trước"
        )  # fmt: skip
        return f"{text}, {self.percent(change, indicator, against, period=self.period.as_of())}{words}"
