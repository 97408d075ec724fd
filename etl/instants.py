"""Instants and clock times: page stamps and prose, at the precision stated, without a shift of zone.

``Cập nhật lúc20:10, Thứ Năm, 24/12/2020 (GMT+7)`` is 2020-12-24T20:10; ``sáng 8-4`` is a day; ``tháng 4-2022`` a month.
Pages and papers write Vietnam time; a zone that a stamp names (``GMT+7``) is that one and dropped.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from etl.dates import day_of, make_day
from etl.numbers import parse_words
from etl.period_terms import PART_OF_DAY, WEEKDAY, Term, find_terms
from etl.text import fold

_WORD_HOURS = r"(?:mười một|mười hai|mười|một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín)"
_WORD_MINUTES = rf"{_WORD_HOURS}(?: (?:mươi|{_WORD_HOURS}|lăm|mốt|tư)){{0,2}}"
_CLOCK = re.compile(
    rf"(?<![\d.,/])(?P<hour>\d{{1,2}}|(?<![^\W_]){_WORD_HOURS}(?= giờ)) ?"
    r"(?P<sign>:|h(?![^\W\d_])|giờ|g(?=\d)|g(?![^\W_])|(?=rưỡi (?:sáng|trưa|chiều|tối)))"
    r"(?! trước| nữa| đồng hồ| qua| tới(?! ?\d)|/[^\W\d_])"
    r"(?: ?(?P<minute>[0-5]?\d)(?!\d|[/.-]\d)(?: ?: ?(?P<second>[0-5]\d))?(?: ?(?:phút|'|p(?![^\W_])))?"
    r"(?: ?(?P<second2>[0-5]?\d) ?(?:giây|s\b|''))?|(?! ?\d))"
    rf"(?: (?P<minute_words>{_WORD_MINUTES}) phút)?(?P<half> ?rưỡi)?(?: (?:kém|thiếu) (?P<less>\d{{1,2}}|mười lăm|"
    rf"hai mươi|mười|năm)(?: phút)?)?"
    rf"(?: ?(?P<noon>am|pm|a\.m|p\.m|sa|ch)(?![^\W_]))?(?: ?(?P<part>{PART_OF_DAY}))?"
)
_ANY_PART = re.compile(rf"(?<![^\W_])(?P<part>{PART_OF_DAY})(?![^\W_])")
_ISO = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)(?:t(?=\d))?")
_ISO_MONTH = re.compile(r"^ *(?:date )?(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2]) *$")
_COMPACT = re.compile(
    r"(?<!\d)(?P<year>20\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?P<clock>[0-2]\d[0-5]\d[0-5]\d)?\d{0,3}(?!\d)"
)
_DATE_DIGITS = re.compile(
    r"\d{1,2} ?[-/.] ?\d{1,2} ?[-/.] ?\d{2,4}|(?<![\d:])\d{1,2}[-/]\d{1,2}(?!\d)|\d{1,2}[-/.]\d{4}|"
    r"ngày \d{1,2}|\d{1,2},? tháng \d{1,2}(?:,? năm \d{4})?|gmt ?[+-] ?\d{1,2}(?::?\d\d)?|"
    r"utc ?[+-] ?\d{1,2}(?::?\d\d)?|[+-]\d\d:?\d\d$"
)
_AGO = re.compile(
    r"(?P<ago>cách đây )?(?:khoảng )?(?P<count>\d{1,3}|[^\W\d_]+(?: [^\W\d_]+)?) (?P<unit>phút|giờ|tiếng|ngày|hôm|"
    r"tuần)(?: (?P<side>trước|nữa|sau|tới))?(?![^\W_])"
)
_WEEKDAY_ALONE = re.compile(
    rf"(?P<weekday>{WEEKDAY}),? (?:ngày )?(?:(?P<week>tuần (?:này|trước|qua|vừa qua|rồi|tới|sau))|(?P<side>tới|này|"
    rf"vừa qua|vừa rồi|sắp tới))"
)
_WEEKDAYS = {"hai": 0, "2": 0, "ba": 1, "3": 1, "tư": 2, "4": 2, "năm": 3, "5": 3, "sáu": 4, "6": 4, "bảy": 5, "7": 5}
_DAY_OF_MONTH = re.compile(r"ngày (?P<day>\d{1,2}),? (?:của )?tháng (?P<which>này|trước|tới|sau|nay)")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day; ``second`` is None where the minute is the precision. Hour 24 is the end of the day."""

    hour: int
    minute: int
    second: int | None = None

    def iso(self) -> str:
        """``HH:MM`` or ``HH:MM:SS``, 24:00 as 00:00."""
        text = f"{self.hour % 24:02d}:{self.minute:02d}"
        return text if self.second is None else f"{text}:{self.second:02d}"


