"""Times as feeds, sitemaps and lists print them. A stamp without a zone is of Vietnam (+07:00), never UTC.

These are hints for discovery (stop rules, ordering); an article's own time is read from its page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_tz

from spiders.addresses import VIETNAM

_ISO = re.compile(
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"
    r"(?:[T\s]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\b|SA\b|CH\b)?\s*(?P<zone>Z\b|(?:GMT|UTC)?\s*[+-]\d{1,2}(?::?\d{2})?|GMT\b|UTC\b)?"
)
_SLASHED = re.compile(
    r"(?:(?P<before>\d{1,2}:\d{2}(?::\d{2})?)\s*'?\s*(?P<half_before>[AaPp][Mm]\b|SA\b|CH\b)?[\s,|-]{1,5}(?:[^\W\d]+\s[^\W\d]+,?\s+)?)?"
    r"(?<!\d)(?P<a>\d{1,2})[/.-](?P<b>\d{1,2})[/.-](?P<year>\d{4})(?!\d)"
    r"(?:[\s,|\-–(lúc]{1,8}(?P<after>\d{1,2}:\d{2}(?::\d{2})?)\s*(?P<half>[AaPp]\.?[Mm]\b|SA\b|CH\b)?)?"
    r"(?:\s*[(\[]?\s*(?P<zone>(?:GMT|UTC)\s*[+-]\d{1,2}(?::?\d{2})?))?"
)
_JSON_DATE = re.compile(r"/Date\((-?\d{9,15})(?:[+-]\d{4})?\)/")
_GMT_PLUS = re.compile(r"\b(?:GMT|UTC)\s*([+-])(\d{1,2})(?::?(\d{2}))?\b", re.IGNORECASE)
_RFC_ZONE = re.compile(r"(?:[+-]\d{4}|\b(?:GMT|UTC|UT|Z|[ECMP][SD]T))\s*(?:\([^)]*\))?\s*$")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_YEARS = range(1995, 2101)


def read_time(text: str | None) -> datetime | None:
    """The time that ``text`` states, aware, or None where it states none. Slashed days are day first."""
    return read_times([text])[0]


def read_times(texts: Sequence[str | None]) -> list[datetime | None]:
    """The times of one feed or list, which has one order of day and month.

    Day first, as in Vietnam, unless some stamp can only be month first; where stamps contradict each other, those
    that could be either are None: no guess.
    """
    cleaned = [(text or "").strip()[:200] for text in texts]
    month_first = _month_first(cleaned)
    return [_read(text, month_first) for text in cleaned]


def _month_first(texts: Sequence[str]) -> bool | None:
    """True month first, False day first, None contradictory."""
    pairs = [(int(m["a"]), int(m["b"])) for text in texts if (m := _SLASHED.search(text))]
    only_month_first = any(a <= 12 < b for a, b in pairs)
    only_day_first = any(b <= 12 < a for a, b in pairs)
    if only_month_first and only_day_first:
        return None
    return only_month_first


def _read(text: str, month_first: bool | None) -> datetime | None:
    if not text:
        return None
    try:
        return _read_machine(text) or _read_rfc822(text) or _read_iso(text) or _read_slashed(text, month_first)
    except (ValueError, OverflowError):
        return None


def _read_machine(text: str) -> datetime | None:
    """``/Date(1700000000000)/`` of ASP.NET and bare epoch seconds or milliseconds, both UTC."""
    if found := _JSON_DATE.search(text):
        return _sane(datetime.fromtimestamp(int(found[1]) / 1000, UTC))
    if _EPOCH.fullmatch(text):
        return _sane(datetime.fromtimestamp(int(text[:10]), UTC))
    return None


def _read_rfc822(text: str) -> datetime | None:
    """``Tue, 24 Nov 2026 10:00:00 +0700``; ``GMT+7``, which RFC 822 does not know, is seven hours east."""
    if not re.search(r"[A-Za-z]{3}", text):
        return None
    plus = _GMT_PLUS.search(text)
    parsed = parsedate_tz(_GMT_PLUS.sub("", text) if plus else text)
    if parsed is None:
        return None
    year, month, day, hour, minute, second = parsed[:6]
    zone = _zone(plus[0]) if plus else _named_zone(text, parsed[9])
    return _sane(datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone))


def _named_zone(text: str, seconds: int | None) -> tzinfo:
    """The zone at the end of an RFC 822 time; without one, or with a name that RFC does not know (ICT), Vietnam's."""
    written = _RFC_ZONE.search(text)
    return timezone(timedelta(seconds=seconds or 0)) if written else VIETNAM


def _read_iso(text: str) -> datetime | None:
    found = _ISO.search(text)
    if found is None:
        return None
    hour = _hour(int(found["hour"] or 0), found["half"])
    zone = _zone(found["zone"]) if found["hour"] else VIETNAM
    moment = datetime(int(found["year"]), int(found["month"]), int(found["day"]), hour, tzinfo=zone)
    return _sane(moment.replace(minute=int(found["minute"] or 0), second=int(found["second"] or 0)))


def _read_slashed(text: str, month_first: bool | None) -> datetime | None:
    found = _SLASHED.search(text)
    if found is None:
        return None
    a, b = int(found["a"]), int(found["b"])
    if month_first is None and a <= 12 and b <= 12 and a != b:
        return None
    month_leads = a <= 12 < b if month_first is None else month_first
    day, month = (b, a) if month_leads else (a, b)
    clock = (found["after"] or found["before"] or "0:00").split(":")
    hour = _hour(int(clock[0]), found["half"] or found["half_before"])
    return _sane(datetime(int(found["year"]), month, day, hour, int(clock[1]), tzinfo=_zone(found["zone"])))


def _hour(hour: int, half: str | None) -> int:
    """The hour of 24; ``SA`` and ``CH`` are Vietnamese AM and PM, as .NET prints them."""
    if not half:
        return hour
    if half.upper() in ("PM", "P.M", "CH"):
        return hour if hour >= 12 else hour + 12
    return 0 if hour == 12 else hour


def _zone(text: str | None) -> tzinfo:
    if not text or not text.strip():
        return VIETNAM
    digits = re.search(r"([+-])(\d{1,2}):?(\d{2})?", text)
    if digits is None:
        return UTC
    offset = timedelta(hours=int(digits[2]), minutes=int(digits[3] or 0))
    return timezone(offset if digits[1] == "+" else -offset)


def _sane(moment: datetime) -> datetime | None:
    """None for the zero dates of empty database fields (year 1, 1970, 9999)."""
    return moment if moment.year in _YEARS else None
