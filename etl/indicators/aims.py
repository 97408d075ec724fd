"""Targets that a passage announces: their time and status hold for the figures listed after the announcement.

``Đại hội thông qua nghị quyết nhiệm kỳ 2020-2025 với 14 chỉ tiêu, chủ yếu là: GRDP tăng bình quân 8,5%; …``: no figure
of the list says that it is aimed at, nor when.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from etl.indicators.mentions import Mentions
from etl.indicators.spans import is_ahead, over_a_year
from etl.indicators.state import Period, State
from etl.occurrences import Occurrences
from etl.periods import PeriodMention

# What announces targets; not those that were reached (18/19 chỉ tiêu đạt và vượt kế hoạch).
_ANNOUNCED = re.compile(
    r"(?:(?:các|một số|những|\d+|số|hệ thống|nhóm|về|với|là|:|^|\n|đề ra|đặt ra|xác định|thông qua|phê duyệt) )?"
    r"(?:chỉ tiêu|mục tiêu|phương hướng|nhiệm vụ)(?![^\W_])"
    r"(?! (?:đạt|đã|được giao|hoàn thành|vượt|so với|nghị quyết|đều|trên|quốc gia|thi đua))"
)
AIMS_WORDS = ("chỉ tiêu", "mục tiêu", "phương hướng", "nhiệm vụ")
_REACHED = re.compile(
    r"đạt và vượt|hoàn thành|so với|vượt|đạt(?: được)? (?:các|\d+)|tình hình|kết quả|đánh giá|thực hiện(?! trong)"
)
_ANNOUNCES = re.compile(
    r"thông qua|đề ra|đặt ra|đưa ra|xác định|quyết nghị|phê duyệt|ban hành|phấn đấu|cụ thể|chủ yếu|cần đạt|chính"
)
_ADOPTED = re.compile(r"thông qua|quyết nghị|nhất trí|đề ra|xác định|phê duyệt")
_RESULTS = re.compile(
    r"(?<![^\W_])(?:đã|kết quả|hiện (?:nay|có|tại)|đến nay|vừa qua|thời gian qua|nhiệm kỳ (?:qua|trước|vừa)|"
    r"những năm qua|so với cùng kỳ|tính đến|ước (?:đạt|thực hiện|tính)|trong \d+ (?:tháng|năm) qua)(?![^\W_])"
)
_ITEM = re.compile(r"\s*(?:[-–+*•]|\(?\d{1,2}[).]|[ivx]{1,4}\.)\s*")
# The year of the prices says nothing of the time aimed at.
_PRICES = re.compile(r"giá (?:so sánh |cố định |thực tế )?\Z")


@dataclass(slots=True)
class Aims:
    """The targets announced in one article."""

    folded: str
    published: date | None
    mentions: Mentions
    state: State
    aims: Occurrences
    """Where the article speaks of targets or tasks."""
    term: Period | None = None
    """The last term or range of years that the article has named and that is not over."""
    active: Period | None = None
    adopted: bool = False
    read: int = 0
    """How many figures had been read when the targets were announced."""
    at: int = -1
    """Behind the last announcement: what stands before it names none of its figures (thông qua nghị quyết với …)."""

    def open_sentence(self, begin: int, end: int) -> None:
        """Begin, go on with or end a list of targets as a sentence opens; targets are F and of the time aimed at."""
        if self.published is None:
            return
        self.at = -1
        named = self.mentions.between(begin, end)
        speaks = self.active is not None or self.aims.between(begin, end)
        if not speaks and not any(self._is_term_ahead(mention) for mention in named):
            return
        first = _first_amount(self.folded, begin, end)
        self._note_term(named, first)
        announced = self._announced(begin, end, first, named)
        if announced is not None:
            self.active, self.read = announced, len(self.state.readings)
            self.adopted = _ADOPTED.search(self.folded, begin, first) is not None
            self.state.domains["growth"] = self.state.clock
        elif self.active is not None and self._ends(begin, first, named):
            self.active = None
        if self.active is not None:
            self.state.status = "F"
            self.state.period = self.active

    def open_paragraph(self, begin: int) -> None:
        """A paragraph of prose behind its figures ends a list of targets; items go on with it."""
        if self.adopted and len(self.state.readings) == self.read:
            return  # the resolution has no figures yet
        if _ITEM.match(self.folded, begin) is None:
            self.active = None

    def _note_term(self, named: list[PeriodMention], first: int) -> None:
        for mention in named:
            if mention.start < first and self._is_term_ahead(mention) and not self.mentions.in_base(mention.start):
                self.term = Period(mention.period, origin="paragraph")

    def _is_term_ahead(self, mention: PeriodMention) -> bool:
        end = mention.period[1]
        return end is not None and over_a_year(mention.period) and is_ahead(end, self.published)

    def _announced(self, begin: int, end: int, first: int, named: list[PeriodMention]) -> Period | None:
        """The time of the targets that a sentence announces before its first amount."""
        if not self.aims.between(begin, first):
            return None
        found = _ANNOUNCED.search(self.folded, begin, first)
        if found is None or _REACHED.search(self.folded, begin, first):
            return None
        for mention in named:
            last = mention.period[1]
            if mention.start >= first or last is None or mention.kind in ("day", "asof", "now"):
                continue
            if is_ahead(last, self.published):
                self.at = found.end()
                return Period(mention.period, origin="sentence")
        if any(
            mention.kind in ("month", "months", "quarter", "half", "year") for mention in named if mention.start < first
        ):
            return None
        says = _ANNOUNCES.search(self.folded, begin, first) is not None
        if says and self.term is not None:
            self.at = found.end()
        return self.active or (self.term if says else None)

    def _ends(self, begin: int, first: int, named: list[PeriodMention]) -> bool:
        """Whether a sentence speaks of results or of a time that is over."""
        if _RESULTS.search(self.folded, begin, first):
            return True
        return any(
            mention.start < first and mention.period[1] is not None and not is_ahead(mention.period[1], self.published)
            for mention in named
            if not self.mentions.in_base(mention.start) and _PRICES.search(self.folded, begin, mention.start) is None
        )


_AMOUNT = re.compile(
    r"\d[\d.,]*(?: ?[-–] ?\d[\d.,]*)? ?"
    r"(?:%|tỷ|tỉ|triệu|nghìn|ngàn|ha|tấn|tạ|km|người|hộ|xã|m2|lao động|doanh nghiệp|giường)"
)


def _first_amount(folded: str, begin: int, end: int) -> int:
    """Where the first amount of a sentence stands, or its end."""
    found = _AMOUNT.search(folded, begin, end)
    return found.start() if found is not None else end