_LUNAR_WORDS = (
    r"(?:(?:mùng|mồng) \d{1,2}(?! ?[-/.] ?\d)|rằm|tết|âm lịch|tháng (?:giêng|chạp)|"
    r"năm (?:giáp|ất|bính|đinh|mậu|kỷ|canh|tân|nhâm|quý) (?:tý|sửu|dần|mão|mẹo|thìn|tỵ|tị|ngọ|mùi|thân|dậu|tuất|hợi))"
)
_LUNAR_DATE = re.compile(rf"tháng [^\W_]+,? (?=năm [gấbđmkctnq][^\W\d_]* ){_LUNAR_WORDS}")
_LUNAR_GLOSS = re.compile(
    rf"[ ,]*\((?=[^()]*(?<![^\W_]){_LUNAR_WORDS})[^()]*\)|,? (?:tức|nhằm) (?=[^()]*{_LUNAR_WORDS}(?![^\W_])).*"
)
_SOLAR_GLOSS = re.compile(
    rf"(?<![^\W_]){_LUNAR_WORDS}.*?(?:\(|,? (?:tức|nhằm) )(?:tức |nhằm )?(?:là )?(?P<solar>(?:ngày )?\d{{1,2}}"
    r"(?: ?[/.-] ?|,? tháng )\d{1,2}(?:(?: ?[/.-] ?|,? năm )\d{4})?)(?: dương lịch)?\)?"
)
_SOLAR_DAY = re.compile(r"(?<!\d)\d{1,2} ?[/.-] ?\d{1,2}(?!\d)|\d{1,2} tháng \d")


def solar_part(phrase: str) -> str:
    """A phrase without the lunar gloss of its solar day, or the solar gloss of its lunar day in that one's place.

    ``sáng 10/2 (mùng 3 Tết)`` is ``sáng 10/2``; ``mùng 3 Tết (10/2)`` is ``10/2``. Other phrases stay as they are.
    """
    view = fold(phrase)
    gloss = _LUNAR_GLOSS.search(view)
    if gloss is not None and _SOLAR_DAY.search(view, 0, gloss.start()):
        return phrase[: gloss.start()] + phrase[gloss.end() :]
    solar = _SOLAR_GLOSS.search(view)
    if solar is not None and not _SOLAR_DAY.search(view, 0, solar.start()):
        before = re.sub(r"ngày $", "", phrase[: solar.start()])
        return f"{before}{phrase[solar.start('solar') : solar.end('solar')]}{phrase[solar.end() :]}"
    return phrase


def read_clock(phrase: str) -> Clock | None:
    """The one clock time of a phrase (``16h40'``, ``9 giờ sáng``, ``7 giờ kém 15``), None for none or several."""
    view = _DATE_DIGITS.sub(" ", fold(phrase))
    clocks = {clock for match in _CLOCK.finditer(view) if (clock := _clock(match, view)) is not None}
    return clocks.pop() if len(clocks) == 1 else None


def _clock(match: re.Match[str], view: str) -> Clock | None:
    hour = int(match["hour"]) if match["hour"].isdigit() else int(parse_words(match["hour"].split(" ")) or 0)
    written = match["minute"]
    if match["sign"] == ":" and (written is None or len(written) != 2):
        return None
    worded = parse_words(match["minute_words"].split(" ")) if match["minute_words"] else None
    minute = 30 if match["half"] else int(written or worded or 0)
    seconds = match["second"] or match["second2"]
    part = match["part"]
    if part is None and (around := _ANY_PART.search(view)) is not None:
        part = around["part"]
    hour = _in_day(hour, part, match["noon"])
    if match["less"]:
        less = int(match["less"]) if match["less"].isdigit() else int(parse_words(match["less"].split(" ")) or 0)
        hour, minute = (hour - 1) % 24, 60 - less
    if not (0 <= hour <= 23 and 0 <= minute <= 59) and (hour, minute) != (24, 0):
        return None
    return Clock(hour, minute, int(seconds) if seconds else None)


