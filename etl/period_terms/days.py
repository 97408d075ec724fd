"""Days, spans of days, clock times and days of the moon: ``sáng 8-4``, ``từ 28 đến 3/9``, ``hôm qua``, ``7h30``."""

from __future__ import annotations

import re
from datetime import date, timedelta

from etl.dates import make_day, resolve_day
from etl.period_terms.term import (
    ANY_YEAR,
    MONTH,
    NOWHERE,
    RELATIVE_YEAR,
    YEAR,
    Reader,
    Term,
    dated,
    month_number,
    year_from,
)

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
    rf" ?(?P<mark>[-/.]) ?(?P<month>0?[1-9]|1[0-2])(?!\d|,\d)(?: ?(?P=mark) ?(?P<year>{ANY_YEAR}|\d\d(?!\d|[.,%]\d))"
    rf"|(?:,? |/)năm (?P<year2>{ANY_YEAR}|{RELATIVE_YEAR}))?"
    rf"|,? tháng (?P<month_word>{MONTH}|giêng|chạp)(?:(?: ?[-/.] ?|,? năm |,? )(?P<year3>{ANY_YEAR})"
    rf"|,? năm (?P<relative>{RELATIVE_YEAR}))?"
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
_NIGHT = re.compile(
    r"đêm (?:ngày )?(?P<day>[0-3]?\d)(?:[-/.](?P<month>\d{1,2}))?,? (?:và )?rạng(?: sáng)? (?:ngày )?(?P<day2>[0-3]?\d)"
    rf"[-/.](?P<month2>0?[1-9]|1[0-2])(?!\d|,\d)(?:[-/.](?P<year2>{YEAR}))?"
)
_LUNAR = re.compile(
    rf"(?:rằm(?: tháng (?:{MONTH}|giêng|chạp))?|(?:tháng )?(?:giêng|chạp)|(?:tết|"
    rf"dịp tết) nguyên đán(?: {YEAR})?)(?![^\W_])"
)
_TIME = re.compile(rf"(?:{CLOCK}|[0-2]?\d:[0-5]\d(?::[0-5]\d)?)(?![^\W_])")
_NUMBER_GOES_ON = re.compile(r"[-/]\w")
_SCORE_BEFORE = re.compile(
    r"(?:thắng|thua|hòa|hoà|tỷ số|tỉ số|dẫn|dẫn trước|gỡ|quốc lộ|tỉnh lộ|đường|ngõ|hẻm|lô|số|km|khu|tổ|"
    r"lớp|điều|mục|khoản) $"
)


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
    month = int(match["month"]) if match["month"] else month_number(month_word)
    bare = not prefix and not match["year"] and not month_word and not match["clock"]
    if match["mark"] == "." and not match["year"] and not prefix:
        return None
    if bare and _SCORE_BEFORE.search(view, max(0, start - 12), start):
        return None
    term = Term(start, end, "day", None, month, month, day, day, bare=bare, ahead=bool(match["ahead"]))
    return dated(term, match, reference, "year", "year2", "year3", "relative")


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


def _read_day_span(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    day, last_day, last_month = int(match["day"]), int(match["day2"]), int(match["month2"])
    if match["middle"] and match["link"] == "-":
        return None
    year = year_from(match, reference, "year2")
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


def _read_lunar(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    return Term(match.start(), match.end(), "lunar", NOWHERE)


def _read_time(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    return Term(match.start(), match.end(), "time", NOWHERE)


DAY: Reader = (_DAY, _read_day)
DAY_SPAN: Reader = (_DAY_SPAN, _read_day_span)
RELATIVE_DAY: Reader = (_RELATIVE_DAY, _read_relative_day)
NIGHT: Reader = (_NIGHT, _read_night)
LUNAR: Reader = (_LUNAR, _read_lunar)
TIME: Reader = (_TIME, _read_time)
