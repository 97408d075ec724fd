"""The periods and bases that an article names, by position."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date, timedelta

from etl.comparisons import BaseMention, scan_bases
from etl.periods import PeriodMention, scan_periods

_SINCE = re.compile(r"(?:(?:lũy kế|luỹ kế|tích lũy|tích luỹ|tính|cộng dồn|kể|chung|cộng)|(?:^|[\n.;] ?)) ?từ $")
_MONTHS_BEFORE = re.compile(r"(?:những|các|mấy) tháng $")

# Days of the lunar calendar (29/12 - 5/1 âm lịch) are no days of the other.
_LUNAR = re.compile(r" (?:năm )?(?:\d{4} )?(?:theo )?âm lịch")


@dataclass(slots=True)
class Mentions:
    """Periods and bases of one article by position."""

    periods: list[PeriodMention]
    period_starts: list[int]
    bases: list[BaseMention]
    base_starts: list[int]

    @classmethod
    def of(cls, text: str, folded: str, published: date | None) -> Mentions:
        """Scan an article."""
        found = scan_periods(text, published, folded=folded)
        if "âm lịch" in folded:
            found = [replace(one, kind="lunar") if _LUNAR.match(folded, one.end) else one for one in found]
        periods = [_first_months(one, folded, published) for one in found]
        bases = scan_bases(text, published, folded=folded, periods=periods)
        return cls(periods, [one.start for one in periods], bases, [one.start for one in bases])

    def between(self, start: int, end: int) -> list[PeriodMention]:
        """The periods named from ``start`` to ``end``."""
        starts = self.period_starts
        low = bisect_left(starts, start)
        if low == len(starts) or starts[low] >= end:
            return []
        return self.periods[low : bisect_left(starts, end, low)]

    def bases_between(self, start: int, end: int) -> list[BaseMention]:
        """The bases named from ``start`` to ``end``."""
        starts = self.base_starts
        low = bisect_left(starts, start)
        if low == len(starts) or starts[low] >= end:
            return []
        return self.bases[low : bisect_left(starts, end, low)]

    def in_base(self, position: int) -> bool:
        """Whether a position lies inside a phrase of comparison."""
        index = bisect_left(self.base_starts, position + 1) - 1
        return index >= 0 and position < self.bases[index].end

    def names_period(self, position: int) -> bool:
        """Whether the comparison at ``position`` names a day or period (so với 31/12), not an amount."""
        index = bisect_left(self.base_starts, position + 1) - 1
        return index >= 0 and (self.bases[index].form == "period" or self.bases[index].base == "end_of_previous_year")

    def spans(self, start: int, end: int) -> list[tuple[int, int]]:
        """Periods and bases between two figures: no part of a noun phrase."""
        found = [(one.start, one.end) for one in self.between(start, end)]
        return found + [(one.start, one.end) for one in self.bases_between(start, end)]


def _first_months(mention: PeriodMention, folded: str, published: date | None) -> PeriodMention:
    """``những tháng đầu năm 2020``: the months that were over when the article appeared."""
    start, end = mention.period
    if mention.kind != "vague" or start is None or end is None or published is None:
        return mention
    if mention.unit in ("year", "edge") and _SINCE.search(folded, max(0, mention.start - 20), mention.start):
        return replace(mention, kind="range", period=(start, published)) if start.year == published.year else mention
    if mention.unit != "year" or not _MONTHS_BEFORE.search(folded, max(0, mention.start - 12), mention.start):
        return mention
    over = published.replace(day=1) - timedelta(days=1)
    last = over if over.year == start.year else date(start.year, 6, 30)
    return replace(mention, kind="months", period=(start, last))