_AFTERNOON = {
    "trưa": range(1, 4),
    "chiều": range(1, 8),
    "chiều tối": range(1, 9),
    "tối": range(5, 12),
    "đêm": range(7, 12),
    "khuya": range(9, 12),
}


def _in_day(hour: int, part: str | None, noon: str | None) -> int:
    """The hour in 24: ``3 giờ chiều`` is 15, ``12 giờ đêm`` the end of the day, ``9:07 PM`` 21."""
    if noon in ("pm", "p.m", "ch"):
        return hour + 12 if hour < 12 else hour
    if noon in ("am", "a.m", "sa"):
        return 0 if hour == 12 else hour
    if hour == 12 and part in ("đêm", "khuya", "tối"):
        return 24
    return hour + 12 if part is not None and hour in _AFTERNOON.get(part, range(0)) else hour


def read_instant(phrase: str, reference: date | datetime | None) -> str | None:
    """The instant of a phrase in ISO form at the precision stated: a month, a day, a minute or a second."""
    view = fold(solar_part(phrase))
    if _RECURRING.search(view) or _LUNAR_DATE.search(view):
        return None
    today = day_of(reference)
    month = _ISO_MONTH.match(view)
    if month is not None:
        return f"{month['year']}-{month['month']}"
    found = _iso_day(view)
    day, rest = found if found else _day(view, today)
    if day is None:
        return _hours_ago(view, reference) or _coarse(view, today)
    clock = read_clock(rest)
    if clock is None:
        return None if _CLOCK.search(_DATE_DIGITS.sub(" ", rest)) and _several_clocks(rest) else day.isoformat()
    if clock.hour == 24:
        day += timedelta(days=1)
    return f"{day.isoformat()}T{clock.iso()}"


def _several_clocks(view: str) -> bool:
    return len(list(_CLOCK.finditer(_DATE_DIGITS.sub(" ", view)))) > 1


_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_ENGLISH = re.compile(rf"(?<!\d)(?P<day>\d{{1,2}}) (?P<month>{'|'.join(_MONTHS)})[a-z]*,? (?P<year>\d{{4}})(?!\d)")
# Days that come again, or two of them.
_RECURRING = re.compile(
    r"h[ằà]ng (?:ngày|tuần|tháng|năm)|ngày \d{1,2}(?:,| và) \d{1,2}(?![\d/.-])|"
    r"(?:tối|đêm) (?:ngày )?\d{1,2},? (?:và )?rạng sáng"
)


def _iso_day(view: str) -> tuple[date | None, str] | None:
    """``2022-04-08T15:30`` and the compact stamp of addresses, with the rest of the phrase; None for neither."""
    match = _ISO.search(view)
    if match is not None:
        day = make_day(int(match["year"]), int(match["month"]), int(match["day"]))
        return day, view[: match.start()] + " " + view[match.end() :]
    match = _ENGLISH.search(view)
    if match is not None:  # the stamp of feeds
        day = make_day(int(match["year"]), _MONTHS[match["month"]], int(match["day"]))
        return day, view[: match.start()] + " " + view[match.end() :]
    match = _COMPACT.search(view)
    if match is None:
        return None
    digits = match["clock"]
    clock = f"{digits[:2]}:{digits[2:4]}:{digits[4:]}" if digits else ""
    return make_day(int(match["year"]), int(match["month"]), int(match["day"])), clock


