"""``solieu normalize``: one phrase of news to its value, by the contract of the JSON-lines command.

Every answer has ``start``, ``end``, ``value``, ``unit`` and ``comparison``, null where the phrase has none. What a
phrase does not decide is answered with nulls only. The conventions are those of docs/conventions.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, get_args

from etl.amounts import (
    Amount,
    read_duration,
    read_money,
    read_multiple,
    read_number,
    read_ordinal,
    read_percent,
    read_quantity,
)
from etl.comparisons import base_at, scan_bases
from etl.dates import VIETNAM
from etl.instants import read_clock, read_instant, solar_part
from etl.model import Base
from etl.numbers import scan_numbers
from etl.periods import PeriodMention, scan_periods
from etl.phrase_kinds import likely_kinds
from etl.text import clean, fold

Answer = dict[str, Any]
Reference = date | datetime | None

FIELDS = ("start", "end", "value", "unit", "comparison")
MAX_PHRASE = 1000
"""Longer text is no phrase; it is answered with nulls."""


class BadRequest(ValueError):
    """A request that the contract does not allow: which field, and why."""


def answer(request: dict[str, Any]) -> Answer:
    """Answer one request ``{"id", "phrase", "reference", "kind"?}``; ``BadRequest`` where a field is not as agreed."""
    phrase = request.get("phrase")
    if not isinstance(phrase, str):
        raise BadRequest("phrase: text expected")
    reference = read_reference(request.get("reference"))
    kind = request.get("kind")
    if kind is not None and kind not in _READERS:
        raise BadRequest(f"kind: {kind!r} is none of {', '.join(_READERS)}")
    result: Answer = {"id": request.get("id"), **dict.fromkeys(FIELDS)}
    text = _opened(phrase)
    if text and len(text) <= MAX_PHRASE:
        result.update(_READERS[kind](text, reference) if kind else _inferred(text, reference))
    return result


# A date and a clock that a dash or slash joins: 11/11/2022-09:13, 07h/05/9, 09:13-11/11.
_JOINED_CLOCK = re.compile(
    r"(?<=[/.-]\d{4})[-|](?=\d{1,2} ?[:hHgG])|(?<=\d[hH])/(?=\d{1,2}[/-])|(?<=[:hHgG]\d\d)[-/|](?=\d{1,2}[/.-]\d)"
)
_STRAY_DOT = re.compile(r"(?<= )(tỷ|tỉ|triệu|nghìn|ngàn)\.(?= [^\W\d_A-ZĐ])")


_SHORT_MONTHS = re.compile(r"(?<=\d)T(?= (?:đầu|cuối) năm)")  # 6T đầu năm
_SINCE_START = re.compile(r"^đầu (?=(?:năm|tháng|quý)(?![^\W_]).{0,20} đến nay$)", re.IGNORECASE)
_GLUED_MAGNITUDE = re.compile(r"(?<=\d)(tỷ|tỉ|triệu|nghìn|ngàn)(?=\d)")  # 1tỷ250triệu
_GAP_IN_PERCENT = re.compile(r"(?<=\d) (?=\.\d{1,2} ?%)")
_BOUND_WORD = re.compile(r"(?<= )(đến|tới) (?:dưới|hơn|trên|quá|gần|khoảng) (?=\d)")


def _opened(phrase: str) -> str:
    """The phrase with one blank for a run of them, a date and clock apart, and no dot behind a magnitude.

    ``từ 3 đến dưới 7 năm`` is read as ``từ 3 đến 7 năm``.
    """
    text = " ".join(clean(phrase).split())
    text = _SINCE_START.sub("từ đầu ", _SHORT_MONTHS.sub(" tháng", text))
    text = _GLUED_MAGNITUDE.sub(r" \1 ", text)
    text = _GAP_IN_PERCENT.sub("", _BOUND_WORD.sub(r"\1 ", text))
    return _STRAY_DOT.sub(r"\1", _JOINED_CLOCK.sub(" ", text))


def read_reference(written: Any) -> Reference:
    """The clock of the page: an ISO date or time; a time with a zone is taken to Vietnam's."""
    if written is None or written == "":
        return None
    if not isinstance(written, str):
        raise BadRequest("reference: an ISO date or time expected")
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise BadRequest(f"reference: {written!r} is no ISO date or time") from None
    if len(written) <= len("2022-04-08"):
        return moment.date()
    return moment.astimezone(VIETNAM).replace(tzinfo=None) if moment.tzinfo else moment


