"""The atoms of period phrases: one calendar term each (``quý I-2022``, ``6 tháng đầu năm``, ``sáng 8-4``, ``đến nay``).

``find_terms`` walks the folded text from trigger word to trigger word; at each, a few anchored expressions are tried.
Nothing here looks to the left of a term or joins two of them: ``etl.periods`` does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from etl.dates import full_year, make_day, month_length, resolve_day
from etl.numbers import DIGIT_WORDS
from etl.text import BEFORE_WORD, branched
from etl.units import match_unit

Unit = Literal[
    "day", "week", "month", "quarter", "half", "months", "year", "range", "season", "school_year", "term", "decade",
    "now", "context", "lunar", "time", "edge",
]  # fmt: skip
Span = tuple[date | None, date | None]
NOWHERE: Span = (None, None)


@dataclass(slots=True)
class Term:
    """One term. ``fixed`` holds its days where the year is known; else the months and days of any year."""

    start: int
    end: int
    unit: Unit
    fixed: Span | None = None
    first_month: int = 1
    last_month: int = 12
    first_day: int | None = None
    last_day: int | None = None
    explicit_year: bool = False
    bare: bool = False
    """Digits that are a date only in the right company: ``8/4``, ``5 tháng``."""
    cumulative: bool = False
    ahead: bool = False
    """``tới``, ``sau`` follow: the next such period, not the last."""

    def span(self, reference: date | None, year: int | None = None) -> Span:
        """First and last day, in ``year`` if the term names none; both None where nothing decides."""
        if self.fixed is not None:
            return self.fixed
        year = self._default_year(reference) if year is None else year
        if year is None:
            return NOWHERE
        return self._in(year)

    def _in(self, year: int) -> Span:
        last_day = self.last_day or month_length(year, self.last_month)
        first, last = make_day(year, self.first_month, self.first_day or 1), make_day(year, self.last_month, last_day)
        return (first, last) if first and last else NOWHERE

    def _default_year(self, reference: date | None) -> int | None:
        """The year meant by a clock: see docs/conventions.md."""
        if reference is None:
            return None
        if self.unit == "day":
            day = resolve_day(self.first_day or 1, self.first_month, reference)
            return _next(day, reference) if day and self.ahead else (day.year if day else None)
        if self.unit == "year":
            return reference.year - 1 if reference.month <= 3 else reference.year
        first, last = self._in(reference.year)
        if first is None or last is None:
            return None
        if self.ahead:
            return reference.year + 1 if last < reference else reference.year
        return reference.year - 1 if self._not_yet(first, last, reference) else reference.year

    def _not_yet(self, first: date, last: date, reference: date) -> bool:
        """Whether this year's period lies too far ahead to be meant."""
        if self.unit in ("months", "half"):
            return (last - reference).days > 62 and reference.month <= 3
        grace = 31 if self.unit == "quarter" else 0  # "nhiệm vụ quý III" is written in June
        return first > reference + timedelta(days=grace)


def _next(day: date, reference: date) -> int:
    return day.year + 1 if day < reference else day.year


YEAR = r"(?:19|20)\d\d(?!\d|[.,]\d)"
_ANY_YEAR = r"(?:1[5-9]|20)\d\d(?!\d|[.,]\d)"
"""Of a whole date, or behind the word ``năm``; elsewhere four digits below 1900 are an amount."""
_RELATIVE_YEARS = {
    "nay": 0, "này": 0, "ngoái": -1, "trước": -1, "rồi": -1, "kia": -2, "tới": 1, "sau": 1,
}  # fmt: skip
_RELATIVE_YEAR = r"(?:nay|này|ngoái|trước(?! đó| khi| đây)|rồi|tới|sau)(?![^\W\d_])"
_YEAR_OF = (
    rf"(?:(?: ?[-/.] ?|,? (?:của )?năm |, | )(?P<year>{YEAR})|[-/.](?P<yy>\d\d)(?![\d%/.,-]\d?)"
    rf"|,? (?:của )?năm (?P<relative>{_RELATIVE_YEAR}))"
)
_MONTH_WORDS = {**DIGIT_WORDS, "tư": 4, "mười": 10, "mười một": 11, "mười hai": 12}
_MONTH = (
    r"(?:mười một|mười hai|mười|một|hai|ba|bốn|tư|năm(?! (?:nay|\d))|sáu|bảy|bẩy|tám|chín|0?[1-9]|1[0-2])"
    r"(?![^\W_]|,\d|\.\d{3}(?!\d))"
)
_COUNT = r"(?P<count>mười một|mười|một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|0?[1-9]|1[0-2])"
# A small L stands for the Roman one by a slip of the papers.
_QUARTERS = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4, "01": 1, "02": 2, "03": 3, "04": 4,
    "một": 1, "nhất": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4,
}  # fmt: skip
_QUARTER = r"(?:[il]v|[il]{1,3}|0?[1-4]|một|nhất|hai|ba|bốn|tư)(?![^\W_])"
PART_OF_DAY = r"(?:rạng sáng|sáng sớm|sáng|trưa|chiều tối|chiều|tối|đêm|khuya)"
WEEKDAY = r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)"
CLOCK = (
    r"(?:[01]?\d|2[0-4]) ?(?:h|giờ|g(?=\d))(?: ?[0-5]?\d(?! ?(?:tháng|ngày|năm|%|[-/.]\d))(?: ?phút|'|p(?![^\W_]))?)?"
    r"(?: rưỡi)?"
    rf"(?: {PART_OF_DAY})?"
)

