"""Tables of indicators: the month's main figures as a grid with plan, level and comparison."""

from __future__ import annotations

from decimal import Decimal

from demo.draft import SAME, YEAR_BEFORE, Draft, Grid, digits
from demo.economy import percent_change, round_half_up
from demo.figures import (
    DEVELOPMENT,
    DOMESTIC,
    EXPORTS,
    IMPORTS,
    LAND,
    OUTPUT,
    RECURRENT,
    RETAIL,
    REVENUE,
    SPENDING,
    TOURISM,
    TRADE_TAX,
    VISITORS,
    Subject,
    Teller,
    capital,
)
from demo.periods import Period
from demo.stories.names import sign
from demo.stories.reviews import covered

SCALES = {"dong": ("Tỷ đồng", Decimal(10**9)), "usd": ("Triệu USD", Decimal(10**6))}


def table(draft: Draft) -> None:
    """A short text over a table of the main indicators of the period."""
    period = covered(draft)
    tell = Teller(draft, period)
    words = period.name(draft.rng.randrange(3))
    draft.title = f"Một số chỉ tiêu kinh tế - xã hội chủ yếu {words}"
    draft.para(f"{draft.house.dateline}Cơ quan Thống kê tỉnh công bố một số chỉ tiêu kinh tế - xã hội chủ yếu {words}.")
    draft.para(f"{capital(tell.iip(estimated=False))}.")
    if draft.chance(0.3) and not period.is_month:
        draft.grids.append(budget_grid(tell, words))
        end(draft)
        return
    against = "năm trước" if period.is_year else "cùng kỳ"
    if draft.chance(0.5) and not period.is_month:
        rows = [["Chỉ tiêu", "ĐVT", f"Kế hoạch năm {period.year}", f"Thực hiện {words}", "So với kế hoạch (%)"]]
        rows += [planned_row(tell, subject) for subject in (REVENUE, DOMESTIC, EXPORTS, OUTPUT, VISITORS, TOURISM)]
    else:
        rows = [["Chỉ tiêu", "Đơn vị", f"Thực hiện {words}", f"So với {against} (%)"]]
        rows += [row(tell, subject) for subject in (REVENUE, DOMESTIC, EXPORTS, IMPORTS, RETAIL, VISITORS, TOURISM)]
    draft.grids.append(Grid(f"Một số chỉ tiêu chủ yếu {words}", None, rows, after=1))
    end(draft)


def end(draft: Draft) -> None:
    draft.para("Số liệu trên được tổng hợp từ báo cáo của các sở, ngành, địa phương trong tỉnh.")
    sign(draft)


def budget_grid(tell: Teller, words: str) -> Grid:
    """The budget with its unit said once above, a header of two rows, and parts marked by dashes."""
    period = tell.period
    like = f"năm {period.year - 1}" if period.is_year else "cùng kỳ"
    tall = [("TT", 1, 2), ("Nội dung", 1, 2), (f"Dự toán năm {period.year}", 1, 2), (f"Thực hiện {words}", 1, 2)]
    head = [[*tall, ("So sánh (%)", 2, 1)], [("Dự toán", 1, 1), (capital(like), 1, 1)]]
    items = (
        ("I", "", REVENUE), ("1", "", DOMESTIC), ("", "- Trong đó: ", LAND), ("2", "", TRADE_TAX), ("II", "", SPENDING),
        ("", "- ", DEVELOPMENT), ("", "- ", RECURRENT),
    )  # fmt: skip
    rows = [[mark, *budget_row(tell, subject, lead)] for mark, lead, subject in items]
    return Grid(f"Thu, chi ngân sách {words}", "Đơn vị tính: Tỷ đồng", rows, after=1, head=head)


def budget_row(tell: Teller, subject: Subject, lead: str) -> list[str]:
    """Name, plan, level, part of the plan and ratio to the year before, the unit being said above the table."""
    draft, period = tell.draft, tell.period
    value, planned = tell.total(subject.key), draft.economy.plan(draft.province, subject.key, period.year)
    _, target, target_amount = in_unit(subject, planned)
    _, shown, amount = in_unit(subject, value)
    done = round_half_up(Decimal(value) * 100 / planned, 1)
    before = draft.economy.total(draft.province, subject.key, period.year_before())
    ratio = round_half_up(percent_change(value, before, 2) + 100, 1)
    base, code, year = YEAR_BEFORE if period.is_year else SAME, subject.indicator, Period(period.year, 1, 12)
    name = subject.names[0] if lead.endswith(": ") else capital(subject.names[0])
    return [
        f"{lead}{name}",
        draft.cell(target, code, "level", target_amount, "VND", year, status="F"),
        draft.cell(shown, code, "level", amount, "VND", period),
        draft.cell(digits(done), code, "plan_ratio", done, "PERCENT", period, base="plan"),
        draft.cell(digits(ratio), code, "ratio", ratio, "PERCENT", period, base=base),
    ]


def row(tell: Teller, subject: Subject) -> list[str]:
    """Name, unit, level, and the ratio to the year before in percent (100 is no change)."""
    draft, period = tell.draft, tell.period
    value = tell.total(subject.key)
    unit, shown, amount = in_unit(subject, value)
    before = draft.economy.total(draft.province, subject.key, period.year_before())
    ratio = round_half_up(percent_change(value, before, 2) + 100, 2)
    base = YEAR_BEFORE if period.is_year else SAME
    return [
        capital(subject.names[0]),
        unit,
        draft.cell(shown, subject.indicator, "level", amount, tell.unit(subject), period),
        draft.cell(digits(ratio), subject.indicator, "ratio", ratio, "PERCENT", period, base=base),
    ]


def in_unit(subject: Subject, value: int) -> tuple[str, str, Decimal]:
    """The unit's name, the figure as it is printed, and the amount that both state."""
    if subject.money is None:
        return "Lượt", digits(value), Decimal(value)
    unit, scale = SCALES[subject.money]
    return unit, digits(Decimal(value) / 10), Decimal(value) / 10 * scale


def planned_row(tell: Teller, subject: Subject) -> list[str]:
    """Name, unit, the year's plan, the level, and the part of the plan that is reached in percent."""
    draft, period = tell.draft, tell.period
    value, planned = tell.total(subject.key), draft.economy.plan(draft.province, subject.key, period.year)
    unit, target, target_amount = in_unit(subject, planned)
    _, shown, amount = in_unit(subject, value)
    done = round_half_up(Decimal(value) * 100 / planned, 1)
    year, code, kind = Period(period.year, 1, 12), subject.indicator, tell.unit(subject)
    return [
        capital(subject.names[0]),
        unit,
        draft.cell(target, code, "level", target_amount, kind, year, status="F"),
        draft.cell(shown, code, "level", amount, kind, period),
        draft.cell(digits(done), code, "plan_ratio", done, "PERCENT", period, base="plan"),
    ]