def _instant(text: str, reference: Reference) -> Answer:
    return {"start": read_instant(text, reference)}


def _interval(text: str, reference: Reference) -> Answer:
    text = _SECOND_MONTH.sub(r"tháng \1 và tháng \2", _HOURS_OF_DAY.sub("", text))
    mention = _only_period(text, reference)
    if mention is None or mention.kind in ("vague", "context", "lunar", "now"):
        return {}
    first, last = mention.period
    if mention.kind in _POINTS and _FROM.match(fold(text)):
        return {"start": _iso(first)}  # từ ngày 1/7/2025: no end is named
    if mention.kind == "asof":
        cumulative = re.search(r"lũy kế|luỹ kế|cộng dồn", fold(text))
        first = date(last.year, 1, 1) if cumulative and last else None
        if first is None and not fold(text).startswith(("đến", "tới", "tính đến", "hết")):
            return {}
    return {"start": _iso(first), "end": _iso(last)}


# hai tháng 4 và 5
_SECOND_MONTH = re.compile(r"(?:(?:hai|2) )?tháng (\d{1,2}) và (\d{1,2})(?! ?tháng)(?!\d)", re.IGNORECASE)
# từ 12h đến 18h ngày 18/5: hours of one day.
_HOUR = r"\d{1,2} ?(?:h|giờ|:)(?: ?\d{2})?(?: phút)?"
_HOURS_OF_DAY = re.compile(rf"^(?:[Tt]ính )?[Tt]ừ {_HOUR} (?:-|đến|tới) {_HOUR},? (?=(?:cùng )?ngày \d)")


def _as_of(text: str, reference: Reference) -> Answer:
    mention = _only_period(text, reference)
    if mention is None or mention.kind in ("vague", "context", "lunar"):
        return {}
    if mention.kind in _POINTS and _FROM.match(fold(text)):
        return {}
    return {"end": _iso(mention.period[1])}


_POINTS = ("day", "month", "quarter", "year")
_FROM = re.compile(r"(?:tính |kể |bắt đầu )?từ (?!đầu )")
# Another period than the one named: the like of it, a week of it, some months of it.
_UNDECIDED = re.compile(
    r"^(?:sau|trước) |kỳ (?:i{1,2}|[12]) tháng|cùng k[ỳì]|tuần (?:đầu|thứ|cuối)|"
    r"(?:những|các|mấy|vài) (?:ngày|tuần|tháng|năm) (?:đầu|cuối|gần|"
    r"tới|qua)|"
    r"h[ằà]ng (?:ngày|tháng|năm)|học k[ỳì] "
)


def _only_period(text: str, reference: Reference) -> PeriodMention | None:
    """The one period of a phrase; None where it names none or several."""
    if _UNDECIDED.search(fold(text)):
        return None
    if re.fullmatch(r"(?:19|20)\d\d", text):
        text = f"năm {text}"
    mentions = [mention for mention in scan_periods(solar_part(text), reference, joined=True) if mention.kind != "time"]
    if len(mentions) > 1:
        mentions = [mention for mention in mentions if mention.kind != "context"]
    if len(mentions) == 2 and mentions[0].kind == "term":
        mentions.pop()  # giai đoạn 2021-2025, tầm nhìn đến năm 2030
    return mentions[0] if len(mentions) == 1 else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _time(text: str, reference: Reference) -> Answer:
    clock = read_clock(text)
    return {"value": clock.iso()} if clock else {}


def _amount(read: Callable[[str], Amount | None], with_unit: bool = True) -> Callable[[str, Reference], Answer]:
    def reader(text: str, reference: Reference) -> Answer:
        amount = None if _is_dated(text) else read(text)
        if amount is None:
            return {}
        return {"value": amount.value, "unit": amount.unit} if with_unit else {"value": amount.value}

    return reader


