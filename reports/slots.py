"""Which column of a report a figure belongs to, and whether it is of the report's period at all.

A figure is never moved to a period or a base that its article does not state: what does not fit a column of the report
is listed apart under its own period and base.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Literal

from reports.periods import Period
from reports.query import Figure

Slot = Literal["level", "change", "other", "plan", "share", "contribution", "rank", "target"]
Span = Literal["period", "ytd", "inside", "outside"]

SLOTS: tuple[Slot, ...] = ("level", "change", "other", "plan", "share", "contribution", "rank", "target")
_CHANGES = ("change", "ratio", "change_abs")
_ORDER = ("level", *_CHANGES, "plan_ratio", "plan_excess", "share", "contribution")


def slot_of(figure: Figure) -> Slot:
    """The column of a figure.

    Targets and forecasts never stand among results. For a whole year the previous year is the same period of last
    year, for anything shorter it is another base; what is compared with no stated base is never taken for either.
    """
    if figure.status == "F":
        return "target"
    if figure.measure == "level":
        return "rank" if figure.unit == "rank" else "level"
    if figure.measure in {"plan_ratio", "plan_excess"} or figure.base == "plan":
        return "plan"
    if figure.measure == "share":
        return "share"
    if figure.measure == "contribution":
        return "contribution"
    same_period = figure.base == "same_period_last_year" or (figure.base == "previous_year" and _whole_year(figure))
    return "change" if same_period else "other"


def _whole_year(figure: Figure) -> bool:
    """A calendar year, or a stock at its end: there the previous year is the same period."""
    end = figure.period_end
    return (end.month, end.day) == (12, 31) and figure.period_start in {None, end.replace(month=1, day=1)}


def span_of(figure: Figure, period: Period) -> Span:
    """Whether a figure is of the period, of its year to date, of another span inside it, or outside.

    A stock as of a day (no start) is of the period when the day falls in its last month.
    """
    if figure.period_start is None:
        if not period.start <= figure.period_end <= period.end:
            return "outside"
        return "period" if figure.period_end >= period.end.replace(day=1) else "inside"
    days = (figure.period_start, figure.period_end)
    if days == (period.start, period.end):
        return "period"
    to_date = period.year_to_date
    if to_date and days == (to_date.start, to_date.end):
        return "ytd"
    return "inside" if period.start <= days[0] and days[1] <= period.end else "outside"


def in_order(figures: Iterable[Figure]) -> list[Figure]:
    """The figures of one cell, the leading first: whole spans before stocks, latest first, percent before amount."""
    return sorted(
        figures,
        key=lambda f: (
            f.period_start is None,
            -f.period_end.toordinal(),
            _ORDER.index(f.measure) if f.measure in _ORDER else math.inf,
            f.base or "",
            f.observation_id,
        ),
    )