_DAY = re.compile(
    rf"(?P<clock>{CLOCK}(?:,? (?:của |cùng |vào )?| ?- ?))?(?P<prefix>(?:(?:{WEEKDAY}|{PART_OF_DAY}|ngày|hôm|mùng|mồng)"
    r"(?: ?\((?!\d{1,2}[/-]\d{1,2} ?- ?\d)| ?- ?|, | )){0,4})"
    r"(?P<day>[0-3]?\d)(?!\d)(?:"
    rf" ?(?P<mark>[-/.]) ?(?P<month>0?[1-9]|1[0-2])(?!\d|,\d)(?: ?(?P=mark) ?(?P<year>{_ANY_YEAR}|\d\d(?!\d|[.,%]\d))"
    rf"|(?:,? |/)năm (?P<year2>{_ANY_YEAR}|{_RELATIVE_YEAR}))?"
    rf"|,? tháng (?P<month_word>{_MONTH}|giêng|chạp)(?:(?: ?[-/.] ?|,? năm |,? )(?P<year3>{_ANY_YEAR})"
    rf"|,? năm (?P<relative>{_RELATIVE_YEAR}))?"
    r")?(?P<lunar>,? ?\(?(?:âm lịch|al\b|tết\b))?(?P<ahead> (?:tới|sắp tới)\b)?"
)
_DAY_SPAN = re.compile(
    rf"(?P<clock>{CLOCK},? (?=ngày|{PART_OF_DAY}))?(?P<prefix>(?:(?:{PART_OF_DAY}|các ngày|ngày)(?: |"
    rf", )){{0,2}})(?P<day>[0-3]?\d)(?!\d)"
    rf"(?:[-/.](?P<month>0?[1-9]|1[0-2])(?!\d|,\d)(?:[-/.](?P<year>{YEAR}))?)?(?P<middle>(?:, ?[0-3]?\d(?!\d)){{0,6}})"
    rf" ?(?P<link>-|đến hết|đến|tới|và|,) ?(?:hết )?(?:{CLOCK},? )?(?:(?:{PART_OF_DAY} )?ngày )?(?P<day2>[0-3]?\d)"
    r"(?: ?[-/.] ?| tháng )(?P<month2>0?[1-9]|1[0-2])(?!\d|,\d)"
    rf"(?:(?: ?[-/.] ?|,? năm )(?P<year2>{YEAR}|\d\d(?!\d|[.,%]\d)))?(?!\d|[-/]\d)"
)
_RELATIVE_DAY = re.compile(
    rf"(?:{CLOCK},? )?(?:(?P<day>(?:ngày )?hôm nay|(?:ngày )?hôm qua|hôm kia|ngày mai|ngày kia|ngày này)"
    rf"|{PART_OF_DAY} (?:ngày )?(?P<part>hôm nay|hôm qua|nay|qua|mai))(?![^\W_])"
)
_DAY_SHIFTS = {"hôm nay": 0, "nay": 0, "hôm qua": -1, "qua": -1, "hôm kia": -2, "ngày mai": 1, "mai": 1, "ngày kia": 2}
_MONTH_YEAR = re.compile(rf"(?P<month>0?[1-9]|1[0-2]) ?[/.-] ?(?P<year>{YEAR})(?![-/]\w)")
_MONTHS = re.compile(
    rf"{_COUNT} tháng(?P<side> đầu(?: tiên)?| cuối| còn lại)?(?: (?:của|trong))?(?P<whose>(?: ?[-/] ?| năm | )"
    rf"(?P<year>{YEAR})| năm (?P<relative>{_RELATIVE_YEAR})| năm(?! học)(?![^\W_])|"
    rf" nay(?![^\W_]))?(?P<past> (?:vừa )?qua)?"
)
_QUARTER_COUNT = re.compile(
    rf"(?P<count>hai|ba|2|3) qu[ýí] (?P<side>đầu|cuối)(?: của)? năm(?: (?P<year>{YEAR})|"
    rf" (?P<relative>{_RELATIVE_YEAR}))?"
)
_QUARTER_TERM = re.compile(
    rf"qu[ýí] ?(?P<quarter>{_QUARTER})(?P<more>(?:(?:, ?| và | ?\+ ?| ?- ?|, và )(?:qu[ýí] )?{_QUARTER}(?!\d|"
    rf"[.,]\d)){{0,3}})"
    rf"{_YEAR_OF}?"
)
_QUARTER_RELATIVE = re.compile(r"qu[ýí] (?P<which>này|trước|qua|vừa qua|tới|sau)(?![^\W_])(?! đó)")
_QUARTER_EDGE = re.compile(
    rf"qu[ýí] (?P<side>đầu|cuối)(?: tiên)?(?: của)? năm(?: (?P<year>{YEAR})| (?P<relative>{_RELATIVE_YEAR}))?"
)
_MONTH_TERM = re.compile(
    rf"tháng ?(?P<month>{_MONTH}|giêng|chạp)(?P<more>(?:(?:, ?| và | ?- ?)(?:tháng )?(?:0?[1-9]|"
    rf"1[0-2])(?!\d|[.,]\d|%)){{0,5}}"
    rf"(?= ?[-/.] ?(?:19|20)\d\d| năm))?(?:{_YEAR_OF})?(?P<lunar> ?\(?(?:âm lịch|al\b))?"
    r"(?P<ahead> (?:tới|sắp tới)(?![^\W_]))?"
)
_MONTH_RELATIVE = re.compile(r"tháng (?P<which>này|trước|qua|vừa qua|tới|sau)(?![^\W_])(?! đó)")
_HALF = re.compile(
    rf"nửa (?:năm )?(?P<side>đầu|cuối|sau)(?: của)?(?: năm(?! học)(?:(?: ?[-/] ?| )(?P<year>{YEAR})|"
    rf" (?P<relative>{_RELATIVE_YEAR}))?"
    rf"| (?P<only>{YEAR})| tháng(?: (?P<month>{_MONTH})(?:(?: ?[-/.] ?|,? năm )(?P<month_year>{YEAR}))?)?)(?![^\W_])"
)
_DAYS_OF_MONTH = re.compile(
    rf"(?P<count>[12]?\d) ngày (?P<side>đầu|cuối) tháng (?P<month>{_MONTH})(?:(?: ?[-/.] ?|,? năm )(?P<year>{YEAR}))?"
)
_TEN_DAYS = re.compile(
    rf"(?P<part>thượng|trung|hạ) tuần tháng (?P<month>{_MONTH})(?:(?: ?[-/.] ?|,? năm )(?P<year>{YEAR}))?"
)
_NIGHT = re.compile(
    r"đêm (?:ngày )?(?P<day>[0-3]?\d)(?:[-/.](?P<month>\d{1,2}))?,? (?:và )?rạng(?: sáng)? (?:ngày )?(?P<day2>[0-3]?\d)"
    rf"[-/.](?P<month2>0?[1-9]|1[0-2])(?!\d|,\d)(?:[-/.](?P<year2>{YEAR}))?"
)
_YEARS = re.compile(
    rf"(?:cả |các |trọn |toàn )?năm (?:tài chính |ngân sách |kế hoạch )?(?P<first>{_ANY_YEAR})(?P<more>(?:(?:, ?| và |"
    rf" ?- ?| đến | tới |/|"
    rf", và )(?:năm )?{_ANY_YEAR}){{0,8}})"
)
_YEAR_RELATIVE = re.compile(
    rf"(?:cả |trong )?năm (?P<which>{_RELATIVE_YEAR}|qua(?![^\W_])|vừa qua|vừa rồi|kia(?![^\W_]))"
)
_WHOLE_YEAR = re.compile(r"cả năm(?! học)(?![^\W_])")
_TERM_YEARS = re.compile(
    rf"(?P<word>giai đoạn|nhiệm kỳ|thời kỳ|thời kì|chu kỳ|năm học|niên học|niên khóa|niên khoá)(?: \(| từ|"
    rf" \d{{1,2}} năm| các| 5 năm)*"
    rf"(?: năm)? ?(?P<first>{YEAR})(?: ?(?:-|/|đến|tới|và)(?: năm)? ?(?P<last>{YEAR}|\d\d(?!\d)))?"
)
_SEASON = re.compile(
    r"(?:niên vụ|mùa vụ|vụ|mùa)(?: sản xuất)?(?: lúa)?(?: (?:chiêm xuân|đông xuân|xuân hè|hè thu|thu đông|thu mùa|"
    r"xuân|hè|thu|đông|mùa|chiêm))?"
    rf"(?: (?:mía|cà phê|ép mía|muối|lúa))?,?(?: năm)? (?P<first>{YEAR}|{_RELATIVE_YEAR})(?: ?[-/] ?(?P<last>{YEAR}|"
    rf"\d\d(?!\d)))?"
)
_CROP_YEAR = re.compile(
    rf"(?:niên vụ|mùa vụ)(?: (?!năm|từ|của)[^\W\d_]+){{1,6}} (?P<first>{YEAR}) ?[-/] ?(?P<last>{YEAR}|\d\d(?!\d))"
)
_LISTED_MONTHS = re.compile(
    r"(?P<count>[2-6]) tháng (?P<months>(?:0?[1-9]|1[0-2])"
    r"(?:(?:, ?| và ?| ?- ?)(?:0?[1-9]|1[0-2])(?!\d|[.,]\d|%)){1,5})"
    rf"{_YEAR_OF}"
)
_SHORT_QUARTER = re.compile(rf"q\.?(?P<quarter>i{{1,3}}|iv|[1-4]) ?[-/.] ?(?P<year>{YEAR})")
_SHORT_MONTH = re.compile(rf"t(?P<month>0?[1-9]|1[0-2])[-/.](?P<year>{YEAR})")
_SHORT_MONTHS = re.compile(rf"(?P<count>[2-9]|1[0-2])t[-/ ]?(?P<year>{YEAR})")
_UNTIL_YEAR = re.compile(rf"(?:đến|tới|hết|cuối) (?P<year>{YEAR})(?= ?(?:[,.;:)]|và |$))")
_BARE_YEARS = re.compile(rf"(?P<first>{YEAR}) ?(?:-|đến(?: năm)?|tới(?: năm)?) ?(?P<last>{YEAR})(?![-/]\w)")
_DECADE = re.compile(
    r"(?:thập niên|thập kỷ|những năm) (?:(?P<year>(?:19|20)\d0)|(?P<yy>\d0))(?![\d-])(?: (?:của )?(?:thế kỷ|"
    r"tk) (?:xx|20|trước))?"
)
_WEEK = re.compile(r"tuần (?P<which>này|trước|qua|vừa qua|rồi|tới|sau)(?![^\W_])(?! đó)")
_NOW = re.compile(
    r"(?:(?:tính |cho )?(?:đến|tới) (?:nay|hôm nay|hiện nay|hiện tại|giờ|(?:ngày |thời điểm |lúc )(?:này|hôm nay|"
    r"hiện tại|hiện nay))"
    r"|hiện nay|hiện tại|tại thời điểm này|thời điểm (?:này|hiện tại)|hiện(?= (?:có|còn|toàn|đang|đã|tỉnh)))(?![^\W_])"
)
_EDGE = re.compile(
    r"(?P<edge>đầu|giữa|cuối|hết) (?P<unit>năm|tháng|qu[ýí])(?! ?(?:\d|[ivx]+\b|nay\b|này\b|ngoái|trước|một|hai|ba|"
    r"tư))(?![^\W_])"
)
_CONTEXT = re.compile(
    r"(?:trong |cả |toàn )(?:tháng|qu[ýí]|năm|kỳ|tuần)(?![^\W_])(?! ?(?:\d|[ivxl]+(?![^\W_])|(?:một|nhất|hai|ba|bốn|"
    r"tư|năm|sáu|bảy|tám|"
    r"chín|mười|giêng|chạp|này|nay|trước|qua|vừa|tới|sau|ngoái|học|rồi|đầu|cuối|tài chính|ngân sách|"
    r"kế hoạch)(?![^\W_])))"
)
_LUNAR = re.compile(
    rf"(?:rằm(?: tháng (?:{_MONTH}|giêng|chạp))?|(?:tháng )?(?:giêng|chạp)|(?:tết|"
    rf"dịp tết) nguyên đán(?: {YEAR})?)(?![^\W_])"
)
_TIME = re.compile(rf"(?:{CLOCK}|[0-2]?\d:[0-5]\d(?::[0-5]\d)?)(?![^\W_])")