def _is_dated(text: str) -> bool:
    """Whether all numerals of the phrase belong to its dates and periods: ``quý II/2022``, but not ``6 tháng``."""
    numerals = scan_numbers(text)
    mentions = [mention for mention in scan_periods(text, None) if mention.text != text or mention.kind != "months"]
    return bool(numerals) and all(
        any(mention.start <= numeral.start < mention.end for mention in mentions) for numeral in numerals
    )


def _duration(text: str, reference: Reference) -> Answer:
    amount = read_duration(text)
    return {"value": amount.value, "unit": amount.unit} if amount else {}


def _ordinal(text: str, reference: Reference) -> Answer:
    amount = read_ordinal(text)
    return {"value": amount.value} if amount else {}


_BARE_BASE = re.compile(
    r"^(?:kế hoạch|dự toán|chỉ tiêu|kịch bản|mục tiêu|(?:tháng|quý|năm|các năm) (?:trước|ngoái|liền)|đầu năm|"
    r"cuối năm|thời điểm|"
    r"năm (?:19|20)\d\d|quý |tháng |ngày |\d)"
)


# cao hơn bình quân chung cả nước; what starts with a number is the difference, no base.
_COMPARATIVE = re.compile(
    r"^(?:(?:luôn |vẫn |đều |còn )?(?:cao|thấp|nhiều|ít|lớn|nhỏ|nhanh|chậm|tốt) )hơn (?:hẳn |nhiều )?(?:so với )?"
    r"(?!\d|một |hai |ba |bốn |năm (?!\d|trước|ngoái)|sáu |bảy |tám |chín |mười |nửa |"
    r"gấp |nhiều |hàng |vài )(?=[^\W\d_])"
)


_RESOLUTION = re.compile(r"(?<![^\W_])NQ(?![^\W_])(?!-)")
# cao hơn tốc độ tăng của quý I năm trước: the base is the period.
_GROWTH_OF = re.compile(
    r"(?<=hơn )(?:(?:tốc độ|mức) (?:tăng|giảm)(?: trưởng)? )(?:của )?"
    r"(?=(?:quý|tháng|năm|cùng k[ỳì]|\d{1,2} tháng)(?![^\W_]))"
)


def _comparison(text: str, reference: Reference) -> Answer:
    text = _RESOLUTION.sub("nghị quyết", _GROWTH_OF.sub("", text))
    bases = scan_bases(text, reference)
    compared = _COMPARATIVE.match(fold(text)) if not bases else None
    if compared is not None:
        bases = scan_bases(f"so với {text[compared.end() :]}", reference)
    if not bases and _BARE_BASE.match(fold(text)):
        bases = [base for base in scan_bases(f"so với {text}", reference) if base_at(base, reference) != "other"]
    if not bases:
        return {}
    found = {base_at(base, reference) for base in bases}
    if len(found) == 2 and "other" in found:  # so với quý I cùng kỳ, but trung bình nhiều năm cùng kỳ
        found = {"other"} if _MEAN_OF_YEARS.search(fold(text)) else found - {"other"}
    return {"comparison": _NAMES[found.pop()]} if len(found) == 1 else {}


_MEAN_OF_YEARS = re.compile(r"(?:nhiều|các|\d) năm cùng k[ỳì]")
_NAMES: dict[Base, str] = {base: base for base in get_args(Base)} | {"other": "explicit"}

_READERS: dict[str, Callable[[str, Reference], Answer]] = {
    "instant": _instant,
    "interval": _interval,
    "asof": _as_of,
    "time": _time,
    "duration": _duration,
    "number": _amount(read_number, with_unit=False),
    "ordinal": _ordinal,
    "multiple": _amount(read_multiple, with_unit=False),
    "percent": _amount(read_percent),
    "money": _amount(read_money),
    "quantity": _amount(read_quantity),
    "comparison": _comparison,
}


def _inferred(text: str, reference: Reference) -> Answer:
    """The answer of the kind that the phrase itself shows; a kind that finds nothing gives way to the next."""
    if _HOURS_OF_DAY.match(text):
        return _interval(text, reference)
    for kind in likely_kinds(solar_part(text), reference):
        found = _READERS[kind](text, reference)
        if any(value is not None for value in found.values()):
            return found
    return {}