def _day(view: str, today: date | None) -> tuple[date | None, str]:
    """The one day that a phrase names, and the phrase."""
    named = _named_day(view, today)
    if named is not None:
        return named, view
    terms = list(find_terms(view, today))
    if any(term.unit in ("lunar", "range") for term in terms):
        return None, view
    days = [term for term in terms if term.unit == "day"]
    written = [term for term in days if term.first_day is not None]
    spans = {term.span(today)[1] for term in written or days}
    return (spans.pop(), view) if len(spans) == 1 else (None, view)


def _named_day(view: str, today: date | None) -> date | None:
    """Days counted from the clock: ``3 ngày trước``, ``thứ Hai tuần tới``, ``ngày 5 tháng trước``."""
    if today is None:
        return None
    match = _WEEKDAY_ALONE.search(view)
    if match is not None and not any(char.isdigit() for char in view[match.end() :]):
        return _weekday(match, today)
    match = _DAY_OF_MONTH.search(view)
    if match is not None:
        shift = {"trước": -1, "tới": 1, "sau": 1}.get(match["which"], 0)
        index = today.year * 12 + today.month - 1 + shift
        return make_day(index // 12, index % 12 + 1, int(match["day"]))
    match = _AGO.search(view)
    if match is None or match["unit"] not in ("ngày", "hôm", "tuần") or not (match["ago"] or match["side"]):
        return None
    count = _count(match["count"])
    if count is None:
        return None
    days = count * (7 if match["unit"] == "tuần" else 1)
    return today + timedelta(days=days if match["side"] in ("nữa", "sau", "tới") else -days)


def _count(written: str) -> int | None:
    if written.isdigit():
        return int(written)
    words = written.split(" ")
    value = parse_words(words)
    if value is None and len(words) > 1:
        value = parse_words(words[-1:])
    return int(value) if value is not None and value == int(value) else None


def _weekday(match: re.Match[str], today: date) -> date:
    word = match["weekday"].removeprefix("thứ ")
    index = _WEEKDAYS.get(word, 6)
    week = match["week"]
    if week is not None:
        shift = {"này": 0, "tới": 7, "sau": 7}.get(week.removeprefix("tuần "), -7)
        return today + timedelta(days=index - today.weekday() + shift)
    ahead = (index - today.weekday()) % 7
    if match["side"] in ("tới", "sắp tới"):
        return today + timedelta(days=ahead or 7)
    if match["side"] == "này":
        return today + timedelta(days=index - today.weekday())
    return today - timedelta(days=(7 - ahead) if ahead else 7)


def _hours_ago(view: str, reference: date | datetime | None) -> str | None:
    """``2 giờ trước`` of a page whose clock has a time."""
    match = _AGO.search(view)
    if match is None or not isinstance(reference, datetime) or not (match["ago"] or match["side"] == "trước"):
        return None
    count = _count(match["count"])
    if count is None or match["unit"] not in ("phút", "giờ", "tiếng"):
        return None
    moment = reference - (timedelta(minutes=count) if match["unit"] == "phút" else timedelta(hours=count))
    return moment.strftime("%Y-%m-%dT%H:%M")


_EDGE_DAY = re.compile(r"(?<![^\W_])ngày (?P<edge>đầu tiên|cuối cùng) (?:của )?(?=(?:tháng|năm) )")


def _edge_day(view: str, today: date | None) -> str | None:
    """``ngày đầu tiên của tháng 11``, ``ngày cuối cùng của năm 2021``."""
    edge = _EDGE_DAY.search(view)
    terms = [term for term in find_terms(view, today) if term.unit in ("month", "year")]
    if edge is None or len(terms) != 1 or terms[0].start != edge.end():
        return None
    first, last = terms[0].span(today)
    day = first if edge["edge"] == "đầu tiên" else last
    return day.isoformat() if day else None


def _coarse(view: str, today: date | None) -> str | None:
    """A month or a year, where the phrase names one and nothing finer."""
    if _EDGE_DAY.search(view):
        return _edge_day(view, today)
    terms: list[Term] = [term for term in find_terms(view, today) if term.unit != "time"]
    if len(terms) != 1 or terms[0].unit not in ("month", "year"):
        return None
    first, last = terms[0].span(today)
    if first is None or last is None:
        return None
    return f"{first.year}-{first.month:02d}" if terms[0].unit == "month" else str(first.year)
