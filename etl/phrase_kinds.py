"""What kind of value a phrase holds, where the asker does not say."""

from __future__ import annotations

import re
from datetime import date, datetime

from etl.amounts import names_currency
from etl.periods import PeriodMention, scan_periods
from etl.text import fold
from etl.units import match_unit

_COMPARED = re.compile(
    r"^(?:vượt|đạt|hoàn thành)(?: và vượt)?(?: mức)? (?:kế hoạch|chỉ tiêu|dự toán|mục tiêu)(?!.*\d)|"
    r"^(?:so |cùng |hơn |(?:cao|thấp|nhiều|ít|lớn|nhỏ) hơn|bằng cùng|tương đương|kém)"
)
_AS_OF = re.compile(
    r"^(?:(?:tính|cho|lũy kế|luỹ kế|cộng dồn|số liệu|thống kê|dự kiến|chậm nhất|muộn nhất|"
    r"trễ nhất|hạn|phấn đấu|chỉ|ước) ){0,2}"
    r"(?:đến|tới) |^(?:(?:tính|chậm nhất|muộn nhất|trễ nhất) )?(?:hết|cuối) |^(?:hiện|tại thời điểm|thời điểm) "
)
_PERCENT = re.compile(r"%|‰|phần trăm|điểm phần")
_MULTIPLE = re.compile(r"gấp |(?<=[^\W_]) lần(?! thứ| đầu)(?![^\W_])")
_ORDINAL = re.compile(
    r"(?:lần|kỳ họp|đứng|xếp|vị trí|hội nghị) thứ |thứ hạng|(?<!niên )kh(?:óa|oá) |hạng |giải (?:nhất|nhì|ba)|thế kỷ |"
    r"đại hội [ivx\d]|"
    r"đầu tiên|đứng đầu|lần đầu|^loại [ivx]+$|^thứ (?:\d+(?:/\d.*)?|[^\W\d_]+)$|^[ivx]+$|"
    r"^thứ (?:mười|một trăm|(?:hai|ba|bốn|năm|sáu|bảy|tám|chín) mươi)|^thứ [^\W_]+ (?:toàn|cả nước|thế giới|của|trong|"
    r"vùng|châu|khu vực|liên tiếp)|(?<!^ngày)(?<! ngày)(?<!sáng)(?<!chiều)(?<!tối)(?<!đêm)(?<!trưa)(?<!vào)(?<!hôm)"
    r"(?<!từ)(?<!đến)(?<!tới)(?<!và)(?<!,) thứ (?:\d+|[^\W\d_]+)(?: liên tiếp| liền)?$"
)
_COUNTED_DAY = re.compile(
    r"(?:ngày|hôm|tuần|giờ|phút|tiếng) (?:trước|nữa)$|^cách đây|(?:thứ [^\W_]+|chủ nhật),? (?:tuần|tới|này|vừa|sắp)|"
    r"\d{4}-\d\d-\d\d|^\d{14}$"
)
_SPAN_OF_MINUTES = re.compile(r"^(?:từ )?\d{1,3} phút (?:-|đến|tới) ")
_OF_DAY = re.compile(r"(?:h|g|giờ|\d) ?(?:rưỡi )?(?:sáng|trưa|chiều|tối|đêm|khuya)")
# A part of a whole (12/14 xã) and the number of a document.
_NO_AMOUNT = re.compile(
    r"\d+/\d+ [^\W\d_]|\d-[a-zđ]{1,5}/|(?:nghị quyết|quyết định|nghị định|công văn|chỉ thị|thông tư|thông báo|"
    r"luật|kế hoạch|văn bản|tờ trình|hướng dẫn|kết luận) (?:số )?\d|\d/(?:\d{4}/)?[a-zđ]{2,}-|"
    r"^\d{2}[a-zđ]\d? ?- ?\d{3}\.?\d|^km ?\d|\d\+\d{3}|"  # plates and posts of a road
    r"^\d{1,2} ?[hg:] ?\d{2}$|^(?:từ )?(?:quý|tháng|ngày|năm) [\divx]"  # no time of day, no period of the calendar
    r"|\d{2}[a-zđ]\d? ?- ?\d{3}\.\d{2}|^(?:quốc lộ|tỉnh lộ|đường tỉnh|ql|đt|hotline|điện thoại) ?\d|^nửa đêm"
    r"|(?<!hơn)(?<!gần)(?<!trên)(?<!dưới)(?<!khoảng)(?<!đạt)(?<!là)(?<!còn)(?<!có)(?<!từ)(?<!đến) (?:19|20)\d\d$"
    r"|(?:thắng|thua|hòa|hoà|tỷ số|tỉ số|dẫn|quốc lộ|tỉnh lộ|đường tỉnh) \d+ ?- ?\d"
)
_PER = re.compile(r"(?:triệu|nghìn|ngàn|tỷ|tỉ|k) ?/ ?(?:người|lao động|hộ|ha|tháng|năm|kg|tấn|m2|lượng|suất)")
_NUMBER_WORD = re.compile(
    r"(?:một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười|mươi|mốt|lăm|tư|trăm|nghìn|ngàn|triệu|tỷ|tỉ|vạn|chục|rưỡi|linh|"
    r"lẻ)(?![^\W_])"
)
_PERIOD_KINDS = frozenset(
    ("month", "quarter", "half", "months", "year", "range", "season", "school_year", "term", "decade", "week")
)


