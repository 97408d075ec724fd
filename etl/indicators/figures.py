"""All numerals of an article: figures with unit and tail, and masked numerals with their class."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from etl.indicators.lexer import TIME_UNITS, Figure, add_tail, figure
from etl.indicators.mask import class_of, end_of_phone
from etl.indicators.match import Hit
from etl.indicators.mentions import Mentions
from etl.numbers import scan_numbers
from etl.occurrences import Occurrences

_LINE_BREAK = re.compile("\n")
_PERIOD_CLASS = {"day": "date", "time": "time"}
_GROWN = re.compile(r"(?:tăng|gấp)(?: hơn| gần| trên| khoảng| tới| đến)? \Z")
_BARE_ITEM = re.compile(r"(?:, |,? và |\)|\.| \()(?![^\W\d_]+ (?:tỷ|triệu))")
_COMMA_DECIMAL = re.compile(r"(?<![\d,])\d+(?:\.\d{3})*,\d+ ?(?:%|tỷ|triệu)")
_DOT_DECIMAL = re.compile(r"(?<![\d.])\d+\.\d{1,2} ?(?:%|tỷ|triệu)")
_DIMENSION = re.compile(r"x\d+")  # bóng chuyền bãi biển 2x2
_YEAR = re.compile(r"(?:19[3-9]|20[0-5])\d")
_MARKS = frozenset(",;:()")
_OWN_CLAUSE = re.compile(r" (?:với|và|là|cho|tổng|nhưng|tăng|giảm|bằng|chiếm|bình quân|doanh thu|thành lập|nâng|lên) ")
_CASUALTIES = re.compile(
    r" (?:người|em|cháu|học sinh|bệnh nhân|trẻ|nạn nhân|ca|trường hợp) (?:chết|bị thương|tử vong|mất tích|thương vong)"
)
_HALF_OF_TIME = re.compile(r" (?:nhiệm kỳ|năm|tháng|quý|đầu|cuối|sau|thế kỷ|chặng|kỳ|giai đoạn|ngày|giờ)(?![^\W_])")
_COUNTING = re.compile(
    r"(?<![^\W_])(?:có|làm|khiến|khởi công|thu hút|cấp mới|xảy ra|khánh thành|vốn cho|phát hiện|ghi nhận|thành lập) \Z"
)
_CRITERIA = re.compile(r" tiêu chí")
_COUNTED_WORDS = re.compile(
    r" (?:doanh nghiệp|(?:lượt )?dự án|vụ |người (?!dân|con|bạn|lính|thầy)|nhà máy|ca (?:mắc|tử|dương)|trường hợp |hộ )"
)

_NEXT_COUNTED = re.compile(r"(?P<unit> (?:lượt(?: khách)?|người|khách|con|ha|tấn|hộ|vụ)) và (?=[^\W\d_])[^,;:.()\d]*\Z")
# Tính chung 3 địa phương cũ thu 372 tỷ đồng: the amount of all of them.
_TOGETHER = re.compile(r"(?:tính chung|cộng|tổng hợp|cả) (?:của )?\Z")
# What is planned as an amount: 12.300 lượt khách đạt 94% kế hoạch.
_PLANNED = frozenset({"visitor", "passenger", "person", "head", "dose", "tree", "card", "visitor_day"})
_REACHES_PLAN = re.compile(r" *(?:mới |chỉ |ước |đã )?(?:đạt|bằng|hoàn thành|vượt)(?: hơn| trên| gần| khoảng)? *")
_OF_PLAN = re.compile(r" ?(?:so với |so )?(?:kế hoạch|kh(?![^\W_])|chỉ tiêu|dự toán|mục tiêu|nghị quyết)")


@dataclass(slots=True)
class Masked:
    """A numeral that is no observation, and why."""

    start: int
    end: int
    kind: str


class LineStarts:
    """The start of the line of a position; positions are asked in ascending order."""

    def __init__(self, text: str) -> None:
        self._breaks = iter([*(match.end() for match in _LINE_BREAK.finditer(text)), len(text) + 1])
        self._start, self._next = 0, next(self._breaks)

    def before(self, position: int) -> int:
        """Start of the line that holds ``position``."""
        while position >= self._next:
            self._start, self._next = self._next, next(self._breaks)
        return self._start


@dataclass(slots=True)
class FigureScan:
    """The numerals of one article; ``masked`` gathers the ones that are no figures."""

    text: str
    folded: str
    hits: list[Hit]
    starts: list[int]
    mentions: Mentions
    points: Occurrences
    """Where the article may speak of marks at school."""
    masked: list[Masked] = field(default_factory=list)

    def _is_garbled(self, start: int, end: int) -> bool:
        """Whether a character that could not be decoded stands in the number, its sign or the word behind it."""
        begin = self.folded.rfind(" ", max(0, start - 8), start) + 1
        behind = self.folded[end : end + 24].split(" ", 2)
        return "\ufffd" in self.folded[begin or start : end] or any("\ufffd" in word for word in behind[:2])

    def figures(self) -> list[Figure]:
        """All numerals with units; those that are no figures are masked."""
        figures: list[Figure] = []
        mentions = self.mentions.periods
        at = phone_end = 0
        garbled = "\ufffd" in self.folded
        lines = LineStarts(self.folded)
        for numeral in scan_numbers(self.text, folded=self.folded):
            while at < len(mentions) and mentions[at].end <= numeral.start:
                at += 1
            line_start = lines.before(numeral.start)
            if at < len(mentions) and mentions[at].start < numeral.end and mentions[at].start <= numeral.start:
                kind = _PERIOD_CLASS.get(mentions[at].unit, "period")
                self.masked.append(Masked(numeral.start, numeral.end, kind))
                continue
            in_period = self.mentions.in_base(numeral.start) and self.mentions.names_period(numeral.start)
            if in_period and self._date_like(numeral.start, numeral.end):
                self.masked.append(Masked(numeral.start, numeral.end, "date"))
                continue
            if numeral.value is None or "code" in numeral.flags:
                self.masked.append(Masked(numeral.start, numeral.end, "code"))
                continue
            fig = figure(self.folded, numeral)
            if fig.unit == "PERCENT" and "dot3" in numeral.flags and self._writes_commas():
                fig.value *= 1000  # 4.030% in an article that writes 15,1%
            kind = class_of(self.folded, self.points, numeral.start, numeral.end, numeral.after, line_start)
            if not kind and garbled and self._is_garbled(numeral.start, numeral.end):
                kind = "garbled"
            if kind == "phone":
                phone_end = end_of_phone(self.folded, numeral.start)
            elif numeral.start < phone_end:
                kind = "phone"
            if not kind and self._goes_on_naming(numeral.start, fig):
                kind = self.masked[-1].kind
            if not kind and not fig.unit and self._numbers_name(numeral.start, numeral.end):
                kind = "label"
            if not kind and numeral.kind == "words":
                kind = "" if self._worded_amount(numeral.start, numeral.end, fig) else "word"
            if kind:
                self.masked.append(Masked(numeral.start, numeral.end, kind))
                continue
            if self.folded[numeral.start : numeral.end].endswith("nửa"):
                fig.unit, fig.value = "times", 0.5
            if numeral.kind == "multiple":
                fig.unit = "times"
                fig.after = numeral.after
                if self.folded.startswith(" lần", fig.after):
                    fig.after += 4
                fig.stop = fig.after
            figures.append(fig)
        return figures

    def _writes_commas(self) -> bool:
        """Whether the numbers of the article have decimal commas, so that a dot stands for thousands."""
        return _COMMA_DECIMAL.search(self.folded) is not None and _DOT_DECIMAL.search(self.folded) is None

    def _goes_on_naming(self, start: int, fig: Figure) -> bool:
        """``các quận 1, 5, 7 và 10``: the numbers of a list are names like its first."""
        if fig.unit or not self.masked or self.masked[-1].kind not in ("address", "ordinal"):
            return False
        between = self.folded[self.masked[-1].end : start]
        return between in (", ", " và ") and _BARE_ITEM.match(self.folded, fig.end) is not None

    def _numbers_name(self, start: int, end: int) -> bool:
        """``Nhà máy điện gió Lợi Hải 2 (28,9 MW)``: the number of a place or plant, part of its name."""
        if end - start > 2 or self.folded[end : end + 2] != " (" or not self.folded[end + 2 : end + 3].isdigit():
            return False
        word = self.text[self.text.rfind(" ", 0, start - 1) + 1 : start - 1]
        return word[:1].isupper() and word[1:].islower()

    _DATED = re.compile(r"(?:năm|tháng|quý|ngày|kỳ|học) $")

    def _date_like(self, start: int, end: int) -> bool:
        """Whether a number inside a comparison is part of its day or year (so với 31/12)."""
        beside = self.folded[start - 1 : start] + self.folded[end : end + 1]
        return "/" in beside or "-" in beside or self._DATED.search(self.folded, max(0, start - 6), start) is not None

    def _worded_amount(self, start: int, end: int, fig: Figure) -> bool:
        """A worded number counts where a statistician would: một nửa of a fall, hai dự án at a count."""
        word = self.folded[start:end]
        if self.folded.startswith(" lần", end) and _GROWN.search(self.folded, max(0, start - 16), start):
            fig.unit, fig.after, fig.stop = "times", end + 4, end + 4
            return True
        if word.endswith("nửa"):
            return not _HALF_OF_TIME.match(self.folded, end) and bool(
                re.search(r"(?:giảm|còn|bằng|chỉ bằng|gần|hơn) (?:một )?$", self.folded[max(0, start - 12) : start])
            )
        if _CASUALTIES.match(self.folded, end):
            return True
        verb = _COUNTING.search(self.folded, max(0, start - 16), start)
        return verb is not None and _COUNTED_WORDS.match(self.folded, end) is not None

    def with_tails(self, figures: list[Figure], end: int) -> list[Figure]:
        """Tails, totals of a/b forms, and thresholds inside counted phrases."""
        kept: list[Figure] = []
        for index, fig in enumerate(figures):
            limit = figures[index + 1].start if index + 1 < len(figures) else end
            if kept and (kept[-1].total is fig or fig.start < kept[-1].after):
                if kept[-1].total is not fig and not (self.masked and self.masked[-1].start == fig.start):
                    self.masked.append(Masked(fig.start, fig.end, "unit"))
                continue
            bare = index + 1 < len(figures) and (not fig.unit or fig.currency_implied)
            if bare and self.folded[fig.after : limit].strip() == "/":
                other = figures[index + 1]
                if kept and _CRITERIA.match(self.folded, other.end) and self._is_threshold(kept[-1], fig):
                    self.masked.append(Masked(fig.start, fig.end, "threshold"))  # 6 xã đạt 19/19 tiêu chí
                    self.masked.append(Masked(other.start, other.end, "threshold"))
                    kept[-1].after = max(kept[-1].after, other.end)
                    continue
                wider = figures[index + 2].start if index + 2 < len(figures) else end
                add_tail(self.folded, other, self.hits, self.starts, wider)
                fig.total = other
                fig.unit, fig.noun, fig.after, fig.stop, fig.right = (
                    other.unit,
                    other.noun,
                    other.after,
                    other.stop,
                    other.right,
                )
                kept.append(fig)
                continue
            add_tail(self.folded, fig, self.hits, self.starts, self._until(fig, limit, index + 1 < len(figures)))
            if kept and self._is_threshold(kept[-1], fig):
                self.masked.append(Masked(fig.start, fig.end, "threshold"))
                kept[-1].stop = max(kept[-1].stop, fig.stop)
                continue
            if fig.unit == fig.noun and _YEAR.fullmatch(self.folded, fig.start, fig.end):  # no unit that is known
                self.masked.append(Masked(fig.start, fig.end, "period"))
                continue
            if fig.noun and _DIMENSION.fullmatch(fig.noun):
                self.masked.append(Masked(fig.start, fig.end, "label"))
                continue
            if fig.unit in TIME_UNITS and not self._is_average_time(fig):
                self.masked.append(Masked(fig.start, fig.end, "time"))
                continue
            kept.append(fig)
        return kept

    def _until(self, fig: Figure, limit: int, followed: bool) -> int:
        """``khách quốc tế 5.000 lượt và khách nội địa 43.000 lượt``: what is counted next is no word of this figure."""
        if not followed or limit - fig.after > 60:
            return limit
        match = _NEXT_COUNTED.match(self.folded, fig.after, limit)
        return match.end("unit") if match is not None else limit

    def _is_average_time(self, fig: Figure) -> bool:
        """``thời gian lưu trú bình quân 2,5 ngày``; not the five years of ``GRDP tăng bình quân 5 năm đạt 7%``."""
        before = self.folded[max(0, fig.start - 40) : fig.start]
        if fig.unit in ("year", "month"):
            return "tuổi thọ" in before or "tuổi bình quân" in before
        return "bình quân" in before or "trung bình" in before or "tuổi thọ" in before

    _CONDITION = re.compile(r" (?:không )?(?:đạt|vượt|có|nộp|dưới|trên|từ|thu|đạt trên|có trên)(?: [^\W\d_]+){0,5} $")

    def _is_measured(self, count: Figure, fig: Figure) -> bool:
        """``12.400 lượt khách đạt 82,28% kế hoạch``, ``trong số 300 người có 120 người``: no threshold is so exact, nor
        is a part of a whole one.
        """
        if fig.unit == "PERCENT" and fig.value != int(fig.value):
            return True
        whole = self.folded[max(0, count.start - 20) : count.start]
        return fig.unit == count.unit and whole.rstrip(" ").endswith(("trong số", "trong tổng số", "tổng số"))

    def _is_threshold(self, count: Figure, fig: Figure) -> bool:
        """``9/16 khoản thu đạt trên 60% dự toán``: a condition inside the counted phrase."""
        if not count.counted or count.unit == "programme" or self._is_measured(count, fig):
            return False
        if _TOGETHER.search(self.folded, max(0, count.start - 16), count.start):
            return False
        between = self.folded[count.after : fig.start]
        if fig.unit == "PERCENT" and count.unit in _PLANNED and _REACHES_PLAN.fullmatch(between):
            return _OF_PLAN.match(self.folded, fig.after) is None
        plain = between.replace("xã, phường", "").replace(", thị trấn", "")
        if len(between) > 60 or not _MARKS.isdisjoint(plain) or _OWN_CLAUSE.search(between):
            return False
        if "dư nợ" in between:
            return False  # cho vay 23 hợp tác xã có dư nợ 4.800 tỷ đồng
        return bool(self._CONDITION.search(between))
