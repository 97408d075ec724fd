"""Spans of several years that an article names once and then speaks of: ``5 năm qua``, ``trong nhiệm kỳ``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from etl.indicators.mentions import Mentions
from etl.indicators.state import Period, Span
from etl.numbers import DIGIT_WORDS
from etl.occurrences import Occurrences

_COUNT = r"(?P<count>(?<![\d.,])\d{1,2}|hai|ba|bốn|năm|mười) năm"
_PAST = re.compile(rf"(?<![^\W_]){_COUNT} (?:qua|vừa qua|gần đây|trở lại đây)(?![^\W_])")
PAST_WORDS = ("năm qua", "năm vừa qua", "năm gần đây", "năm trở lại đây")
_TERM = re.compile(
    r"(?<![^\W_])(?:(?:trong|qua|suốt|cả|sau|kết thúc|hết) nhiệm kỳ(?: (?:qua|vừa qua|này))?|nhiệm kỳ (?:qua|vừa qua))"
    r"(?![^\W_])(?! (?:mới|tới|\d|i|v|x))"
)
_OFFICE = 5
"""Years of a term of office."""
# The highest of ten years is of one of them.
_RECORD = re.compile(r"(?:nhất|kỷ lục|hiếm|chưa từng)[^.;]*\Z")
# Of as many years as the span that was named: vốn đầu tư 5 năm đạt, thu ngân sách 5 năm ước.
_WHOLE = re.compile(
    rf"(?<![^\W_])(?<!quân ){_COUNT} (?:đạt|ước|khoảng|là|tăng|giảm|trên|hơn|gần|[\d(]|2\d\d\d)|"
    rf"bình quân (?P<mean>\d) năm(?! (?:20|trước))"
)
_WITHIN = re.compile(rf" trong {_COUNT}(?: qua)?(?![^\W_])(?! (?:20|tới|nữa))")

# tăng bình quân hàng năm 15,6%: of a span of years, though a year was named meanwhile.
_YEARLY = re.compile(r"(?:(?:bình quân|trung bình) (?:(?:hàng|hằng|mỗi) năm|mỗi năm)|mỗi năm)(?![^\W_])")
YEARLY_WORDS = ("bình quân h", "bình quân m", "trung bình h", "trung bình m", "mỗi năm")


WHOLE_WORDS = (
    *(
        f"năm {word}"
        for word in ("đạt", "ước", "khoảng", "là", "tăng", "giảm", "trên", "hơn", "gần", "(", *"0123456789")
    ),
    "bình quân ",
)


@dataclass(slots=True)
class Terms:
    """The terms and ranges of years of one article."""

    folded: str
    published: date | None
    named: list[tuple[int, Span]]
    past: Occurrences
    terms: Occurrences
    wholes: Occurrences
    yearly: Occurrences

    @classmethod
    def of(cls, folded: str, published: date | None, mentions: Mentions, said: Mapping[str, Occurrences]) -> Terms:
        """Collect what the article names."""
        spans = [
            (one.start, one.period)
            for one in mentions.periods
            if one.period[0] is not None and one.period[1] is not None and (one.period[1] - one.period[0]).days > 700
        ]
        return cls(folded, published, spans, said["years past"], said["terms"], said["whole years"], said["yearly"])

    def between(self, start: int, end: int) -> Period | None:
        """The span of years that the words from ``start`` to ``end`` speak of without naming its years."""
        if self.published is None or not (self.named or self.past.starts):
            return None
        found = _PAST.search(self.folded, start, end) if self.past.between(start, end) else None
        if found is not None and _RECORD.search(self.folded, max(start, found.start() - 30), found.start()) is None:
            return Period(self._past(_number(found["count"])), origin="sentence")
        if not self.named:
            return None
        if self.terms.between(start, end) and (found := _TERM.search(self.folded, start, end)) is not None:
            span = self._last_term(found.start())
            return Period(span, origin="sentence") if span is not None else None
        if self.wholes.between(start, end) and (found := _WHOLE.search(self.folded, start, end)) is not None:
            span = self._of_length(_number(found["count"] or found["mean"]), found.start())
            return Period(span, origin="clause" if found["mean"] else "sentence") if span is not None else None
        return None

    def behind(self, position: int) -> Period | None:
        """The span of years that an amount is told to be of: ``73.000 tỷ đồng trong 3 năm``."""
        found = _WITHIN.match(self.folded, position) if self.named else None
        span = self._of_length(_number(found["count"]), position) if found is not None else None
        return Period(span, origin="clause") if span is not None else None

    def _of_length(self, years: int, position: int) -> Span | None:
        """The last span of so many years named before a position."""
        return next((one for at, one in reversed(self.named) if at < position and _length(one) == years), None)

    def mean_of(self, start: int, end: int) -> Span | None:
        """The span of years, named before, that a yearly mean told from ``start`` to ``end`` is of."""
        if not (self.named and self.yearly.between(start, end)) or _YEARLY.search(self.folded, start, end) is None:
            return None
        return next((span for at, span in reversed(self.named) if at < end), None)

    def _past(self, years: int) -> Span:
        """The years up to the one of publication, or to the one before where it has only begun."""
        assert self.published is not None
        last = self.published.year if self.published.month > 6 else self.published.year - 1
        for _, span in self.named:
            if span[1] is not None and span[1].year in (last, self.published.year) and _length(span) == years:
                return span
        return date(last - years + 1, 1, 1), date(last, 12, 31)

    def _last_term(self, position: int) -> Span | None:
        """The term named last before a position, else the first after it, that began before the publication's year."""
        assert self.published is not None
        past = [(at, one) for at, one in self.named if one[0] is not None and one[0].year < self.published.year]
        before = [one for at, one in past if at < position]
        if past:
            return before[-1] if before else past[0][1]
        return next((_term_before(one) for _, one in self.named if _length(one) == _OFFICE), None)


def _term_before(span: Span) -> Span | None:
    """The term of office before the one that begins: 2015-2020 before 2020-2025."""
    start = span[0]
    return (date(start.year - _OFFICE, 1, 1), date(start.year, 12, 31)) if start is not None else None


def _number(written: str) -> int:
    return int(written) if written.isdigit() else DIGIT_WORDS.get(written, 10)


def _length(span: Span) -> int:
    """Years of a span; a term of office 2020-2025 counts five."""
    assert span[0] is not None and span[1] is not None
    years = span[1].year - span[0].year + 1
    return years - 1 if years in (6, 11) else years