_NUMBER_GOES_ON = re.compile(r"[-/]\w")
_DIGITS_GO_ON = re.compile(r"[-/]\d")
_OF_DOCUMENT = re.compile(r"(?:số|điều|khoản|luật) $")
_NOT_NOW = re.compile(r"(?:thực|thể|biểu|xuất|phát|tái) $")
_OF_UNIT = "(?=năm|tháng|qu[ýí])"
_OF_DAY = "(?= ?(?:[\\d(,-]|nay|qua|mai|ngày|hôm|thứ|chủ))"
_TRIGGER_WORDS = (
    "quý", "quí", "tháng", "năm", "ngày", "hôm", "nửa ", "giai đoạn", "nhiệm kỳ", "thời kỳ", "thời kì", "chu kỳ",
    "niên",     "thập ", "những năm", "tuần ", "thượng tuần", "trung tuần",
    "hạ tuần", "hiện", "tính đến", "cho đến", "tại thời", "thời điểm", "các năm", "chủ nhật", "mùng",
    "mồng",     "q(?=\\.?(?:[ivx]+|[1-4]) ?[-/.])", "t(?=\\d{1,2}[-/.](?:19|"
    "20))", "rằm", "giêng", "chạp", "tết ng", "dịp tết",
    "vụ (?=[cđxhtml\\d])", "mùa (?=[v\\d])",
    *(f"{until} (?=nay|hôm|hiện|giờ|ngày n|thời|lúc|19|20)" for until in ("đến", "tới")),
    *(part + _OF_DAY for part in ("rạng sáng", "sáng sớm", "chiều tối")),
    *(part + _OF_DAY for part in ("sáng", "trưa", "chiều", "tối", "đêm", "khuya")),
    *(f"{whole} (?=năm|tháng|qu[ýí]|kỳ|tuần)" for whole in ("cả", "trong", "trọn", "toàn")),
    *(f"{edge} (?=năm|tháng|qu[ýí]|19|20)" for edge in ("đầu", "giữa", "cuối", "hết")),
    *(f"{count} {_OF_UNIT}" for count in ("một", "hai", "ba", "bốn", "sáu", "bảy", "bẩy", "tám", "chín", "mười")),
    "mười một tháng", "mười hai tháng",
    "thứ (?=hai|ba|tư|năm|sáu|bảy|[2-7])",
)  # fmt: skip


