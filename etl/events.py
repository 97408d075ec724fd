"""The meeting that an article reports: its kind, number, body, term and day."""

from __future__ import annotations

import re
from datetime import date, datetime

from etl.dates import day_of
from etl.model import Event
from etl.people import expand
from etl.periods import scan_periods
from etl.romans import ordinal_value
from etl.text import match_fold

_KINDS = (
    "hội nghị trực tuyến", "hội nghị", "kỳ họp", "đại hội", "phiên họp", "hội thảo", "tọa đàm", "lễ khởi công",
    "lễ khánh thành", "lễ kỷ niệm", "lễ công bố", "lễ phát động", "họp báo", "buổi làm việc",
)  # fmt: skip
_KIND = re.compile(rf"(?<![^\W_])(?:{'|'.join(_KINDS)})(?![^\W_])")
_ORDINAL = re.compile(
    r"(?<![^\W_])(?:lần thứ|lần|thứ) (?P<ordinal>\d{1,3}|[ivxl]+|(?:một|nhất|hai|nhì|ba|tư|bốn|năm|sáu|bảy|tám|chín|"
    r"mười|mươi|lăm|mốt|"
    r"nhất)(?: (?:mười|mươi|một|mốt|hai|ba|tư|bốn|năm|lăm|sáu|bảy|tám|chín)){0,2})(?![^\W_])"
)
_TERM = re.compile(r"(?:khóa|khoá) (?P<term>[IVXL]+|\d{1,2})(?!\w)")
_BODY = re.compile(
    r"(?:BCH|Ban Chấp hành|Ban chấp hành) (?:Đảng bộ|Trung ương)(?: (?:tỉnh|thành phố|huyện|Đảng|khối|"
    r"các cơ quan))*(?: [A-ZĐ]\w+)*"
    r"|(?:Ban Thường vụ|BTV|Thường trực) (?:Tỉnh|Thành|Huyện) ?(?:ủy|uỷ)"
    r"|(?:HĐND|Hội đồng nhân dân|UBND|Ủy ban nhân dân|Uỷ ban nhân dân) (?:tỉnh|thành phố|TP|huyện|thị xã|xã|"
    r"phường)(?: [A-ZĐ]\w+){0,3}"
    r"|Đảng bộ (?:tỉnh|thành phố|huyện)(?: [A-ZĐ]\w+){0,3}|(?:Tỉnh|Thành|Huyện) ?(?:ủy|uỷ)(?: [A-ZĐ]\w+){0,3}|"
    r"Quốc hội|Trung ương Đảng|Chính phủ"
)


def read_event(title: str, text: str, published: date | datetime | None) -> Event | None:
    """The event of an article, from its title and first paragraph; None where they name no number and no body."""
    first = text.split("\n", 1)[0][:1500]
    kind = _KIND.search(match_fold(title)) or _KIND.search(match_fold(first))
    if kind is None:
        return None
    number = _number(match_fold(title), kind[0]) or _number(match_fold(first), kind[0])
    body = _BODY.search(title) or _BODY.search(first)
    term = _TERM.search(title) or _TERM.search(first)
    if number is None and body is None:
        return None
    held_on = _held_on(first, published)
    return Event(
        kind=kind[0],
        ordinal=number,
        body=expand(body[0]) if body else None,
        term=term["term"] if term else None,
        held_on=held_on,
        precision="day" if held_on else None,
    )


def _number(view: str, kind: str) -> int | None:
    """The ordinal nearest behind the kind of event, within the same clause."""
    for match in re.finditer(re.escape(kind), view):
        found = _ORDINAL.search(view, match.end(), match.end() + 90)
        if found is not None and ";" not in view[match.end() : found.start()]:
            return ordinal_value(found["ordinal"])
    return None


def _held_on(first: str, published: date | datetime | None) -> date | None:
    """The first day named in the lead, with its year from the page's clock: ``Sáng 8-4``."""
    for mention in scan_periods(first[:300], day_of(published)):
        if mention.kind == "day" and mention.period[1] is not None:
            return mention.period[1]
    return None