_COMPARED_LATER = re.compile(r" so (?:với |(?:cùng|tháng|quý|năm|kế hoạch|dự toán)(?![^\W_]))")
_EDGE_DAY = re.compile(r"(?<![^\W_])ngày (?:đầu tiên|cuối cùng) (?:của )?(?:tháng|năm) ")
_ABOUT_MONTHS = re.compile(
    r"(?:khoảng|chừng|gần|hơn|suốt|mất|kéo dài|ngót) (?:khoảng |gần |hơn )?[^\W_]+ tháng(?: trời)?"
)


def likely_kinds(text: str, reference: date | datetime | None) -> list[str]:
    """Kinds of ``solieu normalize`` to try on a phrase, the likeliest first."""
    view = fold(text)
    mentions = scan_periods(text, reference, joined=True)
    if re.fullmatch(r"(?:19|20)\d\d", view):
        return ["interval"]
    if _EDGE_DAY.search(view):
        return ["instant"]
    if _ABOUT_MONTHS.fullmatch(view):
        return ["duration"]
    kinds = _marked_kinds(view)
    kinds += ["instant"] if _COUNTED_DAY.search(view) else []
    kinds += ["comparison"] if _COMPARED_LATER.search(view) else []
    kinds += ["duration"] if _SPAN_OF_MINUTES.search(view) else []
    kinds += _temporal_kinds(view, mentions)
    if not any(mention.kind != "time" for mention in mentions):
        kinds += _amount_kinds(text, view)
    elif mentions[0].kind == "months":
        kinds.append("duration")
    return list(dict.fromkeys(kinds))


def _marked_kinds(view: str) -> list[str]:
    """Kinds that a word or sign of the phrase gives away."""
    marks = (("comparison", _COMPARED), ("percent", _PERCENT), ("multiple", _MULTIPLE), ("ordinal", _ORDINAL))
    return [kind for kind, mark in marks if mark.search(view)]


def _temporal_kinds(view: str, mentions: list[PeriodMention]) -> list[str]:
    kinds = [mention.kind for mention in mentions if mention.kind != "time"]
    if not kinds:
        return ["time"] if mentions and not re.fullmatch(r"24 ?(?:h|giờ)", view) else []
    if _AS_OF.match(view) or (kinds[0] in ("asof", "now") and mentions[0].start < 5):
        return ["asof"]
    if kinds[0] == "day":
        return ["instant", "time", *(["number"] if re.fullmatch(r"(?:bằng )?\d+/\d+", view) else [])]
    return ["interval"] if kinds[0] in _PERIOD_KINDS else []


def _amount_kinds(text: str, view: str) -> list[str]:
    money = ["money"] if names_currency(text) or _PER.search(view) else []
    counted = ["quantity"] if _names_unit(text, view) else []
    if _NO_AMOUNT.search(view):
        return []
    time = ["time", "duration"] if _OF_DAY.search(view) else ["duration", "time"]
    return [*money, *time, *counted, "number"]


_HALF_LAST = re.compile(r" rư[ỡở]i$")


def _names_unit(text: str, view: str) -> bool:
    """Whether a unit or a counted noun stands behind the digits or number words."""
    if re.search(
        r"\d[\d.,]*(?: ?(?:trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ))* ?(?!(?:trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ|đến|tới|"
        r"k\b)(?![^\W_]))(?:[^\W\d_]|[°º](?=c))",
        view,
    ):
        return True
    words = [match.end() for match in _NUMBER_WORD.finditer(_HALF_LAST.sub("", view))]
    return bool(words) and match_unit(text, words[-1], folded=view) is not None