_TRIGGER_FORMS = (
    # Digits, but not the second part of a number or date (12.345, 5/2022, 3-5).
    r"[0-9](?<![.,/].)(?<!\d-.)\d{0,3}(?= ?(?:[-/:]|tháng|qu[ýí]|ngày đ|giờ|h|g\d|t[-/ ]?(?:19|20)|đến|tới|và )|"
    r", \d|\.\d{1,2}\b)|" + branched(_TRIGGER_WORDS)
)
_FIRST_TRIGGER = re.compile(f"(?P<word>{_TRIGGER_FORMS})")
_TRIGGER = re.compile(f"{BEFORE_WORD}(?P<word>{_TRIGGER_FORMS})")


def find_terms(view: str, reference: date | None) -> Iterator[Term]:
    """All terms of a folded text, from left to right, without overlaps."""
    position, size = 0, len(view)
    trigger = _FIRST_TRIGGER.match(view)
    while position < size:
        if trigger is None:
            trigger = _TRIGGER.search(view, max(0, position - 1))
            if trigger is None:
                return
        (start, position), word = trigger.span("word"), trigger["word"]
        trigger = None
        if start and view[start - 1].isalnum():
            continue
        term = _term_at(view, start, word, reference)
        if term is None:
            position = start + len(word.split(" ", 1)[0])  # a longer trigger may hide another: cả năm, trong quý
            continue
        yield term
        position = term.end


def _term_at(view: str, start: int, word: str, reference: date | None) -> Term | None:
    if "0" <= word[0] <= "9":
        behind = view[start + len(word)]
        readers = _DIGIT_READERS[view[start + len(word) + 1] if behind == " " else behind]
    else:
        readers = _READERS.get(word.strip(), _OTHER_READERS)
    for pattern, read in readers:
        match = pattern.match(view, start)
        if match is not None:
            term = read(view, match, reference)
            if term is not None:
                return term
    return None


def _year_from(match: re.Match[str], reference: date | None, *names: str) -> int | None:
    """The year that the match states, with digits or relative to the clock; None where it states none."""
    for name in names:
        written = match[name]
        if written:
            return _year_of(written, reference)
    return None


