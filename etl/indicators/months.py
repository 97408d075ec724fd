"""Figures of one month, or quarter, told beside those of all months so far.

Monthly reports name only the cumulated period (``xuất khẩu tăng 6,2% so với tháng trước; lũy kế 5 tháng tăng 11,5%``).
A comparison with the month before, or a cumulation behind it, says that a figure is of the last month.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from etl.indicators.catalogue import Catalogue
from etl.indicators.clauses import Lead
from etl.indicators.spans import is_ahead, over_a_year, single_month
from etl.indicators.state import Period, Reading, Span, State
from etl.occurrences import Occurrences

CUMULATED_WORDS = ("lũy kế", "luỹ kế", "cộng dồn", "tính chung", "nâng tổng")
_CUMULATED = re.compile(rf"(?<![^\W_])(?:{'|'.join(CUMULATED_WORDS)})(?![^\W_])")
MEAN_WORDS = ("bình quân",)
_MEAN = re.compile(r"(?<![^\W_])bình quân (?:\(?so|cùng|tăng|giảm|các tháng|chung)")
_INHERITED = frozenset({"paragraph", "title", "heading"})


@dataclass(slots=True)
class Months:
    """Periods of one article's figures that are shorter than the one that governs."""

    folded: str
    published: date | None
    state: State
    catalogue: Catalogue
    cumulated: Occurrences
    """Where the article speaks of cumulated figures."""
    means: Occurrences
    """Where it speaks of means."""

    def settle(self, reading: Reading, lead: Lead) -> None:
        """Give a figure, or those of its statement before it, the last month or quarter of the governing period."""
        if reading.base in ("previous_month", "previous_quarter") and reading.origins.get("base") == "clause":
            self._compared(reading)
        if reading.base == "previous_year" and reading.origins.get("base") == "clause":
            self._compared_with_year(reading)
        start, end = lead.start, reading.figure.start
        if self.cumulated.between(start, end) and _CUMULATED.search(self.folded, start, end):
            self._cumulated(reading)
        if self.means.between(start, end) and _MEAN.search(self.folded, start, end):
            self._averaged(reading)

    def _averaged(self, reading: Reading) -> None:
        """``tăng 0,3% so với tháng trước; bình quân so với cùng kỳ tăng 3,2%``: the mean of the months so far."""
        one = self.catalogue.indicators.get(reading.subject.code or "")
        end = reading.period[1]
        if one is None or not one.monthly or end is None or reading.base != "same_period_last_year":
            return
        if single_month(reading.period) and reading.origins.get("period") != "clause":
            reading.period = (date(end.year, 1, 1), end)

    def _compared(self, reading: Reading) -> None:
        if reading.origins.get("period") not in _INHERITED:
            return
        old, last = reading.period, self._last(reading.period, 1 if reading.base == "previous_month" else 3)
        if last is None:
            return
        self._shorten(reading, old, last)
        self._shorten_before(reading, old, last)
        self.state.period = Period(last, origin="sentence")

    def _compared_with_year(self, reading: Reading) -> None:
        """Giai đoạn 2016-2023 …; giá trị thu được ước 109 triệu đồng, tăng 3 triệu đồng so với năm 2022: of 2023."""
        old, end = reading.period, reading.period[1]
        if reading.origins.get("period") not in _INHERITED or not over_a_year(old) or end is None:
            return
        last = (date(end.year, 1, 1), end)
        self._shorten(reading, old, last)
        self._shorten_before(reading, old, last)

    def _cumulated(self, reading: Reading) -> None:
        last = self._last(reading.period, 1)
        if last is not None and reading.measure in ("level", "change"):
            self._shorten_before(reading, reading.period, last)

    def _shorten_before(self, reading: Reading, old: Span, last: Span) -> None:
        """The readings of the same subject that stand before this one in its sentence and inherited the same period."""
        for other in reversed(self.state.sentence()):
            if other.subject.code != reading.subject.code or other.origins.get("period") not in _INHERITED:
                return
            if other.period[1] != old[1] or other.measure in ("plan_ratio", "plan_excess"):
                return
            self._shorten(other, old, last)

    @staticmethod
    def _shorten(reading: Reading, old: Span, last: Span) -> None:
        if reading.period[0] is not None and reading.period == old:
            reading.period, reading.origins["period"] = last, "sentence"

    def _last(self, span: Span, months: int) -> Span | None:
        """The last month or quarter of a span of several months of one year, None where there is none."""
        start, end = span
        if start is None or end is None or start.year != end.year or single_month(span) or self.published is None:
            return None
        if is_ahead(end, self.published):
            return None
        first = end.replace(day=1, month=end.month - (end.month - 1) % months)
        return (first, end) if first > start else None
