"""Time stamps as pages print them, to aware datetimes with the precision that is stated.

Rules (measured on real pages): always day before month in visible text; month first only where the day slot is over 12
or an English 12-hour clock stands in a machine-readable attribute (ASP.NET's default); no zone means +07:00, never
UTC; a blank may stand before the zone; SA and CH, sáng, trưa, chiều and tối are halves of the day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Literal

from etl.dates import VIETNAM

Precision = Literal["minute", "day", "month"]


@dataclass(frozen=True, slots=True)
class Stamp:
    """A moment, how exactly it is stated, and whether the text named its zone."""

    moment: datetime
    precision: Precision
    zoned: bool = False
    ambiguous: bool = False
    """Day and month could be swapped."""

    def swapped(self) -> Stamp:
        """The same stamp read month first."""
        moment = self.moment.replace(month=self.moment.day, day=self.moment.month)
        return Stamp(moment, self.precision, self.zoned, True)


_ISO = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"
    r"(?:\s*[T ,]\s*(?P<hour>\d{1,2})[:hH](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\b|SA\b|CH\b)?"
    r"\s*(?P<zone>Z\b|(?:GMT|UTC)?\s*[+-]\d{1,2}(?::?\d{2})?(?!\d)|GMT\b|UTC\b)?)?"
)
_COMPACT = re.compile(
    r"^(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)T?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?\d{0,3}$"
)
_DATE = r"(?P<day>\d{1,2})\s?[/.\-–]\s?(?P<month>\d{1,2})\s?[/.\-–]\s?(?P<year>(?:19|20)\d\d)"
_WORD_DATE = r"(?:ngày\s+)?(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})(?:\s+năm|,)?\s+(?P<year>(?:19|20)\d\d)"
_HALF = r"(?P<half>[AaPp]\.?\s?[Mm]\b\.?|SA\b|CH\b|sáng|trưa|chiều|tối|đêm)"
_CLOCK = (
    r"(?P<hour>\d{1,2})\s?(?:[:hH]|giờ|g(?=\d))\s?(?P<minute>\d{2})(?!\d)(?::(?P<second>\d{2}))?'?(?:\s?phút)?\s*(?:"
    + _HALF
    + ")?"
)
_ZONE = r"\s*[(\[,]?\s*(?P<zone>(?:GMT|UTC)\s*(?:[+-]\s?\d{1,2}(?::?\d{2})?)?|[+-]\d{2}:?\d{2})?"
_JOIN = r"(?:\s*(?:[,|\-–—•·@]|lúc|vào\s+lúc|\u00a0|\(\s*)?\s*){1,3}"
_DAY_NAME = r"(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|chủ\s*nhật|cn)"
_DATE_FIRST = re.compile(rf"(?<![\d/.\-]){_DATE}(?!\d)(?:{_JOIN}{_CLOCK}{_ZONE})?", re.I)
_CLOCK_FIRST = re.compile(
    rf"(?<![\d:]){_CLOCK}(?:\s*(?:\(?GMT\s*\+\s*7\)?))?{_JOIN}(?:{_DAY_NAME}\s*[,|\-–]?\s*)?(?:ngày\s+)?{_DATE}(?!\d){_ZONE}",
    re.I,
)
_WORDS_FIRST = re.compile(rf"{_WORD_DATE}(?:{_JOIN}{_CLOCK}{_ZONE})?", re.I)
_CLOCK_WORDS = re.compile(rf"(?<![\d:]){_CLOCK}{_JOIN}(?:{_DAY_NAME}\s*[,|\-–]?\s*)?{_WORD_DATE}", re.I)
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"),
        1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH_NAME = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_ENGLISH = re.compile(
    rf"(?:{_MONTH_NAME}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d\d)"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH_NAME.replace('name', 'name2')},?\s+(?P<year2>(?:19|20)\d\d))"
    rf"(?:{_JOIN}(?:at\s+)?{_CLOCK}\s*(?P<zone>(?:GMT|UTC|Z)?\s*(?:[+-]\d{{1,2}}:?\d{{2}})?))?",
    re.I,
)
_PATTERNS = (_CLOCK_FIRST, _CLOCK_WORDS, _DATE_FIRST, _WORDS_FIRST)


def parse_machine(text: str | None) -> Stamp | None:
    """The stamp in an attribute or JSON value (``datePublished``, ``content``, ``datetime``), or None."""
    if not text or len(text) > 120:
        return None
    text = text.replace("\u00a0", " ").strip()
    if match := _COMPACT.match(text):
        return _stamp(match.groupdict(), ordered=True)
    if (match := _ISO.search(text)) and (stamp := _stamp(match.groupdict(), ordered=True)):
        return stamp
    stamp = find(text)
    if stamp and stamp.ambiguous and re.search(r"\b[AP]M\b", text):
        return stamp.swapped()
    return stamp


def find(text: str) -> Stamp | None:
    """The first stamp in visible text; one with a clock is preferred to a bare date."""
    best: Stamp | None = None
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            stamp = _stamp(match.groupdict())
            if stamp is None:
                continue
            if stamp.precision == "minute":
                return stamp
            best = best or stamp
    if best is None and (iso := _ISO.search(text)):
        best = _stamp(iso.groupdict(), ordered=True)
    if best is None and (english := _ENGLISH.search(text)):
        best = _english(english)
    return best


def _english(match: re.Match[str]) -> Stamp | None:
    parts = match.groupdict()
    name = (parts["name"] or parts["name2"] or "").lower().rstrip(".")
    parts["month"] = str(_MONTHS.get(name, 0))
    parts["day"] = parts["day"] or parts["day2"]
    parts["year"] = parts["year"] or parts["year2"]
    return _stamp(parts, ordered=True)


def _stamp(parts: dict[str, str | None], *, ordered: bool = False) -> Stamp | None:
    """The stamp of a match. ``ordered`` forms (the year first, the month by name) leave no doubt which is the day."""
    year, month, day = int(parts["year"] or 0), int(parts["month"] or 0), int(parts["day"] or 0)
    if month > 12 >= day:
        month, day = day, month
        ordered = True
    hour, minute = _clock(parts)
    zone, zoned = _zone(parts.get("zone"))
    try:
        moment = datetime(year, month, day, hour or 0, minute or 0, int(parts.get("second") or 0), tzinfo=zone)
    except ValueError:
        return None
    precision: Precision = "day" if hour is None else "minute"
    return Stamp(moment, precision, zoned, ambiguous=day <= 12 and day != month and not ordered)


def _clock(parts: dict[str, str | None]) -> tuple[int | None, int | None]:
    if not parts.get("hour"):
        return None, None
    hour, minute = int(parts["hour"] or 0), int(parts["minute"] or 0)
    if hour > 23 or minute > 59:
        return None, None
    half = (parts.get("half") or "").lower().replace(".", "").replace(" ", "")
    if (half in ("pm", "ch", "chiều", "tối") and hour < 12) or (half == "trưa" and hour < 10):
        hour += 12
    elif half in ("am", "sa") and hour == 12:
        hour = 0
    elif half == "đêm" and 6 <= hour < 12:
        hour += 12
    return hour, minute


def _zone(text: str | None) -> tuple[timezone, bool]:
    text = (text or "").strip().upper().replace(" ", "")
    if not text:
        return VIETNAM, False
    match = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", text)
    if match is None:
        return UTC, True
    offset = timedelta(hours=int(match.group(2)), minutes=int(match.group(3) or 0))
    if offset > timedelta(hours=14):
        return VIETNAM, False
    return timezone(offset if match.group(1) == "+" else -offset), True