def _year_of(written: str, reference: date | None) -> int | None:
    if written[0].isdigit():
        return full_year(written, reference)
    return reference.year + _RELATIVE_YEARS[written] if reference else None


def _dated(term: Term, match: re.Match[str], reference: date | None, *names: str) -> Term | None:
    """``term`` in the year that the match states; a relative year without a clock leaves it without days."""
    for name in names:
        written = match[name]
        if written:
            year = _year_of(written, reference)
            term.explicit_year = True
            term.fixed = NOWHERE if year is None else term._in(year)
            return term
    return term


def _read_day(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    start, end, prefix = match.start(), match.end(), match["prefix"]
    day = int(match["day"])
    month_word = match["month_word"]
    named = match["month"] or month_word
    if 1 <= day <= 30 and _is_lunar(match, prefix, named):
        return Term(start, end, "lunar", NOWHERE)
    if not 1 <= day <= 31 or (not named and not prefix.endswith(("ngày ", "ngày"))):
        return None
    if view[end : end + 1].isalnum() or _NUMBER_GOES_ON.match(view, end):
        return None
    if not named:
        return _day_alone(view, match, reference)
    month = int(match["month"]) if match["month"] else _month_number(month_word)
    bare = not prefix and not match["year"] and not month_word and not match["clock"]
    if match["mark"] == "." and not match["year"] and not prefix:
        return None
    if bare and _SCORE_BEFORE.search(view, max(0, start - 12), start):
        return None
    term = Term(start, end, "day", None, month, month, day, day, bare=bare, ahead=bool(match["ahead"]))
    return _dated(term, match, reference, "year", "year2", "year3", "relative")


_SCORE_BEFORE = re.compile(
    r"(?:thắng|thua|hòa|hoà|tỷ số|tỉ số|dẫn|dẫn trước|gỡ|quốc lộ|tỉnh lộ|đường|ngõ|hẻm|lô|số|km|khu|tổ|"
    r"lớp|điều|mục|khoản) $"
)


def _is_lunar(match: re.Match[str], prefix: str, named: str | None) -> bool:
    if match["lunar"] or match["month_word"] in ("giêng", "chạp"):
        return True
    return "mùng" in prefix or "mồng" in prefix if not match["month"] else False


def _day_alone(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    day = int(match["day"])
    found = resolve_day(day, None, reference)
    end = match.end("day")
    if view.startswith((" ngày", " người", " đêm", "%", " tháng"), end):
        return None
    return Term(match.start(), end, "day", (found, found), first_day=day, last_day=day)


def _month_number(word: str) -> int:
    return int(word) if word[0].isdigit() else _MONTH_WORDS[word]


def _read_day_span(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    day, last_day, last_month = int(match["day"]), int(match["day2"]), int(match["month2"])
    if match["middle"] and match["link"] == "-":
        return None
    year = _year_from(match, reference, "year2")
    bare = not match["prefix"] and year is None and not match["clock"]
    last = make_day(year, last_month, last_day) if year else resolve_day(last_day, last_month, reference)
    first_month = int(match["month"]) if match["month"] else last_month
    if last is None or not 1 <= day <= 31:
        return None
    first = _day_before(day, first_month, int(match["year"]) if match["year"] else None, last, bool(match["month"]))
    if first is None or first > last:
        return None
    if match["link"] in ("và", ",") and (last - first).days > 31:
        return None
    explicit = year is not None
    return Term(match.start(), match.end(), "range", (first, last), explicit_year=explicit, bare=bare)


def _day_before(day: int, month: int, year: int | None, last: date, month_written: bool) -> date | None:
    """The first day of a span that ends with ``last``: its year, or its month too, may be that of the end."""
    if year is not None:
        return make_day(year, month, day)
    first = make_day(last.year, month, day)
    if first is not None and first <= last:
        return first
    if month_written:
        return make_day(last.year - 1, month, day)
    previous = last.replace(day=1) - timedelta(days=1)  # từ 28 đến 3/9: the end of August
    return make_day(previous.year, previous.month, day)


def _read_relative_day(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    phrase = (match["day"] or match["part"]).removeprefix("ngày ") if match["day"] != "ngày mai" else "ngày mai"
    if match["day"] in ("ngày kia", "ngày này"):
        phrase = match["day"]
    shift = _DAY_SHIFTS.get(phrase)
    if shift is None:
        return None
    day = reference + timedelta(days=shift) if reference else None
    return Term(match.start(), match.end(), "day", (day, day), explicit_year=True)


def _read_month_year(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    if _OF_DOCUMENT.search(view, max(0, match.start() - 6), match.start()):
        return None
    month = int(match["month"])
    return _dated(Term(match.start(), match.end(), "month", None, month, month), match, reference, "year")


_NOT_MONTHS_AFTER = re.compile(
    r" (?:tuổi|tù|liên tiếp|sau|trước|kể từ|liền|liên tục|rưỡi|nữa|lương|tiền|một lần|mỗi|giam|kỳ|bảo hành|nghỉ|học|"
    r"trở lên)\b|/"
)
_MONTH_BEHIND = re.compile(rf" (?:\d{{1,2}}(?![\d.,])|{_MONTH})(?! (?:ngày|tuần|năm))")
_NOT_MONTHS_BEFORE = re.compile(
    r"(?:(?<!\d)\d{1,2} năm|(?<![^\W_])(?:một|hai|ba|bốn|sáu|bảy|tám|chín|mười) năm|"
    r"sau|trong vòng|thời hạn|thời gian|mỗi|hạn|ít nhất|tối thiểu|tạm giam|kéo dài|hơn|gần|-|đến|tới|suốt|từ) $"
)


def _read_months(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    written, side, whose = match["count"], (match["side"] or "").strip(), match["whose"]
    count = int(written) if written.isdigit() else _MONTH_WORDS[written]
    end = match.end()
    if whose and whose.strip() == "năm" and not side:
        end, whose = match.end("side") if match["side"] else match.start("whose"), None
    if view.startswith((" nhiệm kỳ", " năm học", " mùa"), end):
        return None
    bare = not side and not whose
    if bare and count == 1:
        return None  # một tháng is a length
    if bare and _MONTH_BEHIND.match(view, end):
        return None  # 08 tháng 4
    if bare and (
        _NOT_MONTHS_AFTER.match(view, end) or _NOT_MONTHS_BEFORE.search(view, max(0, match.start() - 10), match.start())
    ):
        return None
    unit: Unit = "half" if count == 6 and side and side != "còn lại" else "months"
    late = side in ("cuối", "còn lại")
    first, last = (13 - count, 12) if late else (1, count)
    term = Term(match.start(), end, unit, None, first, last, bare=bare, cumulative=not late)
    if count == 12 and not bare:
        term.unit = "year"
    if whose == " nay" or (match["past"] and reference and reference.month - count not in (0, 1)):
        return None
    return _dated(term, match, reference, "year", "relative")


def _read_quarter_count(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    months = 3 * (3 if match["count"] in ("ba", "3") else 2)
    late = match["side"] == "cuối"
    first, last = (13 - months, 12) if late else (1, months)
    term = Term(match.start(), match.end(), "months", None, first, last, cumulative=not late)
    return _dated(term, match, reference, "year", "relative")


def _quarter_number(written: str) -> int:
    return _QUARTERS[written.replace("l", "i")]


def _read_quarter(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    first = _quarter_number(match["quarter"])
    last = first
    for written in re.findall(_QUARTER, match["more"]):
        last = _quarter_number(written)
    if last < first:
        return None
    term = Term(match.start(), match.end(), "quarter" if first == last else "months", None, 3 * first - 2, 3 * last)
    return _dated(term, match, reference, "year", "yy", "relative")


def _read_quarter_relative(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    shift = {"này": 0, "tới": 1, "sau": 1}.get(match["which"], -1)
    if reference is None:
        return Term(match.start(), match.end(), "quarter", NOWHERE, explicit_year=True)
    index = reference.year * 4 + (reference.month - 1) // 3 + shift
    term = Term(match.start(), match.end(), "quarter", None, index % 4 * 3 + 1, index % 4 * 3 + 3, explicit_year=True)
    term.fixed = term._in(index // 4)
    return term


def _read_quarter_edge(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    first = 1 if match["side"] == "đầu" else 10
    return _dated(
        Term(match.start(), match.end(), "quarter", None, first, first + 2), match, reference, "year", "relative"
    )


def _read_month(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    word = match["month"]
    if word in ("giêng", "chạp") or match["lunar"]:
        return Term(match.start(), match.end(), "lunar", NOWHERE)
    first = _month_number(word)
    later = [int(number) for number in re.findall(r"\d+", match["more"] or "")]
    last = later[-1] if later else first
    if last < first or _DIGITS_GO_ON.match(view, match.end()):
        return None
    unit: Unit = "month" if first == last else "months"
    term = Term(match.start(), match.end(), unit, None, first, last, ahead=bool(match["ahead"]))
    return _dated(term, match, reference, "year", "yy", "relative")


def _read_month_relative(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    if _COUNTED.search(view, max(0, match.start() - 12), match.start()):
        return None
    shift = {"này": 0, "tới": 1, "sau": 1}.get(match["which"], -1)
    if reference is None:
        return Term(match.start(), match.end(), "month", NOWHERE, explicit_year=True)
    index = reference.year * 12 + reference.month - 1 + shift
    month = index % 12 + 1
    term = Term(match.start(), match.end(), "month", None, month, month, explicit_year=True)
    term.fixed = term._in(index // 12)
    return term


_COUNTED = re.compile(
    r"(?:\d|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|nhiều|vài|mấy|các|những|mỗi|hằng|hàng|từng|quân|chục|lăm|mươi) $"
)


def _read_half(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    late = match["side"] != "đầu"
    if " tháng" in match[0]:
        return _half_month(match, reference, late)
    first, last = (7, 12) if late else (1, 6)
    term = Term(match.start(), match.end(), "half", None, first, last, cumulative=not late)
    return _dated(term, match, reference, "year", "only", "relative")


def _half_month(match: re.Match[str], reference: date | None, late: bool) -> Term | None:
    if not match["month"]:
        return None
    month = _month_number(match["month"])
    term = Term(match.start(), match.end(), "range", None, month, month, 16 if late else 1, None if late else 15)
    return _dated(term, match, reference, "month_year")


def _read_days_of_month(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    month, count = _month_number(match["month"]), int(match["count"])
    if match["side"] == "cuối" or not 1 <= count <= 28:
        return None
    term = Term(match.start(), match.end(), "range", None, month, month, 1, count)
    return _dated(term, match, reference, "year")


def _read_ten_days(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    """The thirds of a month: days 1 to 10, 11 to 20, 21 to the last."""
    month = _month_number(match["month"])
    first, last = {"thượng": (1, 10), "trung": (11, 20), "hạ": (21, None)}[match["part"]]
    term = Term(match.start(), match.end(), "range", None, month, month, first, last)
    return _dated(term, match, reference, "year")


def _read_night(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    """``đêm 3 rạng sáng 4/4``."""
    month, day = int(match["month2"]), int(match["day2"])
    last = make_day(int(match["year2"]), month, day) if match["year2"] else resolve_day(day, month, reference)
    if last is None:
        return None
    first = last - timedelta(days=1)
    if first.day != int(match["day"]):
        return None
    return Term(match.start(), match.end(), "range", (first, last), explicit_year=bool(match["year2"]))


def _read_years(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    first = int(match["first"])
    later = [int(year) for year in re.findall(r"\d{4}", match["more"])]
    last = later[-1] if later else first
    if last < first or (first < 1900 and match_unit(view, match.end(), folded=view)):
        return None
    unit: Unit = "year" if first == last else "range"
    return Term(match.start(), match.end(), unit, (date(first, 1, 1), date(last, 12, 31)), explicit_year=True)


def _read_short_quarter(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    """``Q1/2022``, of tables and headings."""
    last = 3 * _quarter_number(match["quarter"])
    return _dated(Term(match.start(), match.end(), "quarter", None, last - 2, last), match, reference, "year")


def _read_short_months(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    """``6T/2022``."""
    last = int(match["count"])
    return _dated(Term(match.start(), match.end(), "months", None, 1, last, cumulative=True), match, reference, "year")


def _read_until_year(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    """``tầm nhìn đến 2050``: a year without its word, where nothing counted follows."""
    year = int(match["year"])
    span = (date(year, 1, 1), date(year, 12, 31))
    return Term(match.start("year"), match.end(), "year", span, explicit_year=True)


def _read_year_relative(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    if _COUNTED.search(view, max(0, match.start() - 8), match.start()):
        return None
    which = match["which"]
    if which in ("qua", "vừa qua", "vừa rồi"):
        if reference is not None and reference.month > 3:
            return None
        which = "trước"
    if reference is None:
        return Term(match.start(), match.end(), "year", NOWHERE, explicit_year=True)
    year = reference.year + _RELATIVE_YEARS[which]
    return Term(match.start(), match.end(), "year", (date(year, 1, 1), date(year, 12, 31)), explicit_year=True)


def _read_whole_year(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    return Term(match.start(), match.end(), "year")


def _read_term_years(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    unit: Unit = "school_year" if match["word"].startswith(("năm học", "niên")) else "term"
    return _years_between(match, unit, reference)


def _years_between(match: re.Match[str], unit: Unit, reference: date | None) -> Term | None:
    written = match["first"]
    if not written[0].isdigit():
        if reference is None:
            return Term(match.start(), match.end(), unit, NOWHERE, explicit_year=True)
        first = reference.year + _RELATIVE_YEARS[written]
    else:
        first = int(written)
    last = first
    if match["last"]:
        last = int(match["last"]) if len(match["last"]) == 4 else first // 100 * 100 + int(match["last"])
    elif unit == "term":
        return None
    if not first <= last <= first + 60:
        return None
    return Term(match.start(), match.end(), unit, (date(first, 1, 1), date(last, 12, 31)), explicit_year=True)


def _read_season(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    if match[0].startswith(("mùa 2", "mùa 1", "vụ 2", "vụ 1", "mùa năm", "vụ năm")) and not match["last"]:
        return None
    return _years_between(match, "season", reference)


def _read_listed_months(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    """``3 tháng 7, 8, 9-2021``: as many months as counted, one after another."""
    months = [int(number) for number in re.findall(r"\d+", match["months"])]
    if len(months) != int(match["count"]) or months != list(range(months[0], months[0] + len(months))):
        return None
    term = Term(match.start(), match.end(), "months", None, months[0], months[-1])
    return _dated(term, match, reference, "year", "yy", "relative")


def _read_bare_years(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    return _years_between(match, "range", reference)


def _read_decade(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    first = int(match["year"]) if match["year"] else 1900 + int(match["yy"])
    if match["yy"] and int(match["yy"]) < 30 and match[0].startswith("thập"):
        return None  # thập niên 20: of which century?
    return Term(match.start(), match.end(), "decade", (date(first, 1, 1), date(first + 9, 12, 31)), explicit_year=True)


def _read_week(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    if _COUNTED.search(view, max(0, match.start() - 8), match.start()):
        return None
    if reference is None:
        return Term(match.start(), match.end(), "week", NOWHERE, explicit_year=True)
    shift = {"này": 0, "tới": 7, "sau": 7}.get(match["which"], -7)
    monday = reference + timedelta(days=shift - reference.weekday())
    return Term(match.start(), match.end(), "week", (monday, monday + timedelta(days=6)), explicit_year=True)


def _read_now(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    if match[0] == "hiện" and _NOT_NOW.search(view, max(0, match.start() - 5), match.start()):
        return None
    return Term(match.start(), match.end(), "now", (None, reference), explicit_year=True)


def _read_edge(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    if reference is None:
        return Term(match.start(), match.end(), "edge", NOWHERE)
    unit = match["unit"]
    if unit == "năm":
        first, last = 1, 12
    elif unit in ("quý", "quí"):
        first = (reference.month - 1) // 3 * 3 + 1
        last = first + 2
    else:
        first = last = reference.month
    term = Term(match.start(), match.end(), "edge", None, first, last)
    term.fixed = term._in(reference.year)
    return term


def _read_context(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    return Term(match.start(), match.end(), "context", NOWHERE)


def _read_lunar(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    return Term(match.start(), match.end(), "lunar", NOWHERE)


def _read_time(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    return Term(match.start(), match.end(), "time", NOWHERE)


Reader = tuple[re.Pattern[str], Callable[[str, re.Match[str], date | None], Term | None]]
_DAY_READERS: tuple[Reader, ...] = (
    (_RELATIVE_DAY, _read_relative_day),
    (_DAY_SPAN, _read_day_span),
    (_DAY, _read_day),
)
_WRITTEN_DAY: tuple[Reader, ...] = ((_MONTH_YEAR, _read_month_year), (_DAY_SPAN, _read_day_span), (_DAY, _read_day))
_CLOCK_AND_DAY: tuple[Reader, ...] = (*_DAY_READERS, (_TIME, _read_time))
_DIGIT_READERS: dict[str, tuple[Reader, ...]] = {
    "t": (  # 3 tháng, 6T/2022, 2021 tới 2025
        (_LISTED_MONTHS, _read_listed_months),
        (_SHORT_MONTHS, _read_short_months),
        (_MONTHS, _read_months),
        (_BARE_YEARS, _read_bare_years),
        (_DAY_SPAN, _read_day_span),
        (_DAY, _read_day),
    ),
    "q": ((_QUARTER_COUNT, _read_quarter_count),),
    "n": ((_DAYS_OF_MONTH, _read_days_of_month),),
    "-": (
        (_MONTH_YEAR, _read_month_year),
        (_BARE_YEARS, _read_bare_years),
        (_DAY_SPAN, _read_day_span),
        (_DAY, _read_day),
    ),
    "đ": ((_BARE_YEARS, _read_bare_years), (_DAY_SPAN, _read_day_span)),
    "/": _WRITTEN_DAY,
    ".": _WRITTEN_DAY,
    ",": ((_DAY_SPAN, _read_day_span),),
    "v": ((_DAY_SPAN, _read_day_span),),
    "h": _CLOCK_AND_DAY,
    "g": _CLOCK_AND_DAY,
    ":": ((_TIME, _read_time),),
}
"""Readers of a number by what follows it, as the trigger asks for it."""
_COUNT_READERS: tuple[Reader, ...] = ((_MONTHS, _read_months), (_QUARTER_COUNT, _read_quarter_count))
_NOW_READERS: tuple[Reader, ...] = ((_NOW, _read_now), (_UNTIL_YEAR, _read_until_year))
_YEAR_READERS: tuple[Reader, ...] = (
    (_TERM_YEARS, _read_term_years),
    (_YEARS, _read_years),
    (_YEAR_RELATIVE, _read_year_relative),
    (_MONTHS, _read_months),
)
_WHOLE_READERS: tuple[Reader, ...] = (
    (_YEARS, _read_years),
    (_YEAR_RELATIVE, _read_year_relative),
    (_WHOLE_YEAR, _read_whole_year),
    (_CONTEXT, _read_context),
)
_QUARTER_READERS: tuple[Reader, ...] = (
    (_QUARTER_TERM, _read_quarter),
    (_QUARTER_RELATIVE, _read_quarter_relative),
    (_QUARTER_EDGE, _read_quarter_edge),
)
_TERM_READERS: tuple[Reader, ...] = (
    (_TERM_YEARS, _read_term_years),
    (_SEASON, _read_season),
    (_CROP_YEAR, _read_season),
)
_READERS: dict[str, tuple[Reader, ...]] = {
    "quý": _QUARTER_READERS,
    "quí": _QUARTER_READERS,
    "q": ((_SHORT_QUARTER, _read_short_quarter),),
    "t": ((_SHORT_MONTH, _read_month_year),),
    "tháng": ((_MONTH_TERM, _read_month), (_MONTH_RELATIVE, _read_month_relative), (_LUNAR, _read_lunar)),
    "năm": _YEAR_READERS,
    "nửa": ((_HALF, _read_half),),
    "vụ": _TERM_READERS,
    "mùa": _TERM_READERS,
    "niên": _TERM_READERS,
    "giai đoạn": _TERM_READERS,
    "nhiệm kỳ": _TERM_READERS,
    "thời kỳ": _TERM_READERS,
    "thời kì": _TERM_READERS,
    "chu kỳ": _TERM_READERS,
    "thập": ((_DECADE, _read_decade),),
    "những năm": ((_DECADE, _read_decade),),
    "tuần": ((_WEEK, _read_week),),
    "cả": _WHOLE_READERS,
    "trong": _WHOLE_READERS,
    "trọn": _WHOLE_READERS,
    "toàn": _WHOLE_READERS,
    "các năm": _WHOLE_READERS,
    **dict.fromkeys(("thượng tuần", "trung tuần", "hạ tuần"), ((_TEN_DAYS, _read_ten_days),)),
    "đêm": ((_NIGHT, _read_night), *_DAY_READERS),
    "rằm": ((_LUNAR, _read_lunar),),
    "giêng": ((_LUNAR, _read_lunar),),
    "chạp": ((_LUNAR, _read_lunar),),
    "tết ng": ((_LUNAR, _read_lunar),),
    "dịp tết": ((_LUNAR, _read_lunar),),
    "hiện": _NOW_READERS,
    "đến": _NOW_READERS,
    "tới": _NOW_READERS,
    "tính đến": _NOW_READERS,
    "cho đến": _NOW_READERS,
    "tại thời": _NOW_READERS,
    "thời điểm": _NOW_READERS,
    **dict.fromkeys(("đầu", "giữa", "cuối", "hết"), ((_EDGE, _read_edge), (_UNTIL_YEAR, _read_until_year))),
    **dict.fromkeys(("một", "hai", "ba", "bốn", "sáu", "bảy", "bẩy", "tám", "chín", "mười"), _COUNT_READERS),
    **dict.fromkeys(("mười một tháng", "mười hai tháng"), _COUNT_READERS),
}
_OTHER_READERS: tuple[Reader, ...] = _DAY_READERS
